import type { Settings } from '../../shared/config';

/** What a benchmark gets: where it may work, and how to say what it does. */
export type BenchPlace = {
  /** Of an environment with `embedded`; its database is never touched. */
  settings: Settings;
  projectRoot: string;
  dataDir: string;
  /** Aborted by Ctrl-C: whatever was made is to be taken away before the promise settles. */
  signal: AbortSignal;
  /** One line of progress, without its end; goes to standard error. */
  tell(line: string): void;
};

export type BenchOutcome = {
  /** Markdown: what standard output gets, and the document's section. */
  text: string;
  /** The same figures for other programs, as `--json` writes them. */
  figures: unknown;
};

/** One thing that `driftboard bench` measures. What is heavy is imported when it runs. */
export type BenchSubject = (place: BenchPlace) => Promise<BenchOutcome>;
