import { createObserver } from '../src/server/engine/observe';
import { probes } from '../src/server/probes/registry';
import { type Place, settingsOf } from './look';
import type { Prepared } from './sizes';
import { type Sample, timed } from './timing';

/**
 * What it costs to know what is expected: once with nothing remembered, then as often as asked with what the first time
 * has left in the data folder (and in this process).
 */
export async function expectedSide(
  prepared: Prepared,
  place: Place,
  times: number,
): Promise<{ first: Sample[]; remembered: Sample[] }> {
  const first = await timed(() => readExpected(prepared, place));
  const remembered: Sample[] = [];
  for (let time = 0; time < times; time += 1) {
    remembered.push((await timed(() => readExpected(prepared, place))).sample);
  }
  return { first: [first.sample], remembered };
}

/** Both halves of the expected side, by the real probes. @throws Error where one fails: its time would say nothing */
async function readExpected(prepared: Prepared, place: Place): Promise<void> {
  const observer = createObserver({
    probes,
    context: { ...place, settings: settingsOf(prepared), signal: new AbortController().signal },
    openDatabase: () => Promise.reject(new Error('What is expected needs no database.')),
  });
  const halves = await Promise.all([observer.observe('schema.prisma'), observer.observe('schema.ddl')]);
  for (const half of halves) if (!half.ok) throw new Error(half.reason);
  await observer.close();
}
