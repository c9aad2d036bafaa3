import type { Constraint, CreateTrigStmt, IndexElem, Node } from 'libpg-query';
import { canonicalNode } from './expression';
import { foldSpace } from './fold-space';
import { nameParts, quoteIdentifier } from './identifier';
import { quoteLiteral } from './literal';
import { parseSql, SqlSyntaxError } from './parser';
import { spelt } from './spellings';
import { UNSPOKEN_SCHEMAS } from './type-name';

// Bits of a trigger's events and times, from PostgreSQL's pg_trigger.h.
const EVENTS = [
  [4, 'INSERT'],
  [8, 'DELETE'],
  [16, 'UPDATE'],
  [32, 'TRUNCATE'],
] as const;
const BEFORE = 2;
const INSTEAD = 64;

/**
 * A trigger as SQL in one spelling, whether a person or `pg_get_triggerdef` wrote it.
 * @param defaultSchema where its table lies when none is written
 */
export function canonicalTrigger(node: CreateTrigStmt, defaultSchema = 'public'): string {
  const timing = node.timing ?? 0;
  const columns = nameParts(node.columns);
  const events = EVENTS.filter(([bit]) => ((node.events ?? 0) & bit) !== 0).map(([, word]) =>
    word === 'UPDATE' && columns.length > 0 ? `UPDATE OF ${columns.map(quoteIdentifier).join(', ')}` : word,
  );
  const table = node.relation;
  const parts = [
    `CREATE ${node.isconstraint === true ? 'CONSTRAINT ' : ''}TRIGGER ${quoteIdentifier(node.trigname ?? '')}`,
    (timing & BEFORE) !== 0 ? 'BEFORE' : (timing & INSTEAD) !== 0 ? 'INSTEAD OF' : 'AFTER',
    events.join(' OR '),
    `ON ${quoteIdentifier(table?.schemaname ?? defaultSchema)}.${quoteIdentifier(table?.relname ?? '')}`,
  ];
  const from = node.constrrel;
  if (from?.relname !== undefined)
    parts.push(`FROM ${quoteIdentifier(from.schemaname ?? defaultSchema)}.${quoteIdentifier(from.relname)}`);
  parts.push(...deferral(node));
  const transitions = (node.transitionRels ?? []).flatMap((one) => {
    if (!('TriggerTransition' in one)) return [];
    const { isNew, name } = one.TriggerTransition;
    return [`${isNew === true ? 'NEW' : 'OLD'} TABLE AS ${quoteIdentifier(name ?? '')}`];
  });
  if (transitions.length > 0) parts.push(`REFERENCING ${transitions.sort().join(' ')}`);
  parts.push(`FOR EACH ${node.row === true ? 'ROW' : 'STATEMENT'}`);
  if (node.whenClause !== undefined)
    parts.push(`WHEN (${canonicalNode(node.whenClause, null, defaultSchema)})`);
  const callee = nameParts(node.funcname).filter(
    (part, place, all) => place === all.length - 1 || !(UNSPOKEN_SCHEMAS.has(part) || part === defaultSchema),
  );
  const values = nameParts(node.args).map(quoteLiteral);
  parts.push(`EXECUTE FUNCTION ${callee.map(quoteIdentifier).join('.')}(${values.join(', ')})`);
  return parts.join(' ');
}

/** The same for a trigger that stands as text; with white space folded only, where the parser does not take it. */
export function canonicalTriggerText(sql: string, defaultSchema = 'public'): string {
  return spelt('trigger', `${defaultSchema}\u0000${sql}`, () => {
    const node = parsed(sql);
    return node !== null && 'CreateTrigStmt' in node
      ? canonicalTrigger(node.CreateTrigStmt, defaultSchema)
      : foldSpace(sql);
  });
}

/** An exclusion constraint in one spelling: `EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (…)`. */
export function canonicalExclusion(node: Constraint, defaultSchema = 'public'): string {
  const elements = (node.exclusions ?? []).map((pair) => {
    const [element, operator] = 'List' in pair ? (pair.List.items ?? []) : [];
    const key =
      element !== undefined && 'IndexElem' in element ? keyText(element.IndexElem, defaultSchema) : '';
    const names = operator !== undefined && 'List' in operator ? nameParts(operator.List.items) : [];
    return `${key} WITH ${names.at(-1) ?? ''}`;
  });
  const parts = [`EXCLUDE USING ${node.access_method ?? 'btree'} (${elements.join(', ')})`];
  const including = nameParts(node.including);
  if (including.length > 0) parts.push(`INCLUDE (${including.map(quoteIdentifier).join(', ')})`);
  if (node.where_clause !== undefined)
    parts.push(`WHERE (${canonicalNode(node.where_clause, null, defaultSchema)})`);
  return [...parts, ...deferral(node)].join(' ');
}

/** The same for `pg_get_constraintdef`'s text; with white space folded only, where the parser does not take it. */
export function canonicalExclusionText(definition: string, defaultSchema = 'public'): string {
  return spelt('exclusion', `${defaultSchema}\u0000${definition}`, () =>
    parseExclusion(definition, defaultSchema),
  );
}

function parseExclusion(definition: string, defaultSchema: string): string {
  const node = parsed(`ALTER TABLE t ADD CONSTRAINT c ${definition}`);
  const command = node !== null && 'AlterTableStmt' in node ? node.AlterTableStmt.cmds?.[0] : undefined;
  const made = command !== undefined && 'AlterTableCmd' in command ? command.AlterTableCmd.def : undefined;
  return made !== undefined && 'Constraint' in made
    ? canonicalExclusion(made.Constraint, defaultSchema)
    : foldSpace(definition);
}

function keyText(element: IndexElem, defaultSchema: string): string {
  const key =
    element.expr === undefined
      ? quoteIdentifier(element.name ?? '')
      : `(${canonicalNode(element.expr, null, defaultSchema)})`;
  const collation = nameParts(element.collation).at(-1);
  const opclass = nameParts(element.opclass).at(-1);
  return [
    key,
    ...(collation === undefined ? [] : [`COLLATE ${quoteIdentifier(collation)}`]),
    ...(opclass === undefined ? [] : [quoteIdentifier(opclass)]),
    ...(element.ordering === 'SORTBY_DESC' ? ['DESC'] : []),
    ...(element.nulls_ordering === 'SORTBY_NULLS_FIRST' ? ['NULLS FIRST'] : []),
    ...(element.nulls_ordering === 'SORTBY_NULLS_LAST' ? ['NULLS LAST'] : []),
  ].join(' ');
}

function deferral(node: { deferrable?: boolean; initdeferred?: boolean }): string[] {
  if (node.deferrable !== true) return [];
  return [node.initdeferred === true ? 'DEFERRABLE INITIALLY DEFERRED' : 'DEFERRABLE'];
}

function parsed(sql: string): Node | null {
  try {
    return parseSql(sql)[0]?.node ?? null;
  } catch (error) {
    if (!(error instanceof SqlSyntaxError)) throw error;
    return null;
  }
}
