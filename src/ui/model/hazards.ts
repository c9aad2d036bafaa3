import type { RepairStatement } from '@/shared/finding';
import type { Verdict } from '@/shared/verdict';

/** One thing to know before a statement runs: a word, and how grave it is. */
export type Hazard = { id: string; verdict: Verdict; word: string; title: string };

const BLOCKS_READING: readonly RepairStatement['lock'][] = ['ACCESS EXCLUSIVE'];
const BLOCKS_WRITING: readonly RepairStatement['lock'][] = ['SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE'];

/** What the lock keeps others from. A table that is written or read whole under it holds them up for as long. */
export function lockOf({ lock, lockedTable, rewrites, scans }: RepairStatement): Hazard {
  if (lock === null) {
    return { id: 'lock', verdict: 'pass', word: 'no lock', title: 'It locks no table that exists already.' };
  }
  const table = lockedTable ?? 'the table';
  const long = rewrites || scans;
  const held = long ? 'for as long as it works' : 'for a moment';
  if (BLOCKS_READING.includes(lock)) {
    return {
      id: 'lock',
      verdict: long ? 'fail' : 'warn',
      word: 'blocks reads and writes',
      title: `${lock} on ${table}: nobody reads or writes it ${held}.`,
    };
  }
  if (BLOCKS_WRITING.includes(lock)) {
    return {
      id: 'lock',
      verdict: 'warn',
      word: 'blocks writes',
      title: `${lock} on ${table}: nobody writes it ${held}.`,
    };
  }
  return {
    id: 'lock',
    verdict: 'pass',
    word: 'blocks nobody',
    title: `${lock} on ${table}: reading and writing go on.`,
  };
}

/** What a statement does to a database in use, beside its lock; the gravest first. */
export function hazardsOf(statement: RepairStatement): Hazard[] {
  const hazards: (Hazard | null)[] = [
    statement.dataLoss === 'certain'
      ? { id: 'loss', verdict: 'fail', word: 'loses data', title: 'It removes or changes stored values.' }
      : null,
    statement.dataLoss === 'possible'
      ? {
          id: 'loss',
          verdict: 'warn',
          word: 'may lose data',
          title: 'It may change stored values, or fails on those that do not fit.',
        }
      : null,
    statement.rewrites
      ? {
          id: 'rewrite',
          verdict: 'warn',
          word: 'rewrites the table',
          title: 'It writes the whole table anew.',
        }
      : null,
    statement.scans
      ? { id: 'scan', verdict: 'warn', word: 'scans the table', title: 'It reads the whole table.' }
      : null,
    statement.transaction === 'outside'
      ? {
          id: 'transaction',
          verdict: 'skipped',
          word: 'outside a transaction',
          title: 'It must not stand within a transaction block.',
        }
      : null,
  ];
  return hazards.filter((hazard) => hazard !== null);
}

/** How grave a statement is as a whole: what may lose data, or holds up everybody. */
export function gravity(statement: RepairStatement): Verdict {
  const verdicts = [lockOf(statement), ...hazardsOf(statement)].map((hazard) => hazard.verdict);
  return verdicts.includes('fail') ? 'fail' : verdicts.includes('warn') ? 'warn' : 'skipped';
}
