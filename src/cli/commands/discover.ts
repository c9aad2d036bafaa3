import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, loadConfig, NOTHING_CONFIGURED } from '../../server/config';
import { compare, manifestText, proposed } from '../../server/probes/source/compare';
import { discoverOnce } from '../../server/probes/source/discover-once';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import type { Settings } from '../../shared/config';
import type { Discovery } from '../../shared/discovery';
import type { Comparison } from '../../shared/route-comparison';
import { type OptionSpecs, parseArguments } from '../arguments';
import { formatDiscovery } from '../formats/discovery';
import { listenForInterruption } from '../interruption';
import { EXIT, type Io } from '../io';
import { DISCOVER_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';

const { env, config, schema, client, manifest, source } = SETTING_OPTIONS;
const OPTIONS = {
  source,
  manifest,
  schema,
  client,
  env,
  config,
  ...DISCOVER_OPTIONS,
} as const satisfies OptionSpecs;

const NO_SOURCE = "Name the folder of the application's code: driftboard discover --source DIR.";

/**
 * `driftboard discover`: the routes of an application's source, what they use, and what the manifest lacks of them.
 * @returns 0 where nothing is to be added, 1 for a route that nobody declares or an entry that nothing serves, 2 where
 * the code does not tell all of its routes or what was asked for could not be read
 */
export async function discover(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(args, OPTIONS, { min: 0, max: 0, what: '' });
  const { format = 'text', write, force } = parsed.values;
  const faults = [...parsed.faults];
  if (format !== 'text' && format !== 'json')
    faults.push(`--format takes text, json, not "${String(format)}".`);
  const target = typeof write === 'string' ? path.resolve(io.cwd, write) : null;
  faults.push(...targetFaults(target, String(write), force === true));
  const settings = await settingsOf(parsed, io, faults);
  if (settings !== null && settings.source === null) {
    faults.push(NO_SOURCE);
  }
  if (faults.length > 0 || settings === null) throw new ConfigError(faults);

  const projectRoot = findProjectRoot();
  const interruption = listenForInterruption();
  const place = { projectRoot, dataDir: dataDirOf(projectRoot, io.env) };
  const read = await discoverOnce(settings, place, interruption.signal).finally(interruption.dispose);
  if (interruption.signal.aborted) return EXIT.interrupted;
  if (!read.discovery.ok) {
    io.err(`driftboard: ${read.discovery.reason}\n`);
    return EXIT.unknown;
  }
  const discovery = read.discovery.value;
  const declared = read.declared.ok ? read.declared.value : null;
  const comparison = declared === null ? null : compare(declared, discovery);
  const entries = proposed(discovery, declared, comparison);
  if (format === 'json') {
    const document = {
      version: 1,
      discovery,
      comparison,
      proposed: { endpoints: entries.map((entry) => JSON.parse(entry)) },
    };
    io.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    io.out(formatDiscovery(discovery, comparison, io.outColors));
    if (target === null && entries.length > 0)
      io.out(`\nEntries for the manifest:\n\n${manifestText(entries, 'json')}`);
  }
  if (target !== null) await writeEntries(target, entries, force === true, io);
  return exitCodeOf(discovery, comparison, unreadOf(read, settings, io));
}

function targetFaults(target: string | null, name: string, force: boolean): string[] {
  if (target === null) return [];
  if (!/\.(json|ts)$/.test(target)) return [`--write takes a file that ends with .json or .ts, not ${name}.`];
  if (existsSync(target) && !force)
    return [`${name} exists: choose another file, or --force to write over it.`];
  return [];
}

async function settingsOf(
  parsed: ReturnType<typeof parseArguments>,
  io: Io,
  faults: string[],
): Promise<Settings | null> {
  const flags = settingFlags(parsed);
  const projectRoot = findProjectRoot();
  try {
    const loaded = await loadConfig({ flags, env: io.env, cwd: io.cwd, projectRoot });
    const { settings, configFile } = loaded;
    const isOwn = configFile !== null && path.dirname(configFile) === projectRoot;
    // Driftboard's own file describes Americano: its manifest and schema say nothing of another application's code.
    if (!isOwn || flags.source === undefined || settings.source === projectRoot) return settings;
    return {
      ...settings,
      manifest: flags.manifest === undefined ? null : settings.manifest,
      schema: flags.schema === undefined ? null : settings.schema,
      client: flags.client === undefined ? [] : settings.client,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults.map((fault) => (fault === NOTHING_CONFIGURED ? NO_SOURCE : fault)));
    return null;
  }
}

/** Says what was asked for and could not be read. @returns whether there is such a thing */
function unreadOf(
  { declared, schema: read }: Awaited<ReturnType<typeof discoverOnce>>,
  settings: Settings,
  io: Io,
): boolean {
  const reasons = [
    ...(declared.ok || settings.manifest === null ? [] : [declared.reason]),
    ...(read.ok || settings.schema === null ? [] : [read.reason]),
  ];
  for (const reason of reasons) io.err(`driftboard: ${reason}\n`);
  if (!read.ok && settings.schema === null) {
    const why = read.notConfigured === undefined ? read.reason : 'No schema was found: point --schema to it.';
    io.err(`driftboard: ${why} Without one, relations, fields and enums are not named.\n`);
  }
  return reasons.length > 0;
}

async function writeEntries(
  target: string,
  entries: readonly string[],
  force: boolean,
  io: Io,
): Promise<void> {
  if (entries.length === 0) {
    io.err('driftboard: there is nothing to write: every route is declared.\n');
    return;
  }
  const text = manifestText(entries, target.endsWith('.json') ? 'json' : 'ts');
  await writeFile(target, text, { flag: force ? 'w' : 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `${target} cannot be written (${error.code ?? error.message}): choose another place.`,
    ]);
  });
  io.err(`driftboard: ${entries.length} entries are in ${path.relative(io.cwd, target)}.\n`);
}

function exitCodeOf(discovery: Discovery, comparison: Comparison | null, isUnread: boolean): number {
  if (comparison !== null && comparison.undeclared.length + comparison.unserved.length > 0)
    return EXIT.finding;
  const isWhole =
    discovery.uncertain.every(({ about }) => about !== 'routes') &&
    discovery.routes.every(({ methods }) => methods.length > 0);
  return isUnread || !isWhole || (comparison !== null && comparison.unknown !== null)
    ? EXIT.unknown
    : EXIT.ok;
}
