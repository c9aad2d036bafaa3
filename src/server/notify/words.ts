import type { Notification } from '../../shared/notification';
import { redact } from '../../shared/redact';
import type { Verdict } from '../../shared/verdict';
import type { Summary, Told } from './state';

/** A message that is read on a phone: so much of each list stands in it, and how much there is in all. */
const MOST_CAUSES = 10;
const MOST_ROUTES = 20;
const MOST_HELD = 50;
const MOST_CHARACTERS = 500;

const STANDS: Record<Verdict, string> = {
  pass: 'all is well',
  warn: 'nothing fails, and something is to be looked at',
  fail: 'it fails',
  unknown: 'it cannot be looked at, so nobody knows',
  skipped: 'nothing is looked at',
};

export type About = {
  environment: string;
  publicUrl: string | null;
};

/** A message in words, as every channel has it. */
export function notificationOf(told: Told | Summary, about: About): Notification {
  const { environment } = about;
  const base = { version: 1, environment, kind: told.kind, title: titleOf(told, environment) } as const;
  const empty = { lastedMs: null, causes: [], causesInAll: 0, routes: [], routesInAll: 0, held: [] };
  if (told.kind === 'quiet-summary') {
    const { at, held, since, number } = told;
    return {
      ...base,
      ...empty,
      id: `${environment}:${number}:${at}:quiet-summary`,
      at,
      run: null,
      text: held
        .slice(-MOST_HELD)
        .map((one) => `${clock(one.at)} ${one.title}`)
        .join('\n'),
      since,
      held: held.slice(-MOST_HELD).map(({ at: then, kind, title }) => ({ at: then, kind, title })),
    };
  }
  const { run, since, lastedMs } = told;
  const { number, runId, verdict, startedAt } = run;
  const causes = told.causes.slice(0, MOST_CAUSES).map((cause) => ({
    ...cause,
    title: short(cause.title),
    routes: cause.routes.slice(0, MOST_ROUTES),
  }));
  return {
    ...base,
    id: `${runId}:${told.kind}`,
    at: startedAt,
    run: { number, verdict, startedAt, url: runUrl(about.publicUrl, number) },
    text: textOf(told),
    since,
    lastedMs,
    causes,
    causesInAll: told.causes.length,
    routes: run.routes.slice(0, MOST_ROUTES),
    routesInAll: run.routes.length,
    held: [],
  };
}

/** One line that says it all, for a subject and a notification on a phone. */
export function titleOf(told: Told | Summary, environment: string): string {
  return short(titleIn(told, environment));
}

function titleIn(told: Told | Summary, environment: string): string {
  if (told.kind === 'quiet-summary') {
    const { length } = told.held;
    const came = length === 1 ? '1 message was held' : `${length} messages were held`;
    return `${environment}: ${came} during the quiet hours; now ${STANDS[told.verdict]}`;
  }
  const { run, lastedMs, changes } = told;
  switch (told.kind) {
    case 'ill':
      return `${environment} fails: ${firstCause(told)}`;
    case 'another-cause':
      return `${environment} fails for another cause: ${firstCause(told)}`;
    case 'warned':
      return `${environment} has something to be looked at: ${run.headline}`;
    case 'recovered':
      return run.verdict === 'pass'
        ? `${environment} is well again after ${lengthOf(lastedMs ?? 0)}`
        : `${environment} fails no more after ${lengthOf(lastedMs ?? 0)}; ${leftOf(run)}`;
    case 'blind':
      return `Could not look at ${environment}: ${run.reasons[0] ?? run.headline}`;
    case 'seen-again':
      return `${environment} can be looked at again, and all is well`;
    case 'flapping':
      return `${environment} is flapping: its verdict changed ${changes} times`;
    case 'settled':
      return `${environment} has settled: ${STANDS[run.verdict]}`;
  }
}

/** A waiver repairs nothing, and a message must not sound as if it did. */
function leftOf({ accepted }: Told['run']): string {
  if (accepted.length === 0) return 'something is left to be looked at';
  const count = accepted.length === 1 ? '1 cause is' : `${accepted.length} causes are`;
  return `${count} still there and accepted by a waiver`;
}

function firstCause({ causes, run }: Told): string {
  const [first, ...others] = causes;
  if (first === undefined) return run.headline;
  return others.length === 0 ? first.title : `${first.title}, and ${others.length} more`;
}

function textOf(told: Told): string {
  const { run, kind, lastedMs, since } = told;
  const lines = [run.headline];
  if (kind === 'blind')
    lines.push('Nobody knows whether it is well: it could not be looked at.', ...run.reasons);
  if (kind === 'flapping') lines.push('Nothing more is told until its verdict stands.');
  if (run.verdict === 'fail') lines.push(`It fails since ${clock(since)}.`);
  if (lastedMs !== null) lines.push(`It lasted from ${clock(since)} to ${clock(run.startedAt)}.`);
  return lines
    .filter((line) => line !== '')
    .slice(0, 10)
    .map(short)
    .join('\n');
}

/** The page that compares a run with the one before it. */
export function runUrl(publicUrl: string | null, number: number): string | null {
  if (publicUrl === null) return null;
  return new URL(`runs?from=${Math.max(1, number - 1)}&to=${number}`, `${publicUrl.replace(/\/$/, '')}/`)
    .href;
}

/** `1 h 5 min`: the two largest units, since nobody needs more on a phone. */
export function lengthOf(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([figure]) => figure > 0);
  if (first === -1) return 'less than a second';
  return parts
    .slice(first, first + 2)
    .filter(([figure]) => figure > 0)
    .map(([figure, unit]) => `${figure} ${unit}`)
    .join(' ');
}

function clock(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** One line, without secrets, of a length that a subject may have. */
function short(text: string): string {
  const line = redact(text).replace(/\s+/g, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}
