import type { Finding } from '../../shared/finding';
import type { Accepted, FindingWaiver, JudgedWaiver, Waiver } from '../../shared/waivers';
import { saidBy } from './said';

export type Judgement = {
  /** By the key of the finding. */
  waived: Map<string, FindingWaiver>;
  /** All waivers, in the order in which they were given. */
  judged: JudgedWaiver[];
};

/**
 * Which finding is waived by which waiver at a moment. A waiver holds as a whole or not at all: where one thing that it
 * accepts is another one now, or its pattern finds more than it was given for, nobody has accepted what stands there.
 * What is gone ends nothing: it may come back as it was, and then it is what was accepted.
 */
export function judgeWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  /** ISO 8601 */
  at: string,
): Judgement {
  const waived: Judgement['waived'] = new Map();
  const judged = waivers.map((waiver) => {
    const outcome = judgeOne(findings, waiver, at);
    if (outcome.state !== 'counts') return outcome;
    const { id, pattern, person, proven, reason, endsAt } = waiver;
    // Of two that accept the same the first is told; both count.
    for (const key of outcome.keys)
      if (!waived.has(key)) waived.set(key, { id, pattern, person, proven, reason, endsAt });
    return outcome;
  });
  return { waived, judged };
}

function judgeOne(findings: readonly Finding[], { accepts, ...waiver }: Waiver, at: string): JudgedWaiver {
  const lapsed = (state: JudgedWaiver['state'], why: string) => ({ ...waiver, state, keys: [], why });
  if (hasEnded(waiver, at)) return lapsed('expired', 'Its end date has passed.');
  const found = matched(findings, waiver.pattern);
  if (accepts === null) return lapsed('unbound', `It does not say what it accepts. ${howToBind(found)}`);
  const now = acceptedOf(found);
  const more = Object.keys(now).find((key) => !Object.hasOwn(accepts, key));
  if (more !== undefined) return lapsed('changed', `Its pattern finds more than it was given for: ${more}.`);
  const other = Object.keys(now).find((key) => now[key] !== accepts[key]);
  if (other !== undefined) return lapsed('changed', `What it was given for has changed: ${other}.`);
  return { ...waiver, state: found.length === 0 ? 'idle' : 'counts', keys: Object.keys(now), why: null };
}

/** Whether a waiver's end has come. */
export function hasEnded({ endsAt }: Pick<Waiver, 'endsAt'>, at: string): boolean {
  return Date.parse(endsAt) <= Date.parse(at);
}

/** The findings that a pattern names and that can be waived: what is said for information needs no waiver. */
export function matched(findings: readonly Finding[], pattern: string): Finding[] {
  return findings.filter(({ severity, key }) => severity !== 'info' && isNamed(key, pattern));
}

/** `*` stands for any text, also for none. By searching, so that no pattern takes long however many stars it has. */
function isNamed(key: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return key === pattern;
  if (!key.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const at = key.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return key.length - last.length >= from && key.endsWith(last);
}

/** What a waiver of these findings accepts. */
export function acceptedOf(findings: readonly Finding[]): Accepted {
  return Object.fromEntries(findings.map((finding) => [finding.key, saidBy(finding)]));
}

function howToBind(found: readonly Finding[]): string {
  return found.length === 0
    ? 'Nothing that it names was found.'
    : `To accept what was found now, add to it: "accepts": ${JSON.stringify(acceptedOf(found))}.`;
}
