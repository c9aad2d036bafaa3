import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ConfigError, loadConfig } from '../../server/config';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { type OptionSpecs, type ParsedArguments, parseArguments } from '../arguments';
import { BENCH_DOCUMENT, writeSection } from '../bench/document';
import { BENCH_SUBJECTS } from '../bench/subjects';
import { listenForInterruption } from '../interruption';
import { EXIT, type Io } from '../io';
import { BENCH_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';

const { env, config } = SETTING_OPTIONS;
const OPTIONS: OptionSpecs = { ...BENCH_OPTIONS, env, config };
const NAMES = Object.keys(BENCH_SUBJECTS);

/**
 * `driftboard bench SUBJECT`: measures what a claim says, in a place of its own beside the embedded Americano, which
 * it does not touch. The table goes to standard output, progress to standard error.
 */
export async function bench(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(args, OPTIONS, { min: 1, max: 1, what: `one of ${NAMES.join(', ')}` });
  const [name = ''] = parsed.positionals;
  const load = Object.hasOwn(BENCH_SUBJECTS, name) ? BENCH_SUBJECTS[name] : undefined;
  const faults = [...parsed.faults];
  if (faults.length === 0 && load === undefined) {
    faults.push(`"${name}" is nothing that bench measures: it is one of ${NAMES.join(', ')}.`);
  }
  if (faults.length > 0 || load === undefined) throw new ConfigError(faults);
  const projectRoot = findProjectRoot();
  const settings = await embeddedSettings(parsed, io, projectRoot);
  const writeJson = await jsonWriter(parsed.values.json, io);
  const interruption = listenForInterruption();
  try {
    const measure = await load();
    const outcome = await measure({
      settings,
      projectRoot,
      dataDir: dataDirOf(projectRoot, io.env),
      signal: interruption.signal,
      tell: (line) => io.err(`${line}\n`),
    });
    io.out(`${outcome.text.trim()}\n`);
    await writeJson(outcome.figures);
    if (parsed.values.write === true) {
      await writeSection(projectRoot, name, outcome.text);
      io.err(`driftboard: written into ${BENCH_DOCUMENT}.\n`);
    }
    return EXIT.ok;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    io.err('driftboard: cancelled before the benchmark had ended; what it had made is taken away.\n');
    return EXIT.interrupted;
  } finally {
    interruption.dispose();
  }
}

/** @throws ConfigError where the environment is of another database than the one that comes along */
async function embeddedSettings(parsed: ParsedArguments, io: Io, projectRoot: string) {
  const { settings } = await loadConfig({
    flags: settingFlags(parsed),
    env: io.env,
    cwd: io.cwd,
    projectRoot,
  });
  if (settings.embedded && !settings.production) return settings;
  throw new ConfigError([
    `bench makes data and drops indexes, so it runs on the PostgreSQL that comes along only, and the environment "${settings.env}" is of another database: leave DATABASE_URL out, or name an environment with \`embedded\`.`,
  ]);
}

/** A file that cannot be written is a fault of usage: found before the measuring, not after it. */
async function jsonWriter(name: unknown, io: Io): Promise<(figures: unknown) => Promise<void>> {
  if (typeof name !== 'string') return async () => undefined;
  const file = path.resolve(io.cwd, name);
  await writeFile(file, '').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `--json ${name} cannot be written (${error.code ?? error.message}): choose another place.`,
    ]);
  });
  return (figures) => writeFile(file, `${JSON.stringify(figures, null, 2)}\n`);
}
