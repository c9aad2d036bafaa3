import type { Index, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { PrismaModel } from '../../shared/prisma-schema';
import { driftFinding } from './drift-finding';
import { weightFor, weightOf } from './impact';
import { indexInWords, indexKeyColumns, sameIndexKey } from './index-match';
import { modelParts, tableInWords } from './names';
import { sqlRemedy } from './repair';
import { createIndexStatements, replaceIndexStatements } from './repair-index';
import type { Served } from './strategic';
import { sentenceList } from './words';

export type IndexSide = {
  /** Who declares it, as the sentence names it: `schema.prisma`, `migration 20250601_x`. */
  declaredBy: string;
  model: PrismaModel | undefined;
  /** The live table that carries it. */
  table: Table;
  /** What it is there for, where the index manifest says it. */
  served?: Served | null;
};

/**
 * What is the matter with one declared index: nothing where the table has an index of the same definition, under
 * whatever name; `index.definition` where the one of its name is another; `index.missing` otherwise.
 */
export function indexDifference(expected: Index, side: IndexSide): Finding | null {
  const wanted = sameIndexKey(expected);
  if (side.table.indexes.some((index) => sameIndexKey(index) === wanted)) return null;
  const namesake = side.table.indexes.find((index) => index.name === expected.name);
  const finding = namesake === undefined ? missing(expected, side) : redefined(expected, namesake, side);
  return { ...finding, affects: side.served?.endpoints ?? [] };
}

/** ` to serve GET /api/a and GET /api/b (queries "x" and "y")`; nothing where nobody says it. */
function purpose({ served }: IndexSide): string {
  if (!served) return '';
  const { endpoints, queries } = served;
  const named = sentenceList(queries.map((name) => `"${name}"`));
  const word = queries.length === 1 ? 'query' : 'queries';
  const sent = queries.length === 0 ? '' : `${word} ${named}`;
  if (endpoints.length === 0) return sent === '' ? '' : ` to serve the ${sent}`;
  return ` to serve ${sentenceList(endpoints)}${sent === '' ? '' : ` (${sent})`}`;
}

function missing(index: Index, side: IndexSide): Finding {
  return indexFinding(index, side.model, {
    rule: 'index.missing',
    about: `${index.schema}.${index.table}:${indexKeyColumns(index)}`,
    ...weightOf(index.unique ? 'loses integrity' : 'slows'),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableIn(side)} is declared by ${side.declaredBy}${purpose(side)}, but the database has no index of this definition.`,
    expected: indexInWords(index),
    observed: 'no such index',
    remedy: sqlRemedy(createIndexStatements(index, side.table)),
  });
}

function redefined(expected: Index, observed: Index, side: IndexSide): Finding {
  return indexFinding(expected, side.model, {
    rule: 'index.definition',
    about: `${expected.schema}.${expected.table}:${expected.name}`,
    ...weightOf(expected.unique ? 'loses integrity' : 'slows'),
    message: `Index ${expected.name} on ${tableIn(side)} is ${indexInWords(expected)} by ${side.declaredBy}${purpose(side)}, but ${indexInWords(observed)} in the database.`,
    expected: indexInWords(expected),
    observed: indexInWords(observed),
    remedy: sqlRemedy(replaceIndexStatements(observed, expected, side.table)),
  });
}

/** A finding on one index, with the model of its table and the line that declares it. */
export function indexFinding(
  index: Index,
  model: PrismaModel | undefined,
  parts: Omit<Parameters<typeof driftFinding>[0], 'subject' | 'source'>,
): Finding {
  const { source, ...ofModel } = modelParts(model);
  return driftFinding({
    ...parts,
    ...weightFor(model, parts),
    subject: { kind: 'index', schema: index.schema, table: index.table, name: index.name, ...ofModel },
    source: index.source ?? source,
  });
}

function tableIn(side: IndexSide): string {
  return tableInWords(side.table, side.model);
}
