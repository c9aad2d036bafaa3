import type { Finding } from '../../shared/finding';
import type { CheckReport, Report } from '../../shared/report';
import type { Gate, GateId, SignOffSettings } from '../../shared/sign-off';
import { checkOf, notMeasured, plural, someOf, whyNot } from '../report/words';

type Definition = {
  id: GateId;
  title: string;
  /** The checks that decide it. */
  checks: (report: Report) => string[];
  /** `errors`: a warning does not hold it back. */
  fails: 'errors' | 'any finding';
  /** Its figure, where the summary has one: so many of so many. */
  share?: (report: Report) => { have: number; of: number; what: string } | null;
};

const DEFINITIONS: readonly Definition[] = [
  {
    id: 'schema',
    title: 'No schema errors: database, schema.prisma and migrations agree',
    checks: ({ checks }) =>
      checks.filter(({ group }) => group === 'schema' || group === 'migrations').map(({ id }) => id),
    fails: 'errors',
  },
  {
    id: 'endpoints',
    title: 'Every endpoint passes',
    checks: () => ['endpoints'],
    fails: 'errors',
    share: ({ summary: { endpoints } }) =>
      endpoints && { have: endpoints.passing, of: endpoints.declared, what: 'answered as declared' },
  },
  {
    id: 'models',
    title: 'Every model is usable',
    checks: () => ['delegates'],
    fails: 'any finding',
    share: ({ summary: { models } }) =>
      models && { have: models.usable, of: models.expected, what: 'are usable' },
  },
  {
    id: 'client-on-disk',
    title: 'The client on disk is fresh',
    checks: () => ['client-files', 'client-freshness', 'client-database'],
    fails: 'errors',
  },
  {
    id: 'processes',
    title: 'Every process holds the fresh client',
    checks: () => ['processes'],
    fails: 'any finding',
  },
  {
    id: 'enums',
    title: 'All enums are equal',
    checks: () => ['enums'],
    fails: 'any finding',
    share: ({ summary: { enums } }) =>
      enums && { have: enums.observed, of: enums.expected, what: 'are in the database' },
  },
  {
    id: 'strategic-indexes',
    title: 'The strategic indexes are in place',
    checks: () => ['strategic-indexes'],
    fails: 'any finding',
    share: ({ summary: { indexes } }) =>
      indexes?.strategic
        ? { have: indexes.strategic.observed, of: indexes.strategic.expected, what: 'are there and valid' }
        : null,
  },
  {
    id: 'types',
    title: 'The type check is clean',
    checks: () => ['client-types'],
    fails: 'any finding',
  },
];

/** How a run stands to each condition of a release, in the order of the incident's report. Pure. */
export function gatesOf(report: Report, settings: Pick<SignOffSettings, 'gates'>): Gate[] {
  const gates = [...DEFINITIONS.map((definition) => judge(report, definition)), noUnknown(report)];
  return gates.map((gate) => ({ ...gate, required: settings.gates[gate.id] }));
}

type Judged = Omit<Gate, 'required'>;

function judge(report: Report, definition: Definition): Judged {
  const ids = definition.checks(report);
  const checks = ids.flatMap((id) => checkOf(report, id) ?? []);
  const findings = checks.flatMap((check) => check.findings).filter(({ severity }) => severity !== 'info');
  const open = findings.filter(
    (finding) => !isAccepted(finding) && (definition.fails === 'any finding' || finding.severity === 'error'),
  );
  const share = definition.share?.(report) ?? null;
  const gate = { id: definition.id, title: definition.title, checks: ids };
  const waived = findings.filter(isAccepted).length;
  const compared = `${figure(share, checks)}, ${plural(findings.length, 'finding')}`;
  if (open.length > 0 || checks.some(({ verdict }) => verdict === 'fail')) {
    const [first] = open;
    return {
      ...gate,
      waived,
      state: 'fail',
      measured: `${compared}${first === undefined ? '.' : `; the first: ${first.message}`}`,
    };
  }
  const blind = blindness(report, ids, checks, share, waived);
  if (blind !== null) return { ...gate, waived, state: 'unknown', measured: notMeasured(blind) };
  const accepted = waived === 0 ? '' : `, ${waived} of them waived`;
  return { ...gate, waived, state: 'pass', measured: `${compared}${accepted}.` };
}

/** A waived finding is seen and does not hold a release back: a named person has accepted it, until a day. */
function isAccepted({ waiver }: Finding): boolean {
  return waiver !== undefined;
}

function figure(
  share: { have: number; of: number; what: string } | null,
  checks: readonly CheckReport[],
): string {
  if (share !== null) return `${share.have} of ${share.of} ${share.what}`;
  const compared = checks.reduce((sum, check) => sum + check.compared, 0);
  return `${plural(compared, 'thing')} compared by ${plural(checks.length, 'check')}`;
}

/** Why a gate without an open finding is not passed all the same; null where all that it needs was measured. */
function blindness(
  report: Report,
  ids: readonly string[],
  checks: readonly CheckReport[],
  share: { have: number; of: number; what: string } | null,
  waived: number,
): string | null {
  if (ids.length === 0) return 'this run had none of its checks';
  const unseen = ids.filter((id) => !isMeasured(checkOf(report, id)));
  if (unseen.length > 0) {
    // Several reasons are one as a rule: the database did not answer.
    const reasons = [...new Set(unseen.map((id) => whyNot(report, id)))].join('; ');
    return unseen.length === ids.length ? reasons : `${reasons} (${unseen.join(', ')})`;
  }
  if (checks.every((check) => check.compared === 0)) return reasonOfNothing(report, ids);
  // Some were left out of what was asked: of them nobody can say that they pass.
  const left = share === null ? 0 : share.of - share.have - waived;
  return share !== null && left > 0 ? `${left} of ${share.of} were left out of it` : null;
}

/** Compared, or seen that neither side has such a thing. */
function isMeasured(check: CheckReport | undefined): boolean {
  if (check === undefined || check.verdict === 'unknown') return false;
  return check.verdict !== 'skipped' || check.nothingToCompare === true;
}

function reasonOfNothing(report: Report, ids: readonly string[]): string {
  const reasons = [...new Set(ids.map((id) => whyNot(report, id)))].join('; ');
  return `${reasons}; where that is right, switch this gate off (signOff.gates in the settings file)`;
}

function noUnknown({ checks }: Report): Judged {
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown');
  const measured =
    unknown.length === 0
      ? `${plural(checks.length, 'check')} of this run, none of them unknown.`
      : `${plural(unknown.length, 'check')} unknown: ${someOf(unknown.map(({ title }) => title))}.`;
  return {
    id: 'no-unknown',
    title: 'Nothing is unknown',
    state: checks.length > 0 && unknown.length === 0 ? 'pass' : 'fail',
    measured,
    checks: unknown.map(({ id }) => id),
    waived: 0,
  };
}
