import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { embeddedUrl, inTransaction, quoted } from './database';
import { defineDemo } from './types';

const Nothing = z.object({});

const MANUAL = {
  table: 'behavioral_patterns',
  column: 'hotfix_note',
  index: 'hotfix_behavioral_patterns_note',
};

/** A change past all migrations: `prisma migrate status` goes on saying that all is up to date. */
export const manualSql = defineDemo({
  name: 'manual-sql',
  title: `Change the table ${MANUAL.table} by hand`,
  record: Nothing,
  look: async () => ({}),
  apply: (context, _record, { log }) =>
    inTransaction(context, async (sql) => {
      const table = quoted('public', MANUAL.table);
      await sql.run(`ALTER TABLE ${table} ADD COLUMN ${quoted(MANUAL.column)} text`);
      await sql.run(`CREATE INDEX ${quoted(MANUAL.index)} ON ${table} (${quoted(MANUAL.column)})`);
      log(`ALTER TABLE ${MANUAL.table} ADD COLUMN ${MANUAL.column} text; CREATE INDEX ${MANUAL.index}`);
    }),
  undo: (context, _record, { log }) =>
    inTransaction(context, async (sql) => {
      await sql.run(`DROP INDEX IF EXISTS ${quoted('public', MANUAL.index)}`);
      await sql.run(
        `ALTER TABLE ${quoted('public', MANUAL.table)} DROP COLUMN IF EXISTS ${quoted(MANUAL.column)}`,
      );
      log(`${MANUAL.table} has neither the column nor the index any more.`);
    }),
});

/** Read by Americano's routes on the embedded database. */
const SLOW = { path: '/api/learning/articles', delayMs: 1500 };

export const slowRoute = defineDemo({
  name: 'slow-route',
  title: `Slow ${SLOW.path} down by ${SLOW.delayMs} ms`,
  record: Nothing,
  look: async (context) => {
    await embeddedUrl(context);
    return {};
  },
  apply: async ({ dataDir }, _record, { log }) => {
    const file = slowRouteFile(dataDir);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify(SLOW));
    log(`Each answer of ${SLOW.path} takes ${SLOW.delayMs} ms longer.`);
  },
  undo: async ({ dataDir }, _record, { log }) => {
    await rm(slowRouteFile(dataDir), { force: true });
    log(`${SLOW.path} answers without delay.`);
  },
});

function slowRouteFile(dataDir: string): string {
  return join(dataDir, 'demo', 'slow-route.json');
}
