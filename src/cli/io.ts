import pc from 'picocolors';

/** Where a command writes: the report to `out`, progress and reasons to `err`. */
export type Io = {
  out(text: string): void;
  err(text: string): void;
  /** Colours for standard output and for standard error; off where it is no terminal. */
  outColors: ReturnType<typeof pc.createColors>;
  errColors: ReturnType<typeof pc.createColors>;
  /** Characters in a line of standard output; null where it is no terminal. */
  outWidth: number | null;
  cwd: string;
  env: NodeJS.ProcessEnv;
};

/** The process's own streams. Writes are synchronous to a file or a pipe, so that no report is cut at the exit. */
export function processIo(): Io {
  const coloured = (stream: NodeJS.WriteStream) =>
    !process.env.NO_COLOR && (Boolean(process.env.FORCE_COLOR) || stream.isTTY === true);
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outColors: pc.createColors(coloured(process.stdout)),
    errColors: pc.createColors(coloured(process.stderr)),
    outWidth: process.stdout.isTTY === true ? process.stdout.columns : null,
    cwd: process.cwd(),
    env: process.env,
  };
}

/**
 * Exit codes of the contract, the one for a fault of Driftboard itself (EX_SOFTWARE of sysexits), and what a shell
 * expects of a command that Ctrl-C ended.
 */
export const EXIT = { ok: 0, finding: 1, unknown: 2, usage: 64, internal: 70, interrupted: 130 } as const;
