import { readFileSync } from 'node:fs';
import type { Median } from './contract';

/** One measured piece of work: by the clock, and by the processor time of this process. */
export type Sample = { wallMs: number; cpuMs: number };

/** Runs `work` and says how long it took. Garbage of the work before is not counted against it where Node lets us collect it. */
export function timed<T>(work: () => Promise<T>): Promise<{ value: T; sample: Sample }> {
  globalThis.gc?.();
  return timedAgain(work);
}

/** The same right after other work of the kind, whose little garbage nobody collects. */
export async function timedAgain<T>(work: () => Promise<T>): Promise<{ value: T; sample: Sample }> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const value = await work();
  const wallMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpu);
  return { value, sample: { wallMs, cpuMs: (user + system) / 1000 } };
}

/** The middle one, which a single disturbed round does not move; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
}

/** @throws Error of no sample */
export function summed(samples: readonly Sample[]): Median {
  const wallMs = median(samples.map((sample) => sample.wallMs));
  const cpuMs = median(samples.map((sample) => sample.cpuMs));
  if (wallMs === null || cpuMs === null)
    throw new Error('A median of no round: --rounds must be at least 1.');
  return { wallMs, cpuMs, rounds: samples.length };
}

/**
 * The most memory that this process has held, in MB. Linux counts what the parent held before the start into
 * `resourceUsage`, but not into its own high-water mark.
 */
export function peakMemoryMb(): number {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) / 1024;
  } catch {
    // Only Linux has that file.
  }
  return process.resourceUsage().maxRSS / 1024;
}

/** What the code holds on to, in MB: without the garbage that Node has not collected yet, because nothing pressed it. */
export function heldMemoryMb(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1024 / 1024;
}
