import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { verifyOnce } from '../../server/compose';
import { ConfigError, loadConfig } from '../../server/config';
import { exitCode } from '../../server/engine/verdicts';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import type { Settings } from '../../shared/config';
import type { RunEvent } from '../../shared/events';
import type { Report } from '../../shared/report';
import { type OptionSpecs, parseArguments } from '../arguments';
import { withEmbedded } from '../embedded';
import { documentFormat } from '../formats/documents';
import { formatJson } from '../formats/json';
import { formatText, type TextFormat } from '../formats/text';
import { listenForInterruption } from '../interruption';
import { EXIT, type Io } from '../io';
import { progressLine } from '../progress';
import { rehearseReport } from '../rehearsal';
import { tellUnknown } from '../tell-unknown';
import { OUTPUT_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';

const FORMATS = ['text', 'json', 'ndjson', 'junit', 'sarif', 'markdown', 'github'];

/** What another command changes of it. */
export type VerifyChange = {
  /** The groups, where the command itself chooses them (`smoke`). */
  only?: Settings['only'];
  /** The formats that the command takes in place of those of `verify`; the first is the usual one. */
  formats?: readonly string[];
  /** Options that the command takes beside those of `verify`. */
  options?: OptionSpecs;
  /** What `--format text` prints in place of the report's checks. */
  text?: TextFormat;
  /** What `--format json` prints in place of the report alone. */
  json?: (report: Report) => string;
};

/**
 * `driftboard verify`: all checks once.
 * @returns the exit code of the contract
 */
export async function verify(args: readonly string[], io: Io, change: VerifyChange = {}): Promise<number> {
  const parsed = parseArguments(
    args,
    { ...SETTING_OPTIONS, ...OUTPUT_OPTIONS, ...change.options },
    { min: 0, max: 0, what: '' },
  );
  const formats = change.formats ?? FORMATS;
  const format = formatOf(parsed.values.format, formats);
  const faults = [
    ...parsed.faults,
    ...(format === null ? [unknownFormat(parsed.values.format, formats)] : []),
  ];
  const watches = parsed.values.watch === true;
  if (watches) faults.push(...watchFaults(parsed.values));
  const projectRoot = findProjectRoot();
  const load = () => loadConfig({ flags: settingFlags(parsed), env: io.env, cwd: io.cwd, projectRoot });
  const config = await load().catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return null;
  });
  if (config !== null) faults.push(...(await waiverFaults(config.settings)));
  if (faults.length > 0 || config === null || format === null) throw new ConfigError(faults);
  const withOnly = (loaded: Settings): Settings => ({ ...loaded, only: change.only ?? loaded.only });
  const settings = withOnly(config.settings);
  if (
    settings.databaseUrl === null &&
    !settings.embedded &&
    settings.schema === null &&
    settings.baseUrl === null &&
    (settings.source === null || settings.manifest === null)
  ) {
    throw new ConfigError([
      'There is nothing to verify: name at least --database-url and --schema, or --base-url and --manifest, or --source and --manifest.',
    ]);
  }

  const place = { projectRoot, dataDir: dataDirOf(projectRoot, io.env) };
  if (watches) {
    const reload = async () => {
      const loaded = await load();
      return { settings: withOnly(loaded.settings), configFile: loaded.configFile };
    };
    const { watchAndVerify } = await import('../watch');
    return watchAndVerify({ settings, configFile: config.configFile }, reload, {
      ...place,
      io,
      streams: format === 'ndjson',
      text: change.text ?? formatText,
    });
  }
  const asDocument = await documentFormat(format);
  const write = await reportWriter(parsed.values.out, io);
  const repairFile = await repairWriter(parsed.values.repair, io);
  const rehearses = parsed.values.rehearse === true;
  const interruption = listenForInterruption();
  const outcome = await withEmbedded(settings, place.dataDir, io, async (ready) => {
    const found = await verifyOnce(ready, place, {
      runId: randomUUID(),
      signal: interruption.signal,
      onEvent: (event) => {
        // A run that was broken off must not look like one that came to its end.
        if (interruption.signal.aborted) return;
        // With a rehearsal the run ends when that has ended.
        if (format === 'ndjson' && !(rehearses && event.type === 'run.finished')) write.line(event);
        io.err(progressLine(event, io.errColors, process.stderr.isTTY === true));
      },
    });
    if (!rehearses || interruption.signal.aborted) return found;
    const rehearsal = await rehearseReport(found.report, ready, place, interruption.signal, io);
    return { ...found, report: { ...found.report, rehearsal } };
  }).finally(interruption.dispose);
  const { report } = outcome;
  if (interruption.signal.aborted) {
    io.err('driftboard: cancelled before the run had ended; there is no report.\n');
    return EXIT.interrupted;
  }
  if (format === 'ndjson' && rehearses) write.line({ type: 'run.finished', runId: report.runId, report });
  if (format === 'json') write.text((change.json ?? formatJson)(report));
  if (asDocument !== null) write.text(asDocument(outcome, settings));
  if (format === 'text') write.text((change.text ?? formatText)(outcome, write));
  await write.end();
  const wrote = await repairFile(report);
  tellUnknown(report, io);
  if ((rehearses && report.rehearsal === null) || !wrote) return EXIT.unknown;
  return exitCode(report, settings.failOn);
}

