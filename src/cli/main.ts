import { ConfigError } from '../server/config';
import { redact } from '../shared/redact';
import { AUDIT_HELP, BENCH_HELP, DISCOVER_HELP, HELP, REGENERATE_HELP, REPORT_HELP } from './help';
import { EXIT, type Io, processIo } from './io';

type Command = (args: readonly string[], io: Io) => Promise<number>;

/** Each command is loaded only when it is called: `explain` needs no database driver. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  up: async () => (await import('./commands/up')).up,
  verify: async () => (await import('./commands/verify')).verify,
  smoke: async () => (await import('./commands/smoke')).smoke,
  regenerate: async () => (await import('./commands/regenerate')).regenerateClient,
  discover: async () => (await import('./commands/discover')).discover,
  explain: async () => (await import('./commands/explain')).explain,
  report: async () => (await import('./commands/report')).reportCommand,
  audit: async () => (await import('./commands/audit')).auditCommand,
  demo: async () => (await import('./commands/demo')).demoCommand,
  bench: async () => (await import('./commands/bench')).bench,
};

/** Commands with a help of their own. */
const HELPS = new Map([
  ['regenerate', REGENERATE_HELP],
  ['discover', DISCOVER_HELP],
  ['bench', BENCH_HELP],
  ['report', REPORT_HELP],
  ['audit', AUDIT_HELP],
]);

/** Runs one command. @returns its exit code; what it throws becomes sentences on standard error */
async function main(argv: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = argv;
  if (
    name === undefined ||
    name === 'help' ||
    name === '--help' ||
    name === '-h' ||
    rest.includes('--help')
  ) {
    const about = name === 'help' ? rest[0] : name;
    const help = HELPS.get(about ?? '') ?? HELP;
    (name === undefined ? io.err : io.out)(help);
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  try {
    if (load === undefined) {
      throw new ConfigError([`"${name}" is no command: it is one of ${Object.keys(COMMANDS).join(', ')}.`]);
    }
    return await (await load())(rest, io);
  } catch (error) {
    if (error instanceof ConfigError) {
      for (const fault of error.faults) io.err(`driftboard: ${fault}\n`);
      return EXIT.usage;
    }
    const message = error instanceof Error ? error.message : String(error);
    const stack = io.env.DRIFTBOARD_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
    io.err(redact(`driftboard: ${message}${stack}\n`));
    return EXIT.internal;
  }
}

/** The launcher waits for it. */
export const ended: Promise<void> = main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
