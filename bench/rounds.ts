import { verifyOnce } from '../src/server/compose';
import { withClient } from '../src/server/embedded/databases';
import { diffDatabaseToSchema } from '../src/server/prisma/schema-engine';
import { forgetAll } from '../src/server/probes/catalogue/remembered';
import { readSchemaFiles } from '../src/server/probes/prisma/schema-files';
import type { Rounds } from './contract';
import { expectedSide } from './expected';
import { closeFloor, openFloor, readFloor } from './floor';
import { type Looked, type Looker, type Place, prepareLook, settingsOf } from './look';
import type { Prepared } from './sizes';
import { type Sample, summed, timed, timedAgain } from './timing';

/** How often each is measured; Prisma's engine takes so long at the large sizes that once must do. */
export type RoundCounts = { rounds: number; engineRounds: number };

type Series = Record<
  | 'floor'
  | 'floorConnecting'
  | 'look'
  | 'lookOpening'
  | 'unchanged'
  | 'unchangedOpening'
  | 'unchangedWritten'
  | 'unchangedWrittenOpening'
  | 'whole'
  | 'wholeUnchanged'
  | 'engine'
  | 'engineConnected',
  Sample[]
>;

/** Measures one size: A B C, A B C, …, so that whatever disturbs the machine disturbs each of them alike. */
export async function measureRounds(prepared: Prepared, place: Place, counts: RoundCounts): Promise<Rounds> {
  const expected = await expectedSide(prepared, place, counts.rounds);
  const looker = await prepareLook(prepared, place);
  const series: Series = {
    floor: [],
    floorConnecting: [],
    look: [],
    lookOpening: [],
    unchanged: [],
    unchangedOpening: [],
    unchangedWritten: [],
    unchangedWrittenOpening: [],
    whole: [],
    wholeUnchanged: [],
    engine: [],
    engineConnected: [],
  };
  try {
    // What is measured is warm: the first of each goes uncounted.
    let floorRows = await oneFloor(prepared, series);
    let looked = await oneLook(prepared, looker, series);
    await oneWhole(prepared, place, series);
    for (const samples of Object.values(series)) samples.length = 0;
    for (let round = 0; round < counts.rounds; round += 1) {
      floorRows = await oneFloor(prepared, series);
      looked = await oneLook(prepared, looker, series);
      await oneWhole(prepared, place, series);
      if (round < counts.engineRounds) await oneEngine(prepared, series);
    }
    return {
      floor: summed(series.floor),
      floorConnecting: summed(series.floorConnecting),
      look: summed(series.look),
      lookOpening: summed(series.lookOpening),
      unchanged: summed(series.unchanged),
      unchangedOpening: summed(series.unchangedOpening),
      unchangedWritten: summed(series.unchangedWritten),
      unchangedWrittenOpening: summed(series.unchangedWrittenOpening),
      whole: summed(series.whole),
      wholeUnchanged: summed(series.wholeUnchanged),
      engine: series.engine.length === 0 ? null : summed(series.engine),
      engineConnected: series.engineConnected.length === 0 ? null : summed(series.engineConnected),
      expectedFirst: summed(expected.first),
      expectedRemembered: summed(expected.remembered),
      floorRows,
      compared: looked.compared,
      findings: looked.findings,
      ran: looked.ran,
      notRun: looked.notRun,
    };
  } finally {
    await looker.close();
  }
}

async function oneFloor({ databaseUrl }: Prepared, series: Series): Promise<number> {
  const once = async () => {
    const opening = await timedAgain(() => openFloor(databaseUrl));
    try {
      return { opening, reading: await timedAgain(() => readFloor(opening.value)) };
    } finally {
      await closeFloor(opening.value);
    }
  };
  const { value: first } = await timed(once);
  for (let time = 0; time < timesOf(first.reading.sample); time += 1) {
    const { opening, reading } = await once();
    series.floor.push(reading.sample);
    series.floorConnecting.push(sum(opening.sample, reading.sample));
  }
  return first.reading.value;
}

async function oneLook(prepared: Prepared, { look, lookAgain }: Looker, series: Series): Promise<Looked> {
  const { value, sample } = await timed(look);
  const again = async (measure: typeof timed) => {
    const answer = await measure(lookAgain);
    if (answer.value.compared !== value.compared || answer.value.findings !== value.findings) {
      throw new Error('Two looks at an unchanged catalogue did not say the same: their times mean nothing.');
    }
    return answer;
  };
  put(series.look, series.lookOpening, value, sample);
  const times = timesOf((await again(timed)).sample);
  for (let time = 0; time < times; time += 1) {
    const alone = await again(timedAgain);
    put(series.unchanged, series.unchangedOpening, alone.value, alone.sample);
  }
  for (let time = 0; time < times; time += 1) {
    await writeSomething(prepared);
    const beside = await again(timedAgain);
    put(series.unchangedWritten, series.unchangedWrittenOpening, beside.value, beside.sample);
  }
  return value;
}

/** What takes no longer than this is measured several times a round. */
const SHORT_MS = 100;

/**
 * Short work is measured as what it is: done again and again. The first after a collection of garbage goes uncounted, since Node
 * has put away the code that was compiled for it; those after it are counted, of the floor as of ours.
 */
function timesOf({ wallMs }: Sample): number {
  return wallMs <= SHORT_MS ? 3 : 1;
}

function put(without: Sample[], opening: Sample[], looked: Looked, { cpuMs }: Sample): void {
  without.push({ wallMs: looked.totalMs - looked.openingMs, cpuMs });
  opening.push({ wallMs: looked.totalMs, cpuMs });
}

/** A transaction that writes, as any application's would: it says nothing about the schema. */
async function writeSomething({ databaseUrl }: Prepared): Promise<void> {
  await withClient(databaseUrl, (client) => client.query('SELECT pg_catalog.pg_current_xact_id()'));
}

async function oneWhole(prepared: Prepared, place: Place, series: Series): Promise<void> {
  const signal = new AbortController().signal;
  const run = () => verifyOnce(settingsOf(prepared), place, { runId: 'bench', signal });
  // What the look before has left in memory is not what a run after a migration finds.
  forgetAll();
  series.whole.push((await timed(run)).sample);
  series.wholeUnchanged.push((await timed(run)).sample);
}

async function oneEngine({ databaseUrl, schema }: Prepared, series: Series): Promise<void> {
  const schemaFiles = await readSchemaFiles(schema);
  const { sample } = await timed(() => diffDatabaseToSchema({ databaseUrl, schemaFiles }));
  series.engine.push(sample);
  // It asks one connection after the other: so many milliseconds of it were for the first.
  const connecting = await timedAgain(() => withClient(databaseUrl, async () => undefined));
  series.engineConnected.push({
    wallMs: sample.wallMs - connecting.sample.wallMs,
    cpuMs: sample.cpuMs - connecting.sample.cpuMs,
  });
}

const sum = (a: Sample, b: Sample): Sample => ({ wallMs: a.wallMs + b.wallMs, cpuMs: a.cpuMs + b.cpuMs });
