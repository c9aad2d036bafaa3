import type { RepairStatement } from '@/shared/finding';
import { hazardsOf, lockOf } from '../model/hazards';
import { Code } from '../parts/code';
import { HazardMark } from '../parts/hazard-mark';

/** One statement with its hazards in words. */
export function StatementBox({ statement }: { statement: RepairStatement }) {
  const lock = lockOf(statement);
  return (
    <div className="grid gap-1">
      <Code text={statement.sql} what="the statement" />
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
        <li>
          <HazardMark hazard={lock} />{' '}
          {statement.lock === null ? null : <span className="text-muted">{lock.title}</span>}
        </li>
        {hazardsOf(statement).map((hazard) => (
          <li key={hazard.id}>
            <HazardMark hazard={hazard} />
          </li>
        ))}
      </ul>
      {statement.note === null ? null : <p className="text-muted">{statement.note}</p>}
    </div>
  );
}

/** The statements of one repair in the order in which they run. */
export function RepairStatements({ statements }: { statements: readonly RepairStatement[] }) {
  return (
    <ol className="grid gap-2">
      {statements.map((statement) => (
        <li key={statement.sql}>
          <StatementBox statement={statement} />
        </li>
      ))}
    </ol>
  );
}
