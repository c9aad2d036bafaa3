import { Prisma } from '../../../generated/store/client';
import { Job, JobLine } from '../../../shared/job';
import { inPieces, type StoreClient } from './client';

/** More of them in the time of one page nobody reads; the newest stay. */
const MOST = 500;

/**
 * Keeps a job as it is: while it works its steps, at its end its log too. One that has ended is not changed any more,
 * whoever else saw it.
 */
export async function keepJob(client: StoreClient, environment: string, job: Job): Promise<void> {
  const { id, kind, title, state, startedAt, finishedAt, startedBy, outcome, result } = job;
  const { id: environmentId } = await client.environment.upsert({
    where: { name: environment },
    create: { name: environment },
    update: {},
    select: { id: true },
  });
  const now = { state, endedAt: finishedAt, outcome, result: result ?? Prisma.DbNull };
  await client.$transaction(async (transaction) => {
    await transaction.job.createMany({
      skipDuplicates: true,
      data: [{ id, environmentId, kind, title, startedAt, startedBy, state: 'running' }],
    });
    const [row] = await transaction.$queryRaw<{ ended: boolean }[]>`
      SELECT ended_at IS NOT NULL AS ended FROM jobs WHERE id = ${id} FOR UPDATE`;
    if (row?.ended !== false) return;
    await transaction.job.update({ where: { id }, data: now });
    await transaction.jobStep.deleteMany({ where: { jobId: id } });
    await transaction.jobStep.createMany({
      data: job.steps.map(({ id: step, progress, ...rest }, place) => ({
        ...rest,
        jobId: id,
        place,
        step,
        progress: progress ?? Prisma.DbNull,
      })),
    });
    if (finishedAt === null) return;
    const lines = job.log.map((line, place) => ({ ...line, jobId: id, place }));
    for (const data of inPieces(lines)) await transaction.jobLogLine.createMany({ data });
  });
}

/** Those that began in that time, oldest first. */
export async function readJobLines(
  client: StoreClient,
  environment: string,
  { after, until }: { after: string | null; until: string | null },
): Promise<JobLine[]> {
  const rows = await client.job.findMany({
    where: {
      environment: { name: environment },
      startedAt: { ...(after === null ? {} : { gt: after }), ...(until === null ? {} : { lte: until }) },
    },
    orderBy: { startedAt: 'desc' },
    take: MOST,
    select: { id: true, title: true, state: true, startedAt: true, outcome: true },
  });
  return rows
    .reverse()
    .map(({ startedAt, ...row }) => JobLine.parse({ ...row, startedAt: startedAt.toISOString() }));
}

/** A job with its steps and its log; null where it is not kept, or not of this environment. */
export async function readJob(client: StoreClient, environment: string, id: string): Promise<Job | null> {
  const row = await client.job.findFirst({
    where: { id, environment: { name: environment } },
    include: { steps: { orderBy: { place: 'asc' } }, lines: { orderBy: { place: 'asc' } } },
  });
  if (row === null) return null;
  const { steps, lines, startedAt, endedAt, ...rest } = row;
  return Job.parse({
    ...rest,
    startedAt: startedAt.toISOString(),
    finishedAt: endedAt?.toISOString() ?? null,
    steps: steps.map(({ step, startedAt: at, ...each }) => ({
      ...each,
      id: step,
      startedAt: at?.toISOString() ?? null,
    })),
    log: lines.map(({ at, ...line }) => ({ ...line, at: at.toISOString() })),
  });
}
