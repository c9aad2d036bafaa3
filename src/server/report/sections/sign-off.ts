import type { Person } from '../../../shared/people';
import type { StandingSignOff } from '../../../shared/sign-off';
import type { Verdict } from '../../../shared/verdict';
import { criteriaOf } from '../criteria';
import type { Block, Cell, ReportInput, Section } from '../model';
import { momentText, plural } from '../words';

/** What speaks for and against a release on this run, and what people have decided on it; otherwise room to do so. */
export function signOffSection({ report, gates, decisions }: ReportInput): Section {
  const criteria = criteriaOf(report, { gates });
  const required = criteria.filter(({ gate }) => gate.required);
  const against = required.flatMap(({ title, measured, gate: { state } }) => {
    if (state === 'pass') return [];
    return [`${state === 'fail' ? 'Not met' : 'Not measured'}: ${title}. ${measured}`];
  });
  const off = criteria.filter(({ gate }) => !gate.required).map(({ title }) => title);
  return {
    id: 'sign-off',
    title: 'Sign-off',
    blocks: [
      {
        kind: 'paragraph',
        text:
          against.length === 0
            ? `All ${required.length} criteria are met by this run. It says nothing of any later state: its fingerprints stand in the summary.`
            : `${plural(against.length, 'criterion', 'criteria')} of ${required.length} speak against a release on this run, or were not measured:`,
      },
      ...(against.length === 0 ? [] : [{ kind: 'list' as const, items: against }]),
      ...(off.length === 0
        ? []
        : [{ kind: 'paragraph' as const, text: `Switched off by the settings: ${off.join('; ')}.` }]),
      ...decided(decisions),
    ],
  };
}

function decided(decisions: ReportInput['decisions']): Block[] {
  if ('known' in decisions && decisions.known.length > 0) return [decisionTable(decisions.known)];
  const none =
    'unknown' in decisions
      ? `Whether somebody has decided on this run is not known. ${decisions.unknown}`
      : 'No decision is recorded for this run.';
  return [
    { kind: 'paragraph', text: `${none} A person decides, by name:` },
    { kind: 'blanks', labels: ['Decision (go, no-go)', 'Name', 'Moment', 'Reason'] },
  ];
}

function decisionTable(decisions: readonly StandingSignOff[]): Block {
  return {
    kind: 'table',
    caption: 'Decisions on this run, the newest first',
    columns: [
      { head: 'Decision' },
      { head: 'Does it stand' },
      { head: 'Name' },
      { head: 'Moment' },
      { head: 'Reason' },
      { head: 'Waivers that it stands on' },
    ],
    rows: decisions.map((decision): Cell[] => [
      decision.confirms === null ? decision.decision : `${decision.decision}, as the second person`,
      standingCell(decision),
      personText(decision.person),
      momentText(decision.at),
      decision.comment,
      decision.bindings.waivers
        .map(({ pattern, person, endsAt }) => `${pattern}, by ${person} until ${momentText(endsAt)}`)
        .join('; ') || 'none',
    ]),
  };
}

const STANDING: Record<StandingSignOff['standing'], { verdict: Verdict; word: string }> = {
  stands: { verdict: 'pass', word: 'stands' },
  waiting: { verdict: 'unknown', word: 'waits for a second person' },
  void: { verdict: 'fail', word: 'void' },
  superseded: { verdict: 'skipped', word: 'superseded' },
  doubtful: { verdict: 'unknown', word: 'not known' },
};

function standingCell({ decision, standing, voided, doubts }: StandingSignOff): Cell {
  // A no-go that stands holds the release back.
  if (standing === 'stands' && decision === 'no-go') return { verdict: 'fail', word: 'stands' };
  if (standing === 'doubtful') return [STANDING.doubtful, ` because: ${doubts.join(' ')}`];
  if (voided === null) return STANDING[standing];
  return [STANDING.void, ` since run #${voided.run} of ${momentText(voided.at)}: ${voided.why.join(' ')}`];
}

function personText({ name, proven }: Person): string {
  return proven ? name : `${name} (as typed, nobody vouches for it)`;
}
