import pg from 'pg';
import { z } from 'zod';
import { quoted, type Sql, withDatabase } from './database';
import { defineDemo } from './types';

const ENUM = 'BurnoutRiskLevel';
const USED_BY = { table: 'burnout_risk_assessments', column: 'riskLevel' };

const EnumRecord = z.object({ from: z.string(), to: z.string() });
const Label = z.object({ label: z.string() });

/** The client refuses rows whose value it does not know: `/api/analytics/burnout-risk` fails. */
export const enumValue = defineDemo({
  name: 'enum-value',
  title: `Rename a value of the enum ${ENUM}`,
  record: EnumRecord,
  look: (context) =>
    withDatabase(context, async (sql) => {
      const [used] = await sql.rows(
        `SELECT ${quoted(USED_BY.column)}::text AS label FROM ${quoted('public', USED_BY.table)}
         GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1`,
        Label,
      );
      if (used === undefined)
        throw new Error(`${USED_BY.table} has no rows, so no value of ${ENUM} is in use.`);
      return { from: used.label, to: `${used.label}_RENAMED` };
    }),
  apply: (context, { from, to }, { log }) =>
    withDatabase(context, async (sql) => {
      await rename(sql, from, to);
      log(`ALTER TYPE "${ENUM}" RENAME VALUE '${from}' TO '${to}'`);
    }),
  undo: (context, { from, to }, { log }) =>
    withDatabase(context, async (sql) => {
      const labels = await sql.rows(
        `SELECT enumlabel AS label FROM pg_enum WHERE enumtypid = to_regtype($1)`,
        Label,
        [quoted('public', ENUM)],
      );
      const has = (label: string) => labels.some((one) => one.label === label);
      if (!has(to)) return;
      if (has(from)) {
        throw new Error(
          `The enum ${ENUM} has '${to}' and '${from}' again, and PostgreSQL removes no value: start over with a fresh embedded database.`,
        );
      }
      await rename(sql, to, from);
      log(`'${from}' has its name again.`);
    }),
});

function rename(sql: Sql, from: string, to: string): Promise<void> {
  return sql.run(
    `ALTER TYPE ${quoted('public', ENUM)} RENAME VALUE ${pg.escapeLiteral(from)} TO ${pg.escapeLiteral(to)}`,
  );
}
