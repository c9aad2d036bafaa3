import type { EngineDiagnosis } from '@/shared/migrations';
import type { Report } from '@/shared/report';
import { NotMeasured } from '../parts/units';
import { worstOf } from '../parts/verdict';
import { VerdictMark } from '../parts/verdict-mark';

/**
 * What `prisma migrate status` says beside what was found here: it compares names of migrations only, and looks neither
 * at the tables nor at the client.
 */
export function MigrateStatus({ report, diagnosis }: { report: Report; diagnosis: EngineDiagnosis | null }) {
  const of = (groups: readonly string[]) =>
    worstOf(report.checks.filter((check) => groups.includes(check.group)).map((check) => check.verdict));
  const history = of(['migrations']);
  const contradicts = diagnosis?.upToDate === true && report.verdict === 'fail';
  return (
    <div className="flex flex-wrap items-baseline gap-x-6 gap-y-1 border-y border-line py-2">
      <p className="min-w-0">
        <code>prisma migrate status</code> says:{' '}
        {diagnosis === null ? <NotMeasured worded /> : <q>{diagnosis.sentence}</q>}
      </p>
      <p className="flex flex-wrap items-baseline gap-x-4">
        <span className="inline-flex items-baseline gap-1.5">
          <span className="text-muted">Driftboard: migrations</span> <VerdictMark verdict={history} />
        </span>
        <span className="inline-flex items-baseline gap-1.5">
          <span className="text-muted">tables</span> <VerdictMark verdict={of(['schema'])} />
        </span>
        <span className="inline-flex items-baseline gap-1.5">
          <span className="text-muted">client</span> <VerdictMark verdict={of(['client'])} />
        </span>
      </p>
      {contradicts ? (
        <p className="w-full text-muted">
          It compares the names of migrations only; it looks neither at the tables nor at the generated
          client.
        </p>
      ) : null}
    </div>
  );
}
