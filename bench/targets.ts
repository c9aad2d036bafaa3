import type { SizeResult } from './contract';
import { objectCount } from './sizes';

/** A figure beside its limit; `ok` is null where no limit is set for this size, or nothing was measured. */
export type Judged = { value: number | null; ok: boolean | null };
export type Target = { what: string; unit: string; judge: (result: SizeResult) => Judged };

const RATIO_TO_FLOOR = 2.5;
const RATIO_OF_ENGINE = 10;
/** Time for each object may grow by so much from the smallest to the largest size and still be called linear. */
const LINEAR_WITHIN = 1.3;
const MB_OF_LARGEST = 600;
const COLD_REAL = { wallMs: 400, memoryMb: 120 };
const COLD_LARGEST_MS = 5_000;
/** What those seconds come to beside 0.69 s and 19 s of Prisma's engine, measured on the machine that they were set on. */
const COLD_OF_ENGINE_REAL = 1.73;
const COLD_OF_ENGINE_LARGEST = 3.8;
const WARM_LARGEST_MS = 2_000;
const FRESHNESS_MS = 20;

const atMost = (value: number | null, limit: number | null): Judged => ({
  value,
  ok: value === null || limit === null ? null : value <= limit,
});
const forSize = (result: SizeResult, size: string, limit: number) => (result.size === size ? limit : null);

export const perThousand = (ms: number, { objects }: SizeResult) => (ms / objectCount(objects)) * 1_000;

type Measured =
  | 'floor'
  | 'floorConnecting'
  | 'look'
  | 'lookOpening'
  | 'unchanged'
  | 'unchangedOpening'
  | 'unchangedWritten'
  | 'unchangedWrittenOpening';

const toFloor = (what: string, ours: Measured, floor: Measured): Target => ({
  what,
  unit: '×',
  judge: ({ rounds }) => atMost(rounds[ours].wallMs / rounds[floor].wallMs, RATIO_TO_FLOOR),
});

const ofEngine = (what: string, engine: 'engine' | 'engineConnected', ours: Measured): Target => ({
  what,
  unit: '×',
  judge: ({ rounds }) => {
    const theirs = rounds[engine];
    const value = theirs === null ? null : theirs.wallMs / rounds[ours].wallMs;
    return { value, ok: value === null ? null : value >= RATIO_OF_ENGINE };
  },
});

const wholeRun = (what: string, which: 'whole' | 'wholeUnchanged'): Target => ({
  what,
  unit: 's',
  judge: (result) =>
    atMost(result.rounds[which].wallMs / 1000, forSize(result, 's10000', WARM_LARGEST_MS / 1000)),
});

/**
 * What MEASURES asks for, and how each size stands to it.
 * @param sizes all that were measured: growth is held against the smallest made-up one
 */
export function targets(sizes: readonly SizeResult[]): Target[] {
  const smallest = sizes.find(({ size }) => size !== 'real');
  const reference = smallest === undefined ? null : perThousand(smallest.rounds.look.wallMs, smallest);
  return [
    toFloor(`unchanged since the last look / floor (at most ${RATIO_TO_FLOOR})`, 'unchanged', 'floor'),
    toFloor('… both making their connections', 'unchangedOpening', 'floorConnecting'),
    toFloor('… while others write data', 'unchangedWritten', 'floor'),
    toFloor(`everything read anew / floor (at most ${RATIO_TO_FLOOR})`, 'look', 'floor'),
    toFloor('… both making their connections', 'lookOpening', 'floorConnecting'),
    ofEngine(
      `engine / unchanged since the last look (at least ${RATIO_OF_ENGINE})`,
      'engineConnected',
      'unchanged',
    ),
    ofEngine('… both making their connections', 'engine', 'unchangedOpening'),
    ofEngine('… while others write data', 'engineConnected', 'unchangedWritten'),
    ofEngine(`engine / everything read anew (at least ${RATIO_OF_ENGINE})`, 'engineConnected', 'look'),
    {
      what: `growth: ms for 1,000 objects, against ${smallest?.size ?? 'the smallest'} (at most ${LINEAR_WITHIN} ×)`,
      unit: '×',
      judge: (result) =>
        result.size === 'real' || result === smallest || reference === null
          ? { value: null, ok: null }
          : atMost(perThousand(result.rounds.look.wallMs, result) / reference, LINEAR_WITHIN),
    },
    wholeRun(`a whole run, nothing changed (s10000: at most ${WARM_LARGEST_MS / 1000} s)`, 'wholeUnchanged'),
    wholeRun('… everything read anew', 'whole'),
    {
      what: `is the client up to date, without delegates (real: at most ${FRESHNESS_MS} ms)`,
      unit: 'ms',
      judge: ({ client }) => atMost(client?.freshness.wallMs ?? null, FRESHNESS_MS),
    },
    {
      what: 'cold `driftboard verify` (real 0.4 s, s10000 5 s)',
      unit: 's',
      judge: (result) => {
        const limit = forSize(result, 'real', COLD_REAL.wallMs) ?? forSize(result, 's10000', COLD_LARGEST_MS);
        return atMost(result.cold.remembered.wallMs / 1000, limit === null ? null : limit / 1000);
      },
    },
    {
      what: `Prisma's engine as a process / cold verify (real ${COLD_OF_ENGINE_REAL}, s10000 ${COLD_OF_ENGINE_LARGEST})`,
      unit: '×',
      judge: (result) => {
        const { engine, remembered } = result.cold;
        const value = engine.wallMs / remembered.wallMs;
        const limit =
          forSize(result, 'real', COLD_OF_ENGINE_REAL) ?? forSize(result, 's10000', COLD_OF_ENGINE_LARGEST);
        return { value, ok: limit === null ? null : value >= limit };
      },
    },
    {
      what: 'its memory (real 120 MB, s10000 600 MB)',
      unit: 'MB',
      judge: (result) => {
        const limit = forSize(result, 'real', COLD_REAL.memoryMb) ?? forSize(result, 's10000', MB_OF_LARGEST);
        return atMost(result.cold.remembered.memoryMb, limit);
      },
    },
    {
      what: `memory of looking again and again (s10000 ${MB_OF_LARGEST} MB)`,
      unit: 'MB',
      judge: (result) => atMost(result.memory.unchangedMb, forSize(result, 's10000', MB_OF_LARGEST)),
    },
    {
      what: '… everything read anew each time',
      unit: 'MB',
      judge: (result) => atMost(result.memory.warmMb, forSize(result, 's10000', MB_OF_LARGEST)),
    },
  ];
}