/** Who names a file of waivers is told before the run what is wrong with it. */
async function waiverFaults({ waivers, waiverMaxDays }: Settings): Promise<string[]> {
  if (waivers === null) return [];
  const { readWaiverFile } = await import('../../server/waivers/file');
  return (await readWaiverFile(waivers, waiverMaxDays, new Date().toISOString())).faults;
}

/** What has no meaning for runs without an end. */
function watchFaults({ format, out, repair, rehearse }: Record<string, unknown>): string[] {
  const together = 'cannot go with --watch';
  return [
    ...(typeof format === 'string' && !['text', 'ndjson'].includes(format)
      ? [`--format ${format} ${together}, which has no last report: take ndjson.`]
      : []),
    ...(out === undefined
      ? []
      : [`--out ${together}, which has no last report: redirect its output, or verify once.`]),
    ...(repair === undefined ? [] : [`--repair ${together}: verify once with it.`]),
    ...(rehearse === true
      ? [`--rehearse ${together}: it takes a copy of the structure each time; verify once with it.`]
      : []),
  ];
}

/** The format that was asked for, the usual one without; null where there is none of that name. */
export function formatOf(value: unknown, formats: readonly string[] = FORMATS): string | null {
  return (value === undefined ? formats[0] : formats.find((format) => format === value)) ?? null;
}

export const unknownFormat = (value: unknown, formats: readonly string[] = FORMATS) =>
  `--format takes ${formats.join(', ')}, not "${String(value)}".`;

/** To standard output at once, or to a file at the end: a report that was cut off must not look like a whole one. */
export async function reportWriter(out: unknown, io: Io) {
  if (typeof out !== 'string') {
    return {
      text: (text: string) => io.out(text),
      line: (event: RunEvent) => io.out(`${JSON.stringify(event)}\n`),
      colors: io.outColors,
      width: io.outWidth,
      end: async () => {},
    };
  }
  const file = path.resolve(io.cwd, out);
  const parts: string[] = [];
  // A file that cannot be written is a fault of usage: found before the run, not after it.
  await writeFile(file, '').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `--out ${out} cannot be written (${error.code ?? error.message}): choose another place.`,
    ]);
  });
  return {
    text: (text: string) => void parts.push(text),
    line: (event: RunEvent) => void parts.push(`${JSON.stringify(event)}\n`),
    colors: (await import('picocolors')).default.createColors(false),
    width: null,
    end: () => writeFile(file, parts.join('')),
  };
}

/** Writes the repair at the end; `false` where it was asked for and there is none, since nobody knows what is wrong. */
async function repairWriter(name: unknown, io: Io): Promise<(report: Report) => Promise<boolean>> {
  if (typeof name !== 'string') return async () => true;
  const file = path.resolve(io.cwd, name);
  await writeFile(file, '').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `--repair ${name} cannot be written (${error.code ?? error.message}): choose another place.`,
    ]);
  });
  return async ({ repair }) => {
    if (repair === null) {
      io.err(`driftboard: ${name} is empty: the database was not read, so nobody knows what to repair.\n`);
      return false;
    }
    await writeFile(file, repair.script === '' ? '-- There is nothing to repair by SQL.\n' : repair.script);
    return true;
  };
}
