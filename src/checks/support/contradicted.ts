import type { Finding } from '../../shared/finding';
import type { ReadIndexManifest } from '../../shared/index-manifest';
import { weightOf } from './impact';
import { indexFinding } from './index-findings';
import { indexInWords } from './index-match';
import { type modelFinder, nameOf } from './names';
import { type Contradiction, migrationInWords, servedBy } from './strategic';

/** One name that two declarations use for two indexes: the database can have only one of them. */
export function contradicted(
  { entry, other, by }: Contradiction,
  findModel: ReturnType<typeof modelFinder>,
  manifest: ReadIndexManifest | undefined,
): Finding {
  const { index } = entry;
  const file = manifest?.file ?? 'the index manifest';
  const declared = by === 'schema' ? 'schema.prisma' : migrationInWords(other);
  const on = (one: typeof index) =>
    `${indexInWords(one)} on ${nameOf({ schema: one.schema, name: one.table })}`;
  const finding = indexFinding(index, findModel({ schema: index.schema, name: index.table }), {
    rule: 'index.definition',
    about: `${index.schema}.${index.table}:${index.name}:declared twice`,
    ...weightOf('is drift'),
    message: `Index ${index.name} is ${on(index)} by ${file}, but ${on(other)} by ${declared}: one name cannot stand for both.`,
    expected: `${on(index)}, by ${file}`,
    observed: `${on(other)}, by ${declared}`,
    remedy: {
      kind: 'edit',
      text: `Decide on one of the two. Either write into ${file}: ${other.definition.replaceAll('\n', ' ')} Or change it by ${by === 'schema' ? 'the model and a migration' : 'a migration'}, to: ${entry.sql.trim().replaceAll('\n', ' ')}`,
    },
  });
  return { ...finding, affects: manifest === undefined ? [] : servedBy(manifest, entry).endpoints };
}
