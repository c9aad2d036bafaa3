import type { Index, Table, TableKind } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { expectedTables } from './support/expected-tables';
import { ignoreFilter } from './support/ignore';
import { migrationOnlyIndexes } from './support/index-match';
import { modelFinder, modelParts, nameOf, tableInWords } from './support/names';
import { modelText } from './support/prisma-text';
import { sqlRemedy, statement } from './support/repair';
import { createTableStatements, dropTableStatements } from './support/repair-table';
import { quoteObject, quoteText } from './support/sql-text';
import { defineCheck } from './types';

const HOLDS_ROWS: readonly TableKind[] = ['table', 'partitioned table', 'foreign table'];

/** Every table of the schema is in the database as a table, and the database has no other. */
export const tables = defineCheck({
  id: 'tables',
  group: 'schema',
  title: 'Tables',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.history', 'migrations.folder'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const kept = (table: { schema: string; name: string }) => !ignore.object(table.schema, table.name);
    const findModel = modelFinder(observed['schema.prisma']);
    const { tables: ofSchema, historyTable } = expectedTables(observed);
    const expected = ofSchema.filter(kept);
    const expectedNames = new Set(expected.map(nameOf));
    const live = new Map(observed['database.catalogue'].tables.filter(kept).map((t) => [nameOf(t), t]));
    const inMigrations = observed['migrations.folder']?.indexes ?? [];
    const strategic = migrationOnlyIndexes(inMigrations, observed['schema.ddl']);
    const findings: Finding[] = [];

    for (const table of expected) {
      const found = live.get(nameOf(table));
      if (found === undefined) findings.push(missing(table, findModel(table), ofSchema, live, strategic));
      else if (found.kind !== 'table' && found.kind !== 'partitioned table') {
        findings.push(wrongKind(table, found, findModel(table)));
      }
    }

    let compared = expected.length;
    if (historyTable !== null && kept(historyTable) && !expectedNames.has(nameOf(historyTable))) {
      compared += 1;
      if (!live.has(nameOf(historyTable))) findings.push(historyMissing(historyTable));
    }
    for (const table of live.values()) {
      if (!HOLDS_ROWS.includes(table.kind) || expectedNames.has(nameOf(table))) continue;
      if (historyTable !== null && nameOf(historyTable) === nameOf(table)) continue;
      compared += 1;
      // A model without a table in the DDL is a `view` block: the schema knows the name.
      if (findModel(table) === undefined) findings.push(unexpected(table));
    }
    return { compared, findings };
  },
});

type Model = ReturnType<ReturnType<typeof modelFinder>>;

function missing(
  table: Table,
  model: Model,
  all: Table[],
  live: Map<string, Table>,
  strategic: Index[],
): Finding {
  const { source, ...parts } = modelParts(model);
  // Foreign keys of other tables that point here cannot stand without this table: they come back with it.
  const incoming = all
    .filter((other) => nameOf(other) !== nameOf(table) && live.has(nameOf(other)))
    .flatMap((other) => other.foreignKeys.map((key) => ({ table: other, key })))
    .filter(({ key }) => key.references.schema === table.schema && key.references.table === table.name);
  return driftFinding({
    rule: 'table.missing',
    about: nameOf(table),
    severity: 'error',
    impact: 'read',
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name, ...parts },
    message: `Table ${tableInWords(table, model)} is expected by schema.prisma with ${table.columns.length} columns, but the database has no table of this name.`,
    expected: `table ${nameOf(table)} with ${table.columns.length} columns`,
    observed: `no table ${nameOf(table)}`,
    source,
    remedy: sqlRemedy(
      createTableStatements(table, {
        incoming,
        strategic: strategic.filter((index) => index.schema === table.schema && index.table === table.name),
      }),
    ),
  });
}

function historyMissing(table: { schema: string; name: string }): Finding {
  return driftFinding({
    rule: 'table.missing',
    about: nameOf(table),
    severity: 'warning',
    impact: 'none',
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name },
    message: `The migrations folder holds migrations, but the database has no table ${nameOf(table)} that would say which of them were applied.`,
    expected: `table ${nameOf(table)}`,
    observed: `no table ${nameOf(table)}`,
    remedy: {
      kind: 'command',
      text: 'npx prisma migrate deploy # if the tables stand already, first: npx prisma migrate resolve --applied NAME, once for each migration',
    },
  });
}

function wrongKind(table: Table, found: Table, model: Model): Finding {
  const { source, ...parts } = modelParts(model);
  const isView = found.kind === 'view' || found.kind === 'materialized view';
  return driftFinding({
    rule: 'table.kind',
    about: nameOf(table),
    severity: isView ? 'error' : 'warning',
    impact: 'write',
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name, ...parts },
    message: `${tableInWords(table, model)} is a table in schema.prisma and a ${found.kind} in the database.`,
    expected: 'table',
    observed: found.kind,
    source,
    remedy: sqlRemedy([
      statement(`DROP ${found.kind.toUpperCase()} ${quoteObject(found)}`, 'drop-dependent', {
        lock: 'ACCESS EXCLUSIVE',
        lockedTable: nameOf(found),
        note: `The ${found.kind} holds no rows of its own, but its definition is lost: keep it before${isView ? `, SELECT pg_get_viewdef(${quoteText(quoteObject(found))})` : ''}.`,
      }),
      ...createTableStatements(table),
    ]),
  });
}

function unexpected(table: Table): Finding {
  return driftFinding({
    rule: 'table.unexpected',
    about: nameOf(table),
    severity: 'warning',
    impact: 'none',
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name },
    message: `Table ${nameOf(table)} is in the database with ${table.columns.length} columns, but no model of schema.prisma maps to it.`,
    expected: `no table ${nameOf(table)}`,
    observed: `${table.kind} ${nameOf(table)} with ${table.columns.length} columns`,
    remedy: { kind: 'edit', text: modelText(table) },
    alternative: sqlRemedy(dropTableStatements(table)),
  });
}
