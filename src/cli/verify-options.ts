import type { ConfigFlags } from '../server/config';
import type { OptionSpecs, ParsedArguments } from './arguments';

/** The options that name what is watched; each has a setting of the same name in the file and in the environment. */
export const SETTING_OPTIONS = {
  env: { type: 'string', value: 'NAME', help: 'environment of the settings file' },
  config: { type: 'string', value: 'FILE', help: 'settings file (default: driftboard.config.ts here)' },
  'database-url': { type: 'string', value: 'URL', help: 'the watched PostgreSQL database' },
  'shadow-database-url': {
    type: 'string',
    value: 'URL',
    help: 'where databases may be created to replay the migrations (default: the PostgreSQL that comes along)',
  },
  schema: { type: 'string', value: 'FILE|DIR', help: 'schema.prisma, or the folder of a multi-file schema' },
  migrations: { type: 'string', value: 'DIR', help: "Prisma's migrations folder" },
  client: { type: 'string', multiple: true, value: 'DIR', help: 'the generated Prisma Client; repeatable' },
  'base-url': { type: 'string', value: 'URL', help: 'the running application' },
  manifest: { type: 'string', value: 'FILE', help: 'the endpoints to request' },
  source: { type: 'string', value: 'DIR', help: "the application's code" },
  'index-manifest': {
    type: 'string',
    value: 'FILE',
    help: 'strategic indexes, and the queries that they are there for',
  },
  'query-log': { type: 'string', value: 'FILE', help: "queries that the application's Prisma Client logged" },
  'redis-url': { type: 'string', value: 'URL', help: "the Redis of the application's cache" },
  waivers: {
    type: 'string',
    value: 'FILE',
    help: 'findings that a person has accepted until a day (docs/waivers.md)',
  },
  threshold: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    help: 'where a rule by statistics begins to speak (docs/indexes.md); repeatable',
  },
  production: { type: 'boolean', help: 'its data are real: nothing that changes something is sent there' },
  'allow-writes': {
    type: 'boolean',
    help: 'send also there what the manifest calls safe on this environment',
  },
  'allow-private-address': {
    type: 'boolean',
    help: 'the name in --base-url may lead to an address of a private network',
  },
  concurrency: { type: 'string', value: 'N', help: 'requests under way at a time (default: 16)' },
  only: {
    type: 'string',
    multiple: true,
    value: 'GROUPS',
    help: 'schema,migrations,client,endpoints,indexes,cache',
  },
  skip: {
    type: 'string',
    multiple: true,
    value: 'GROUPS',
    help: 'the same names, or delegates, processes: to leave out',
  },
  ignore: {
    type: 'string',
    multiple: true,
    value: 'PATTERN',
    help: 'table or object names to leave out; repeatable',
  },
  'fail-on': { type: 'string', value: 'error|warning', help: 'from which severity on the exit code is 1' },
  'timeout-ms': { type: 'string', value: 'N', help: 'limit of each probe in milliseconds' },
  'type-check': {
    type: 'string',
    value: 'FILE',
    help: "the application's tsconfig.json: its types are checked against the client",
  },
  'generate-timeout-ms': {
    type: 'string',
    value: 'N',
    help: 'limit of prisma generate, and of the compiler, in milliseconds',
  },
} as const satisfies OptionSpecs;

/** What only `regenerate` takes; settings too. */
export const REGENERATE_OPTIONS = {
  'on-type-errors': {
    type: 'string',
    value: 'warn|block',
    help: 'whether type errors that a new client brings keep it out (default: warn)',
  },
  'restart-command': {
    type: 'string',
    value: 'COMMAND',
    help: 'restarts the application, by the shell in the folder of the settings file',
  },
  'restart-webhook': { type: 'string', value: 'URL', help: 'gets a POST that restarts the application' },
  'restart-timeout-ms': { type: 'string', value: 'N', help: 'limit of a restart, and then of its effect' },
  'generate-memory-mb': { type: 'string', value: 'N', help: 'memory that prisma generate may have' },
} as const satisfies OptionSpecs;

