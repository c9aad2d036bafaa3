import type { RunDetails } from '@/shared/details';
import { weightOf } from '@/shared/finding-weight';
import type { CheckReport, Report } from '@/shared/report';
import type { RuleId } from '@/shared/rules';
import type { Verdict } from '@/shared/verdict';
import { countOf, plural } from '../parts/format';
import { processRows } from './client-processes';
import {
  clientAndDatabase,
  type Judged,
  schemaAndClient,
  staleProcesses,
  type Telling,
} from './client-words';
import type { Found } from './findings';
import { loadedAndDatabase } from './loaded-and-database';

/** The line between two of the four that must agree. */
export type Joint = Judged & {
  id: 'schema-client' | 'client-database' | 'client-processes' | 'processes-database';
  /** What it joins, for whoever does not see where it is drawn. */
  between: string;
  /** Since when one side is behind the other; null where that is not known. */
  since: string | null;
};

type Compared = {
  /** The check that holds the one side against the other. Without its pass no line is whole. */
  main: string;
  /** Checks that judge the same pair by other means, or one of the two sides for itself. */
  beside: string[];
  rules: RuleId[];
  /** Both sides are on the page; of the fingerprints that must be equal, those are. */
  consistent: boolean;
};

/**
 * The four lines between schema.prisma, the generated clients, the database and the running processes. A line is whole
 * only where the check that compares just these two compared something and passed, and nothing beside it is unknown; a
 * missing finding alone proves nothing.
 */
export function jointsOf(
  report: Report,
  details: Pick<RunDetails, 'client' | 'migrations'>,
): [Joint, Joint, Joint, Joint] {
  const { schema, disk, database, processes } = details.client;
  const rows = processRows(report, details.client);
  const stale = (rows ?? []).filter(({ state }) => state === 'stale');
  const late = (since: string) => before(since, details.migrations);

  const schemaClient = joint(
    report,
    {
      main: 'client-freshness',
      beside: ['client-files'],
      rules: ['client.missing', 'client.incomplete', 'client.schema-changed', 'client.version'],
      consistent: disk?.every((one) => one.schemaFingerprint === schema?.fingerprint) ?? false,
    },
    (found) => schemaAndClient(found, details.client),
    () => 'generated from it',
  );
  const clientDatabase = joint(
    report,
    {
      main: 'client-database',
      beside: ['delegates'],
      rules: [
        'client.model-missing',
        'client.field-missing',
        'client.field-type',
        'client.field-nullability',
        'client.enum-missing',
        'client.enum-value-missing',
        'client.delegate-failing',
      ],
      consistent: disk !== null && database !== null,
    },
    clientAndDatabase,
    ({ compared }) => `${countOf(compared)} models and enums agree`,
  );
  const clientProcesses = joint(
    report,
    {
      main: 'processes',
      beside: [],
      rules: ['client.process-stale'],
      consistent: processes !== null && (rows ?? []).every(({ state }) => state === 'fresh'),
    },
    () =>
      staleProcesses(
        stale.map(({ loaded, lacks }) => ({ pid: loaded.pid, lacks })),
        rows?.length ?? 0,
      ),
    ({ compared }) => (compared === 1 ? 'holds the one on disk' : `all ${compared} hold one on disk`),
  );
  const [oldest] = (disk ?? []).map(({ generatedAt }) => generatedAt).sort();
  const [loadedFirst] = stale.map(({ loaded }) => loaded.loadedAt).sort();
  const generatedLate = oldest === undefined ? null : late(oldest);
  const loadedLate = loadedFirst === undefined ? null : late(loadedFirst);
  const broken = (one: typeof schemaClient, since: string | null, said: string) =>
    one.verdict === 'fail' && since !== null ? `${said} ${since}` : null;
  const processesDatabase = loadedAndDatabase(report, details, {
    clientDatabase,
    clientProcesses,
    rows: rows ?? [],
  });
  return [
    {
      ...schemaClient,
      id: 'schema-client',
      between: 'schema.prisma and generated client',
      since: broken(schemaClient, generatedLate, 'generated'),
    },
    {
      ...clientDatabase,
      id: 'client-database',
      between: 'generated client and database',
      since: broken(clientDatabase, generatedLate, 'generated'),
    },
    {
      ...processesDatabase,
      id: 'processes-database',
      between: 'database and running processes',
      since: broken(processesDatabase, loadedLate, 'loaded'),
    },
    {
      ...clientProcesses,
      id: 'client-processes',
      between: 'generated client and running processes',
      since: null,
    },
  ];
}

function joint(
  report: Report,
  { main, beside, rules, consistent }: Compared,
  differ: (found: Found[]) => Telling,
  fine: (check: CheckReport) => string,
): Judged {
  const found = report.checks
    .flatMap((check) => check.findings.map((finding) => ({ finding, check })))
    .filter(({ finding }) => rules.includes(finding.rule) && finding.severity !== 'info')
    .sort((a, b) => Number(weightOf(a.finding) !== 'error') - Number(weightOf(b.finding) !== 'error'));
  const check = report.checks.find(({ id }) => id === main);
  const others = report.checks.filter(({ id }) => beside.includes(id));
  const unmade = [check, ...others].flatMap((one) => one?.reason ?? []);
  if (found.length > 0) {
    const fails = found.some(({ finding }) => weightOf(finding) === 'error');
    // A warning beside something that was not compared is not the worst that can be said.
    const open = [check, ...others].some((one) => one === undefined || one.verdict === 'unknown');
    return { verdict: fails ? 'fail' : open ? 'unknown' : 'warn', ...differ(found), reasons: unmade, found };
  }
  const open = (verdict: Verdict, words: string, reasons: string[]): Judged => ({
    verdict,
    words,
    names: [],
    reasons: [...new Set(reasons)],
    found: [],
  });
  if (check === undefined)
    return open('unknown', 'not compared', ['This run has no check that compares them.']);
  if (check.verdict === 'skipped') return open('skipped', 'not compared', unmade);
  if (check.verdict !== 'pass' || check.compared === 0) {
    return open('unknown', 'not compared', unmade.length > 0 ? unmade : ['The check compared nothing.']);
  }
  if (others.some(({ verdict }) => verdict === 'unknown')) return open('unknown', 'compared in part', unmade);
  if (!consistent) {
    return open('unknown', 'no check says in what', [
      'What stands in the two columns is not the same, and no check says in what: verify again.',
    ]);
  }
  return open('pass', fine(check), unmade);
}

/**
 * `before 2 migrations were applied`; null where none came later, or where all did: a database that was made anew is
 * younger than everything.
 */
function before(moment: string, migrations: RunDetails['migrations']): string | null {
  const applied = (migrations ?? []).flatMap(({ appliedAt }) => appliedAt ?? []);
  const later = applied.filter((at) => Date.parse(at) > Date.parse(moment));
  if (later.length === 0 || later.length === applied.length) return null;
  return `before ${plural(later.length, 'migration')} ${later.length === 1 ? 'was' : 'were'} applied`;
}
