import type { EnumType, Extension, Policy, Sequence, Trigger } from '../../../shared/database-schema';
import { canonicalExpression } from '../../sql/expression';
import { canonicalTriggerText } from '../../sql/statement';
import type { CatalogueAnswers } from './answers';
import type { Attributes } from './build-columns';
import { byOwnName } from './build-constraints';
import { meaning, unexpectedValue } from './cells';

/** Which oids of relations (`c`) and types (`t`) belong to an extension: nobody declares those. */
export function membership(answers: CatalogueAnswers): (kind: 'c' | 't', oid: string) => boolean {
  const kinds = answers.members.of('kind');
  const members = new Set(answers.members.of('oid').map((oid, row) => `${kinds[row]}${oid}`));
  return members.size === 0 ? () => false : (kind, oid) => members.has(`${kind}${oid}`);
}

type Named = { schema: string; name: string };

/** By schema, then name. */
export function bySchemaAndName(a: Named, b: Named): number {
  return a.schema === b.schema ? byOwnName(a, b) : a.schema < b.schema ? -1 : 1;
}

export function buildEnums(answers: CatalogueAnswers, isMember: ReturnType<typeof membership>): EnumType[] {
  const { enums } = answers;
  const [schemas, names] = [enums.of('schema'), enums.of('name')];
  const [orders, values] = [enums.of('order'), enums.of('value')];
  const types = new Map<string, EnumType & { sorted: { order: number; value: string }[] }>();
  for (const [row, oid] of enums.of('oid').entries()) {
    if (isMember('t', oid)) continue;
    const type = types.get(oid) ?? {
      schema: schemas[row] ?? '',
      name: names[row] ?? '',
      values: [],
      sorted: [],
    };
    types.set(oid, type);
    if (orders[row] !== '') type.sorted.push({ order: Number(orders[row]), value: values[row] ?? '' });
  }
  return [...types.values()]
    .map(({ sorted, ...type }) => ({
      ...type,
      values: sorted.sort((a, b) => a.order - b.order).map(({ value }) => value),
    }))
    .sort(bySchemaAndName);
}

const STATES = new Map<string, Trigger['enabled']>([
  ['O', 'origin'],
  ['A', 'always'],
  ['R', 'replica'],
  ['D', 'disabled'],
]);

/** Triggers by the oid of their relation. */
export function buildTriggers(answers: CatalogueAnswers, defaultSchema: string): Map<string, Trigger[]> {
  const { triggers } = answers;
  const [names, states, definitions] = [
    triggers.of('name'),
    triggers.of('enabled'),
    triggers.of('definition'),
  ];
  return grouped(
    triggers.of('table').map((table, row): [string, Trigger] => [
      table,
      {
        name: names[row] ?? '',
        definition: canonicalTriggerText(definitions[row] ?? '', defaultSchema),
        enabled: meaning(STATES, states[row] ?? '', 'the state of a trigger'),
      },
    ]),
  );
}

const COMMANDS = new Map<string, Policy['command']>([
  ['*', 'ALL'],
  ['r', 'SELECT'],
  ['a', 'INSERT'],
  ['w', 'UPDATE'],
  ['d', 'DELETE'],
]);

/** Policies by the oid of their relation. */
export function buildPolicies(answers: CatalogueAnswers, defaultSchema: string): Map<string, Policy[]> {
  const { policies } = answers;
  const roleNames = answers.roles.of('name');
  const roles = new Map(answers.roles.of('oid').map((oid, row) => [oid, roleNames[row] ?? '']));
  const [names, commands, permissive] = [
    policies.of('name'),
    policies.of('command'),
    policies.of('permissive'),
  ];
  const [applied, using, withCheck] = [policies.of('roles'), policies.of('using'), policies.of('withCheck')];
  const canonical = (text: string | undefined) =>
    text === undefined || text === '' ? null : canonicalExpression(text, null, defaultSchema);
  return grouped(
    policies.of('table').map((table, row): [string, Policy] => [
      table,
      {
        name: names[row] ?? '',
        command: meaning(COMMANDS, commands[row] ?? '', 'the command of a policy'),
        permissive: permissive[row] === 'true',
        // Oid 0 stands for everybody.
        roles: (applied[row] ?? '')
          .slice(1, -1)
          .split(',')
          .map((oid) => (oid === '0' ? 'public' : (roles.get(oid) ?? `role ${oid}`)))
          .sort(),
        using: canonical(using[row]),
        withCheck: canonical(withCheck[row]),
      },
    ]),
  );
}

const SEQUENCE_TYPES = new Map<string, Sequence['type']>([
  ['21', 'smallint'],
  ['23', 'integer'],
  ['20', 'bigint'],
]);

export function buildSequences(
  answers: CatalogueAnswers,
  relations: ReadonlyMap<string, { name: string }>,
  attributes: ReadonlyMap<string, Attributes>,
  isMember: ReturnType<typeof membership>,
): Sequence[] {
  const { sequences } = answers;
  const text = (field: Parameters<typeof sequences.of>[0]) => {
    const cell = sequences.of(field);
    return (row: number) => cell[row] ?? '';
  };
  const [schema, name, type, start] = [text('schema'), text('name'), text('type'), text('start')];
  const [minimum, maximum, increment] = [text('minimum'), text('maximum'), text('increment')];
  const [cache, cycle, owner] = [text('cache'), text('cycle'), text('owner')];
  const [ownerPosition, ownership] = [text('ownerPosition'), text('ownership')];
  return sequences
    .of('oid')
    .flatMap((oid, row): Sequence[] => {
      // That of a partition's column belongs to no table that is looked at.
      const table = relations.get(owner(row))?.name;
      const column = attributes.get(owner(row))?.names[Number(ownerPosition(row))];
      const isOwned = owner(row) !== '';
      if (isMember('c', oid) || (isOwned && isMember('c', owner(row)))) return [];
      if (isOwned && table === undefined) return [];
      return [
        {
          schema: schema(row),
          name: name(row),
          type: meaning(SEQUENCE_TYPES, type(row), 'the type of a sequence'),
          start: start(row),
          minimum: minimum(row),
          maximum: maximum(row),
          increment: increment(row),
          cache: cache(row),
          cycle: cycle(row) === 'true',
          ownedBy: table === undefined ? null : { table, column: column ?? missing(name(row)) },
          identity: ownership(row) === 'i',
        },
      ];
    })
    .sort(bySchemaAndName);
}

function missing(sequence: string): never {
  throw unexpectedValue(sequence, 'the column of a sequence');
}

export function buildExtensions(answers: CatalogueAnswers): Extension[] {
  const { extensions } = answers;
  const [versions, schemas] = [extensions.of('version'), extensions.of('schema')];
  return extensions
    .of('name')
    .map((name, row) => ({ name, version: versions[row] ?? '', schema: schemas[row] ?? '' }))
    .sort(byOwnName);
}

function grouped<T extends { name: string }>(pairs: [string, T][]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, one] of pairs) groups.set(key, [...(groups.get(key) ?? []), one]);
  for (const group of groups.values()) group.sort(byOwnName);
  return groups;
}