export const OUTPUT_OPTIONS = {
  format: {
    type: 'string',
    value: 'FORMAT',
    help: 'text (default), json, ndjson, junit, sarif, markdown, github',
  },
  out: { type: 'string', value: 'FILE', help: 'write the report there instead of standard output' },
  repair: { type: 'string', value: 'FILE', help: 'write the SQL that repairs all of it there' },
  watch: { type: 'boolean', help: 'verify again whenever a file of it changes, until Ctrl-C' },
  rehearse: { type: 'boolean', help: 'try the repair on a copy of the structure; the database is only read' },
} as const satisfies OptionSpecs;

/** What `report` takes in place of `OUTPUT_OPTIONS`. */
export const REPORT_OPTIONS = {
  format: {
    type: 'string',
    value: 'markdown|html',
    help: 'for a ticket (default), or one file to read and to print',
  },
  out: { type: 'string', value: 'FILE', help: 'write the report there instead of standard output' },
  up: {
    type: 'boolean',
    help: 'start the dashboard with Americano for the time of the report, where none runs',
  },
} as const satisfies OptionSpecs;

/** What only `discover` takes. */
export const DISCOVER_OPTIONS = {
  format: { type: 'string', value: 'text|json', help: 'form of what is printed (default: text)' },
  write: { type: 'string', value: 'FILE', help: 'write the proposed entries there, as .json or .ts' },
  force: { type: 'boolean', help: 'write over a file that exists' },
} as const satisfies OptionSpecs;

/** The options of `audit`. */
export const AUDIT_OPTIONS = {
  'store-url': {
    type: 'string',
    value: 'URL',
    help: 'the store that holds the record (default: that of the settings)',
  },
  expect: {
    type: 'string',
    value: 'HASH',
    help: 'a last hash of before: it must still be in the chain, or its end was cut off',
  },
  format: { type: 'string', value: 'text|json', help: 'form of what is printed (default: text)' },
  env: SETTING_OPTIONS.env,
  config: SETTING_OPTIONS.config,
} as const satisfies OptionSpecs;

/** The options of `bench`. */
export const BENCH_OPTIONS = {
  json: { type: 'string', value: 'FILE', help: 'write the figures there as JSON, too' },
  write: { type: 'boolean', help: 'put the table into docs/benchmarks.md' },
} as const satisfies OptionSpecs;

/** The settings among parsed arguments, named as in the settings file. */
export function settingFlags({ values }: Pick<ParsedArguments, 'values'>): ConfigFlags {
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  // Without the flag the environment variable and the file decide.
  const flag = (name: string) => (values[name] === true ? true : undefined);
  const list = (name: string) => {
    const value = values[name];
    return Array.isArray(value) ? value : undefined;
  };
  return {
    ...optional('env', text('env')),
    ...optional('config', text('config')),
    ...optional('databaseUrl', text('database-url')),
    ...optional('shadowDatabaseUrl', text('shadow-database-url')),
    ...optional('schema', text('schema')),
    ...optional('migrations', text('migrations')),
    ...optional('client', list('client')),
    ...optional('baseUrl', text('base-url')),
    ...optional('manifest', text('manifest')),
    ...optional('source', text('source')),
    ...optional('indexManifest', text('index-manifest')),
    ...optional('queryLog', text('query-log')),
    ...optional('redisUrl', text('redis-url')),
    ...optional('waivers', text('waivers')),
    ...optional('thresholds', list('threshold')),
    ...optional('production', flag('production')),
    ...optional('allowWrites', flag('allow-writes')),
    ...optional('allowPrivateAddress', flag('allow-private-address')),
    ...optional('concurrency', text('concurrency')),
    ...optional('only', list('only')),
    ...optional('skip', list('skip')),
    ...optional('ignore', list('ignore')),
    ...optional('failOn', text('fail-on')),
    ...optional('timeoutMs', text('timeout-ms')),
    ...optional('typeCheck', text('type-check')),
    ...optional('onTypeErrors', text('on-type-errors')),
    ...optional('restartCommand', text('restart-command')),
    ...optional('restartWebhook', text('restart-webhook')),
    ...optional('restartTimeoutMs', text('restart-timeout-ms')),
    ...optional('generateTimeoutMs', text('generate-timeout-ms')),
    ...optional('generateMemoryMb', text('generate-memory-mb')),
  };
}

function optional<K extends string, T>(name: K, value: T | undefined): { [N in K]?: T } {
  const result: { [N in K]?: T } = {};
  if (value !== undefined) result[name] = value;
  return result;
}
