import { randomUUID } from 'node:crypto';
import type { Report } from '../../../shared/report';
import { type SignOff, SignOffRequest, SignOffSettings } from '../../../shared/sign-off';
import { HttpError } from '../../dashboard/http';
import { addRun } from '../../store/postgres/add';
import type { StoreClient } from '../../store/postgres/client';
import { type DecideContext, decide } from '../decide';
import { signOffState } from '../state';
import { releasable } from './releasable';

/** When the trials happen. */
export const NOON = '2026-01-05T12:00:00.000Z';
export const minutesAfter = (minutes: number) => new Date(Date.parse(NOON) + minutes * 60_000).toISOString();

type Changed = Partial<Omit<DecideContext, 'client' | 'environment' | 'settings'>> & {
  client?: StoreClient;
  settings?: Partial<SignOffSettings>;
  name?: string;
  request?: Partial<SignOffRequest>;
};

/** An environment of its own in a store, with people who decide in it. */
export function createBench(
  client: StoreClient,
  settings: Partial<SignOffSettings> = {},
  environment: string = randomUUID(),
) {
  let minute = 0;

  /** Keeps a run; each begins a second after the one before. */
  async function run(
    change: (report: Report) => void = () => undefined,
    startedAt?: string,
  ): Promise<Report> {
    minute += 1 / 60;
    const outcome = releasable(startedAt ?? minutesAfter(minute), (report) => {
      report.environment = environment;
      change(report);
    });
    await addRun(client, environment, outcome);
    return outcome.report;
  }

  const contextOf = (changed: Changed = {}): DecideContext => ({
    client,
    environment,
    settings: SignOffSettings.parse({ ...settings, ...changed.settings }),
    person: { name: changed.name ?? 'Ada', proven: false },
    now: () => minutesAfter(5),
    lookAgain: async () => (await run()).runId,
    ...withoutWords(changed),
  });

  const look = (run: number | null = null, at = minutesAfter(5)) =>
    signOffState({ client, environment, settings: contextOf().settings, at }, run);

  /** What a person sends who has looked at the page. */
  async function request(changed: Partial<SignOffRequest> = {}): Promise<SignOffRequest> {
    const { candidate } = await look(changed.run ?? null);
    return SignOffRequest.parse({
      requestId: randomUUID(),
      environment,
      run: candidate?.run ?? 1,
      seen: candidate?.seen ?? '',
      decision: 'go',
      comment: 'Looked at every gate.',
      ...changed,
    });
  }

  return {
    environment,
    settings: () => contextOf().settings,
    run,
    look,
    request,
    send: (sent: SignOffRequest, changed: Changed = {}): Promise<SignOff> => decide(sent, contextOf(changed)),
    async decide(changed: Changed = {}): Promise<SignOff> {
      return decide(await request(changed.request), contextOf(changed));
    },
  };
}

function withoutWords({ settings: _settings, name: _name, request: _request, ...rest }: Changed) {
  return rest;
}

/** The reasons for which something is refused; none where it is done. */
export async function refusals(asked: Promise<unknown>): Promise<string[]> {
  try {
    await asked;
    return [];
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return error.details ?? [error.message];
  }
}

/** Changes rows as somebody could who may do everything in the store. */
export async function byHand(client: StoreClient, sql: string): Promise<void> {
  await client.$transaction(async (transaction) => {
    await transaction.$executeRawUnsafe('SET LOCAL session_replication_role = replica');
    await transaction.$executeRawUnsafe(sql);
  });
}
