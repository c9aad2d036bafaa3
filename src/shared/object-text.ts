import type { Column, ForeignKey, Index, Policy, Sequence } from './database-schema';

/** Words with a space between them; what is empty leaves no gap. */
const words = (parts: readonly string[]) => parts.filter((part) => part !== '').join(' ');

/** A column in a line, as one would write it in SQL. */
export function columnText(column: Column): string {
  return words([
    column.type,
    column.collation === null ? '' : `collate ${column.collation}`,
    column.nullable ? '' : 'not null',
    column.default === null ? '' : `default ${column.default}`,
    column.generated === null ? '' : `generated ${column.generated}`,
    column.identity === null ? '' : `identity ${column.identity}`,
  ]);
}

/** A foreign key in a line: where it points and what follows a deletion. */
export function foreignKeyText(key: ForeignKey): string {
  const schema = key.references.schema === 'public' ? '' : `${key.references.schema}.`;
  const to = `${schema}${key.references.table} (${key.references.columns.join(', ')})`;
  const flags = [
    key.match === 'FULL' ? ', match full' : '',
    key.deferrable ? ', deferrable' : '',
    key.initiallyDeferred ? ', initially deferred' : '',
    key.validated ? '' : ', not validated',
    key.enforced ? '' : ', not enforced',
  ].join('');
  return `(${key.columns.join(', ')}) → ${to}, on delete ${key.onDelete}, on update ${key.onUpdate}${flags}`;
}

/** An index in a line, without its name: two with equal lines do the same. */
export function indexText(index: Index): string {
  const columns = index.columns.map(({ name, expression, order, nulls, opclass, collation }) => {
    const usual = order === 'desc' ? 'first' : 'last';
    return words([
      name ?? expression ?? '?',
      collation === null ? '' : `collate ${collation}`,
      opclass ?? '',
      order === 'desc' ? 'desc' : '',
      nulls === usual ? '' : `nulls ${nulls}`,
    ]);
  });
  return [
    index.unique ? 'unique ' : '',
    index.method,
    ` (${columns.join(', ')})`,
    index.include.length === 0 ? '' : ` include (${index.include.join(', ')})`,
    index.nullsNotDistinct ? ' nulls not distinct' : '',
    index.predicate === null ? '' : ` where ${index.predicate}`,
    index.valid ? '' : ', invalid',
  ].join('');
}

/** A policy of row security in a line. */
export function policyText(policy: Policy): string {
  return words([
    policy.permissive ? '' : 'restrictive',
    `for ${policy.command.toLowerCase()}`,
    `to ${policy.roles.join(', ')}`,
    policy.using === null ? '' : `using (${policy.using})`,
    policy.withCheck === null ? '' : `with check (${policy.withCheck})`,
  ]);
}

/** A sequence in a line. */
export function sequenceText(sequence: Sequence): string {
  return words([
    sequence.type,
    `start ${sequence.start}`,
    `increment ${sequence.increment}`,
    `from ${sequence.minimum} to ${sequence.maximum}`,
    sequence.cache === '1' ? '' : `cache ${sequence.cache}`,
    sequence.cycle ? 'cycle' : '',
    sequence.ownedBy === null ? '' : `owned by ${sequence.ownedBy.table}.${sequence.ownedBy.column}`,
    sequence.identity ? 'under an identity column' : '',
  ]);
}
