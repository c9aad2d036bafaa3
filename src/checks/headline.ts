import type { CheckReport, Report } from '../shared/report';
import { countOf, inBrief, sentenceList, withoutStop } from './support/words';

/** The parts of a report from which its sentence is made. */
type HeadlineParts = Pick<Report, 'verdict' | 'causes' | 'checks' | 'summary'>;

/**
 * The sentence at the top of the page. It names only what was measured; what was not follows with its reason.
 */
export function headline(parts: HeadlineParts): string {
  switch (parts.verdict) {
    case 'fail':
      return joined(
        worstCause(parts),
        acceptedPart(parts.checks),
        unknownPart(parts.checks),
        skippedPart(parts.checks),
      );
    case 'unknown':
      return joined(unknownHeadline(parts), acceptedPart(parts.checks), skippedPart(parts.checks));
    case 'warn': {
      const warnings = findingsOf(parts.checks, 'warning');
      const accepted = acceptedPart(parts.checks);
      if (accepted !== '' && warnings === 0)
        return joined(`Nothing fails but what somebody has accepted. ${accepted}`, skippedPart(parts.checks));
      return joined(
        `Nothing that was measured fails${accepted === '' ? '' : ' but what somebody has accepted'}, but there ${warnings === 1 ? 'is' : 'are'} ${countOf(warnings, 'warning')}: ${worstCause(parts)}`,
        accepted,
        skippedPart(parts.checks),
      );
    }
    case 'skipped':
      return joined('Nothing was measured.', skippedPart(parts.checks));
    case 'pass': {
      const measured = figures(parts.summary);
      return joined(
        measured.length === 0
          ? `Everything that was measured agrees: ${countOf(passed(parts.checks), 'check')} passed.`
          : `Everything that was measured agrees: ${measured.join(', ')}.`,
        skippedPart(parts.checks),
      );
    }
  }
}

function joined(...sentences: string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

function worstCause({ causes, checks }: HeadlineParts): string {
  const [first, ...others] = causes;
  if (first === undefined) {
    const failing = checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
    return `${sentenceList(failing.map(({ title }) => title))} did not agree.`;
  }
  if (others.length === 0) return first.sentence;
  return `${first.sentence} ${countOf(others.length, 'other cause')} ${others.length === 1 ? 'stands' : 'stand'} below.`;
}

/** What is accepted, by whom, and the first day on which that ends. */
function acceptedPart(checks: readonly CheckReport[]): string {
  const waivers = checks.flatMap(({ findings }) => findings).flatMap(({ waiver }) => waiver ?? []);
  const [first] = waivers.map(({ endsAt }) => endsAt).sort();
  if (first === undefined) return '';
  const people = sentenceList([...new Set(waivers.map(({ person }) => person))]);
  const until = waivers.length === 1 ? 'until' : 'the first until';
  return `${countOf(waivers.length, 'finding')} ${waivers.length === 1 ? 'is' : 'are'} accepted by ${people}, ${until} ${first.slice(0, 10)}.`;
}

/** Of those that nobody has accepted. */
function findingsOf(checks: readonly CheckReport[], severity: 'error' | 'warning'): number {
  return checks
    .flatMap(({ findings }) => findings)
    .filter((finding) => finding.waiver === undefined && finding.severity === severity).length;
}

function passed(checks: readonly CheckReport[]): number {
  return checks.filter(({ verdict }) => verdict === 'pass').length;
}

function unknownHeadline({ checks, summary }: HeadlineParts): string {
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown');
  if (unknown.length === 0) return 'Nothing was measured, so nothing can be said.';
  const measured = checks.some(({ compared }) => compared > 0) ? figures(summary) : [];
  const warnings = findingsOf(checks, 'warning');
  const rest = [
    ...(measured.length > 0 && warnings === 0 ? [`What was measured agrees: ${measured.join(', ')}.`] : []),
    ...(warnings > 0 ? [`${countOf(warnings, 'warning')} beside that.`] : []),
  ];
  return joined(`Not everything could be measured. ${reasons(unknown)}`, ...rest);
}

function unknownPart(checks: readonly CheckReport[]): string {
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown');
  return unknown.length === 0 ? '' : `Not measured: ${inBrief(unknown.map(({ title }) => title))}.`;
}

/** Each reason once, the one that stops most checks first, with the checks that it stops. */
function reasons(unknown: readonly CheckReport[]): string {
  const byReason = new Map<string, string[]>();
  for (const { reason, title } of unknown) {
    const text = reason ?? 'No reason is known.';
    byReason.set(text, [...(byReason.get(text) ?? []), title]);
  }
  const sorted = [...byReason].sort(([, a], [, b]) => b.length - a.length);
  const [worst, ...others] = sorted;
  if (worst === undefined) return '';
  const [reason, titles] = worst;
  const more = others.length === 0 ? '' : ` ${countOf(others.length, 'other reason')} below.`;
  return `${inBrief(titles)}: ${withoutStop(reason)}.${more}`;
}

/** The groups of which no check ran, by why. */
function skippedPart(checks: readonly CheckReport[]): string {
  const groups = [...new Set(checks.map(({ group }) => group))].filter((group) =>
    checks.every((check) => check.group !== group || check.verdict === 'skipped'),
  );
  const off = groups.filter((group) =>
    checks.some(
      (check) => check.group === group && /^(Switched off|Left out|No group)/.test(check.reason ?? ''),
    ),
  );
  const unset = groups.filter((group) => !off.includes(group));
  return joined(
    unset.length === 0 ? '' : `Not configured: ${unset.join(', ')}.`,
    off.length === 0 ? '' : `Switched off: ${off.join(', ')}.`,
  );
}

/** Figures of the parts that were measured and that agree; a part that was not measured is not named. */
function figures({ tables, enums, models, endpoints, indexes }: Report['summary']): string[] {
  return [
    ...(tables === null ? [] : [countOf(tables.observed, 'table')]),
    ...(enums === null ? [] : [countOf(enums.observed, 'enum')]),
    ...(models === null ? [] : [countOf(models.usable, 'model')]),
    ...(endpoints === null ? [] : [countOf(endpoints.passing, 'endpoint')]),
    ...(indexes === null || indexes.strategic === null || indexes.strategic.expected === 0
      ? []
      : [countOf(indexes.strategic.observed, 'strategic index', 'strategic indexes')]),
  ];
}
