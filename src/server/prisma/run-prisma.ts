import { redact } from '../../shared/redact';
import { runLimited } from '../children/run-limited';

export type GenerateLimits = { timeoutMs: number; memoryMb: number };

export type PrismaRun = {
  /** The script of Prisma's command line, and its arguments. */
  args: readonly string[];
  cwd: string;
  limits: GenerateLimits;
  signal: AbortSignal;
  /** Each line that Prisma prints, as it comes. */
  onLine: (line: string) => void;
  /** A folder that stands in Prisma's words and means nothing to a reader. */
  stagingDir: string;
};

/**
 * Runs `prisma generate` within its limits. Starts no shell, downloads nothing.
 * @throws Error with Prisma's own words when it fails, or with the limit that it broke; the signal's reason when aborted
 */
export async function runPrisma({ args, cwd, limits, signal, onLine, stagingDir }: PrismaRun): Promise<void> {
  await runLimited({
    name: 'prisma generate',
    args,
    cwd,
    env: prismaEnvironment(),
    signal,
    time: { limitMs: limits.timeoutMs, option: 'generateTimeoutMs' },
    memory: { limitMb: limits.memoryMb, option: 'generateMemoryMb' },
    onLine,
    clean: (line) => redact(line.replaceAll(stagingDir, '')),
  });
}

/** Any executable will do as the engine: generating is WASM, and Prisma only looks whether the file is there. */
function prismaEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    // Run by npm's postinstall, Prisma would choose another place for its client.
    ([name]) => !/^DATABASE_URL$|^DRIFTBOARD_|^NEXT_|^INIT_CWD$|^npm_lifecycle_event$/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    NODE_ENV: process.env.NODE_ENV,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    CHECKPOINT_DISABLE: '1',
    // Packages that lack are told, never installed.
    PRISMA_GENERATE_SKIP_AUTOINSTALL: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
  };
}
