import type { Table, TableKind } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { comesBackWith } from './support/comes-back';
import { driftFinding } from './support/drift-finding';
import { expectedColumn } from './support/expected-column';
import { expectedTables } from './support/expected-tables';
import { MANAGED_ELSEWHERE } from './support/external';
import { ignoreFilter } from './support/ignore';
import { weightFor, weightOf } from './support/impact';
import { declaredBy } from './support/migrations-side';
import { fieldOf, type modelFinder, modelParts, nameOf, tableInWords } from './support/names';
import { type PairedTable, pairing } from './support/pairing';
import { modelText } from './support/prisma-text';
import { sqlRemedy, statement } from './support/repair';
import { createTableStatements, dropTableStatements, type TableParts } from './support/repair-table';
import { quoteObject, quoteText } from './support/sql-text';
import { indexesBeyondSchema } from './support/strategic';
import { defineCheck } from './types';

const HOLDS_ROWS: readonly TableKind[] = ['table', 'partitioned table', 'foreign table'];

/** Every table of the schema is in the database as a table, and the database has no other. */
export const tables = defineCheck({
  id: 'tables',
  group: 'schema',
  title: 'Tables',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.history', 'migrations.folder', 'migrations.replay', 'indexes.declared'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const kept = (table: { schema: string; name: string }) => !ignore.object(table.schema, table.name);
    const { historyTable } = expectedTables(observed);
    const history = historyTable !== null && kept(historyTable) ? historyTable : null;
    const isHistory = (one: PairedTable) => one.name === history?.name && one.schema === history.schema;
    const comesBack = comesBackWith(observed['schema.ddl'], indexesBeyondSchema(observed));
    const all = pairing(observed);
    const sequences = observed['migrations.replay']?.schema.sequences ?? [];
    const partsOf = (table: Table | undefined) => table && { table, sequences };
    const findings: Finding[] = [];
    let compared = 0;

    for (const one of all.all) {
      const { expected, observed: found, model } = one;
      if (expected !== undefined) {
        if (!kept(expected)) continue;
        compared += 1;
        if (found === undefined) {
          const { incoming, strategic } = comesBack(one.id);
          const standing = incoming.filter(({ table }) => all.find(table)?.observed !== undefined);
          const lacking = missing(made(one, expected), model, {
            incoming: standing,
            strategic,
            migrated: partsOf(one.migrated),
          });
          findings.push(one.external ? ofOwner(lacking) : lacking);
        } else if (found.kind !== 'table' && found.kind !== 'partitioned table' && !one.external) {
          findings.push(
            wrongKind(made(one, expected), found, model, {
              strategic: comesBack(one.id).strategic,
              migrated: partsOf(one.migrated),
            }),
          );
        }
      } else if (found !== undefined) {
        if (!HOLDS_ROWS.includes(found.kind) || isHistory(one) || one.external || !kept(found)) continue;
        compared += 1;
        // A model without a table in the DDL is a `view` block: the schema knows the name.
        if (model === undefined) findings.push(unexpected(found, one.migrated !== undefined));
      } else if (one.migrated !== undefined && HOLDS_ROWS.includes(one.migrated.kind)) {
        if (one.external || model !== undefined || isHistory(one) || !kept(one.migrated)) continue;
        compared += 1;
        findings.push(missingOfMigration(one.migrated, partsOf(one.migrated)));
      }
    }

    if (history !== null && all.find(history)?.expected === undefined) {
      compared += 1;
      if (all.find(history)?.observed === undefined) findings.push(historyMissing(history));
    }
    return { compared, findings };
  },
});

type Model = ReturnType<ReturnType<typeof modelFinder>>;

/** A table as it is to be made: its columns with what only the migrations say of them. */
function made({ migrated, model }: PairedTable, table: Table): Table {
  if (migrated === undefined) return table;
  const known = new Map(migrated.columns.map((column) => [column.name, column]));
  const columns = table.columns.map((column) =>
    expectedColumn(column, known.get(column.name), fieldOf(model, column.name)),
  );
  return { ...table, columns };
}

function missing(table: Table, model: Model, back: TableParts): Finding {
  const { source, ...parts } = modelParts(model);
  return driftFinding({
    rule: 'table.missing',
    about: nameOf(table),
    ...weightFor(model, weightOf('breaks reads')),
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name, ...parts },
    message: `Table ${tableInWords(table, model)} is expected by schema.prisma with ${table.columns.length} columns, but the database has no table of this name.`,
    expected: `table ${nameOf(table)} with ${table.columns.length} columns`,
    observed: `no table ${nameOf(table)}`,
    source,
    remedy: sqlRemedy(createTableStatements(table, back)),
  });
}

/** What is managed elsewhere is not ours to make. */
function ofOwner(finding: Finding): Finding {
  return { ...finding, remedy: { kind: 'note', text: MANAGED_ELSEWHERE } };
}

function historyMissing(table: { schema: string; name: string }): Finding {
  return driftFinding({
    rule: 'table.missing',
    about: nameOf(table),
    ...weightOf('is drift'),
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

function wrongKind(table: Table, found: Table, model: Model, parts: TableParts): Finding {
  const { source, ...ofModel } = modelParts(model);
  const isView = found.kind === 'view' || found.kind === 'materialized view';
  return driftFinding({
    rule: 'table.kind',
    about: nameOf(table),
    // Rows of a foreign table are read and mostly written as well: what lacks is what it cannot have, keys and indexes.
    ...weightFor(model, weightOf(isView ? 'breaks writes' : 'may refuse writes')),
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name, ...ofModel },
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
      ...createTableStatements(table, parts),
    ]),
  });
}

function unexpected(table: Table, migrated: boolean): Finding {
  const how = migrated ? ': a migration makes it, and the client does not use it' : '';
  return driftFinding({
    rule: 'table.unexpected',
    about: nameOf(table),
    ...weightOf(migrated ? 'changes nothing' : 'is drift'),
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name },
    message: `Table ${nameOf(table)} is in the database with ${table.columns.length} columns, but no model of schema.prisma maps to it${how}.`,
    expected: `no table ${nameOf(table)}`,
    observed: `${table.kind} ${nameOf(table)} with ${table.columns.length} columns`,
    remedy: { kind: 'edit', text: modelText(table) },
    alternative: sqlRemedy(dropTableStatements(table)),
  });
}

/** A table that only plain SQL in a migration makes: the client never asks for it, but something else was meant to. */
function missingOfMigration(table: Table, migrated: TableParts['migrated']): Finding {
  return driftFinding({
    rule: 'table.missing',
    about: nameOf(table),
    ...weightOf('is drift'),
    subject: { kind: 'table', schema: table.schema, table: table.name, name: table.name },
    message: `Table ${nameOf(table)}, which no model maps to, is made by ${declaredBy(table.source)} with ${table.columns.length} columns, but the database has no table of this name.`,
    expected: `table ${nameOf(table)} with ${table.columns.length} columns`,
    observed: `no table ${nameOf(table)}`,
    source: table.source,
    remedy: sqlRemedy(createTableStatements(table, { migrated })),
  });
}
