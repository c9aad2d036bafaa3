import { z } from 'zod';
import { buildId } from '../../build-id';
import { knownCount, knownSpellings, learnSpellings } from '../../sql/spellings';
import { recall, remember } from '../prisma/remembered';

const Entries = z.array(z.tuple([z.string(), z.string()]));
/** A file that takes longer to read than the parser to load helps nobody. */
const KEPT_MAX = 20_000;

const learnt = new Map<string, number>();

/** Learns the spellings that earlier processes of the same sources have kept; once per process and data folder. */
export async function recallSpellings(dataDir: string, build = buildId()): Promise<void> {
  if (build === null || learnt.has(dataDir)) return;
  learnt.set(dataDir, 0);
  learnSpellings((await recall(dataDir, nameOf(build), Entries)) ?? []);
  learnt.set(dataDir, knownCount());
}

/** Keeps the spellings for later processes, where any have come to those that were there. Never throws. */
export async function keepSpellings(dataDir: string, build = buildId()): Promise<void> {
  const count = knownCount();
  if (build === null || count > KEPT_MAX || learnt.get(dataDir) === count) return;
  learnt.set(dataDir, count);
  await remember(dataDir, nameOf(build), knownSpellings());
}

const nameOf = (build: string) => `spellings-${build}`;
