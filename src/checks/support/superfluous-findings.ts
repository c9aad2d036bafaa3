import type { Finding, Remedy } from '../../shared/finding';
import type { CheckResult, CheckSettings, Observed } from '../types';
import { ignoreFilter } from './ignore';
import { type Consequence, weightOf } from './impact';
import { indexFinding } from './index-findings';
import { indexInWords, sameIndexKey } from './index-match';
import { nameOf, tableInWords } from './names';
import { sqlRemedy } from './repair';
import { dropIndexStatements } from './repair-index';
import { type Superfluous, type SuperfluousOfTable, superfluousIndexes } from './superfluous-indexes';

type Kind = {
  rule: 'index.duplicate' | 'index.redundant';
  of(table: SuperfluousOfTable): readonly Superfluous[];
  consequence: Consequence;
  /** The end of `Index a on t …`. */
  says(one: Superfluous): string;
  observed(one: Superfluous): string;
};

/** One finding for each index that another one makes superfluous, and how many indexes were looked at. */
export function superfluousResult(
  observed: Parameters<typeof superfluousIndexes>[0] & Partial<Pick<Observed, 'migrations.folder'>>,
  settings: CheckSettings,
  kind: Kind,
): CheckResult {
  const ignore = ignoreFilter(settings.ignore);
  const { tables } = observed['database.catalogue'];
  let compared = 0;
  for (const table of tables) compared += table.indexes.length;
  const findings = superfluousIndexes(observed).flatMap((own) =>
    kind
      .of(own)
      .filter(({ index }) => !ignore.part(index.schema, index.table, index.name))
      .map((one) => finding(one, own, kind)),
  );
  if (compared > 0 || tables.length === 0) return { compared, findings };
  return { compared, findings, nothingToCompare: 'No table of the database has an index.' };
}

function finding(one: Superfluous, { table, model }: SuperfluousOfTable, kind: Kind): Finding {
  const { index, kept } = one;
  return indexFinding(index, model, {
    rule: kind.rule,
    about: `${nameOf(table)}:${index.name}`,
    ...weightOf(kind.consequence),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} ${kind.says(one)}: each write keeps up both.`,
    expected: `${kept.name} alone, ${indexInWords(kept)}`,
    observed: kind.observed(one),
    ...repair(one, table),
  });
}

/**
 * Where a declaration would have no index left, taking that away comes first: then the repair is the edit, and the
 * statement stands beside it for no plan to take.
 */
function repair(
  { index, kept, declaredBy }: Superfluous,
  table: SuperfluousOfTable['table'],
): { remedy: Remedy; alternative?: Remedy } {
  const drop = sqlRemedy(dropIndexStatements(index, table));
  if (declaredBy === null || sameIndexKey(kept) === sameIndexKey(index)) return { remedy: drop };
  const remedy: Remedy = {
    schema: { kind: 'edit', text: `-- First take it out of schema.prisma.\n${drop.text}` } as const,
    migration: {
      kind: 'note',
      text: `A migration makes it: drop it by a new one with ${drop.text}`,
    } as const,
    manifest: {
      kind: 'note',
      text: `The index manifest declares it: take it out there, then ${drop.text}`,
    } as const,
  }[declaredBy];
  return { remedy, alternative: drop };
}
