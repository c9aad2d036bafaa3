import { basename, dirname } from 'node:path';
import type { Layer, SettingName } from './settings-layer';

/** What the command line may set; texts as typed, so that wrong ones are named together with all other faults. */
export interface ConfigFlags {
  config?: string;
  env?: string;
  databaseUrl?: string;
  shadowDatabaseUrl?: string;
  schema?: string;
  migrations?: string;
  client?: string | string[];
  baseUrl?: string;
  manifest?: string;
  source?: string;
  indexManifest?: string;
  queryLog?: string;
  redisUrl?: string;
  storeUrl?: string;
  waivers?: string;
  /** `name=value`, each. */
  thresholds?: string | string[];
  production?: string | boolean;
  allowWrites?: string | boolean;
  allowPrivateAddress?: string | boolean;
  concurrency?: string | number;
  typeCheck?: string;
  onTypeErrors?: string;
  restartCommand?: string;
  restartWebhook?: string;
  restartTimeoutMs?: string | number;
  generateTimeoutMs?: string | number;
  generateMemoryMb?: string | number;
  only?: string | string[];
  skip?: string | string[];
  ignore?: string | string[];
  failOn?: string;
  timeoutMs?: string | number;
}

const LISTS: readonly SettingName[] = ['client', 'only', 'skip', 'ignore'];
const SWITCHES: readonly SettingName[] = ['embedded', 'production', 'allowWrites', 'allowPrivateAddress'];
const NUMBERS: readonly SettingName[] = [
  'timeoutMs',
  'concurrency',
  'restartTimeoutMs',
  'generateTimeoutMs',
  'generateMemoryMb',
  'storeMaxRuns',
  'storeMaxDays',
  'storeThinDays',
  'waiverMaxDays',
];

/** In a variable they are written as JSON. */
const OBJECTS: readonly SettingName[] = ['notify', 'notifyRules', 'signOff'];

/** `timeoutMs` → `timeout-ms`. */
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `timeoutMs` → `DRIFTBOARD_TIMEOUT_MS`. */
export const variableName = (name: string) => `DRIFTBOARD_${kebab(name).replaceAll('-', '_').toUpperCase()}`;

/** The command line's settings. */
export function flagLayer(flags: ConfigFlags, cwd: string): Layer {
  const { config: _config, ...settings } = flags;
  const values: Layer['values'] = {};
  for (const [name, value] of Object.entries(settings)) {
    if (value !== undefined && isSetting(name)) values[name] = fromText(name, value);
  }
  return { values, label: (name) => (name === 'thresholds' ? '--threshold' : `--${kebab(name)}`), base: cwd };
}

/** The environment's settings: `DRIFTBOARD_…`, `DATABASE_URL` as Prisma knows it, `REDIS_URL`, `STORE_URL`. Empty ones count as not set. */
export function environmentLayer(env: NodeJS.ProcessEnv, cwd: string): Layer {
  const values: Layer['values'] = {};
  for (const name of ENVIRONMENT_SETTINGS) {
    const value = env[variableName(name)];
    if (value) values[name] = fromText(name, value);
  }
  if (values.redisUrl === undefined && env.REDIS_URL) values.redisUrl = env.REDIS_URL;
  if (values.storeUrl === undefined && env.STORE_URL) values.storeUrl = env.STORE_URL;
  const ownUrl = values.databaseUrl !== undefined;
  if (!ownUrl && env.DATABASE_URL) values.databaseUrl = env.DATABASE_URL;
  const label = (name: SettingName) => {
    if (name === 'databaseUrl' && !ownUrl) return 'DATABASE_URL';
    return name === 'storeUrl' && !env.DRIFTBOARD_STORE_URL ? 'STORE_URL' : variableName(name);
  };
  return { values, label, base: cwd };
}

/** The settings of one environment in a file, of which `place` says where in it they stand. */
export function fileLayer(values: Layer['values'], file: string, place: string): Layer {
  return { values, label: (name) => `${basename(file)}: ${place}${name}`, base: dirname(file) };
}

const ENVIRONMENT_SETTINGS = [
  'env',
  'embedded',
  'databaseUrl',
  'shadowDatabaseUrl',
  'schema',
  'migrations',
  'client',
  'baseUrl',
  'manifest',
  'source',
  'indexManifest',
  'queryLog',
  'redisUrl',
  'storeUrl',
  'storeMaxRuns',
  'storeMaxDays',
  'storeThinDays',
  'personHeader',
  'notify',
  'notifyRules',
  'publicUrl',
  'waivers',
  'waiverMaxDays',
  'signOff',
  'thresholds',
  'production',
  'allowWrites',
  'allowPrivateAddress',
  'concurrency',
  'typeCheck',
  'onTypeErrors',
  'restartCommand',
  'restartWebhook',
  'restartTimeoutMs',
  'generateTimeoutMs',
  'generateMemoryMb',
  'only',
  'skip',
  'ignore',
  'failOn',
  'timeoutMs',
] as const satisfies readonly SettingName[];

function isSetting(name: string): name is (typeof ENVIRONMENT_SETTINGS)[number] {
  return ENVIRONMENT_SETTINGS.some((setting) => setting === name);
}

function fromText(name: SettingName, value: string | number | boolean | string[]): unknown {
  if (LISTS.includes(name)) return [value].flat().flatMap((one) => splitList(String(one)));
  if (name === 'thresholds') return thresholdsFrom([value].flat().map(String));
  if (typeof value !== 'string') return value;
  if (OBJECTS.includes(name)) return asJson(value);
  if (NUMBERS.includes(name)) return /^\d+$/.test(value.trim()) ? Number(value) : value;
  if (SWITCHES.includes(name)) return asBoolean(value);
  return value;
}

function splitList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `largeTableRows=500` → { largeTableRows: 500 }; what is no number stays text, so that the schema names it. */
function thresholdsFrom(texts: readonly string[]): Record<string, unknown> {
  const pairs = texts.flatMap(splitList).map((pair): [string, unknown] => {
    const [name = '', ...rest] = pair.split('=').map((part) => part.trim());
    const value = rest.join('=');
    return [name, value !== '' && Number.isFinite(Number(value)) ? Number(value) : value];
  });
  return Object.fromEntries(pairs);
}

/** What is no JSON stays text, so that the schema refuses it. */
function asJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function asBoolean(value: string): unknown {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  return /^(0|false|no|off)$/i.test(value) ? false : value;
}
