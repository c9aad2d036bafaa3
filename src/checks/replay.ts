import type { Finding } from '../shared/finding';
import { differencesFromReplay, lacksInMigrations } from './support/against-replay';
import { driftFinding } from './support/drift-finding';
import { externalFilter } from './support/external';
import { groupBy } from './support/group-by';
import { ignoreFilter } from './support/ignore';
import { modelFinder, nameOf, tableInWords } from './support/names';
import { countOf, sentenceList } from './support/words';
import { defineCheck } from './types';

/** What the migrations make of an empty database against what schema.prisma declares. */
export const replay = defineCheck({
  id: 'replay',
  group: 'migrations',
  title: 'Migrations against the schema',
  needs: ['schema.prisma', 'schema.ddl', 'migrations.replay'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const kept = (thing: { schema: string; name: string }) => !ignore.object(thing.schema, thing.name);
    const made = observed['migrations.replay'].schema;
    const things = [
      ...observed['schema.ddl'].tables,
      ...observed['schema.ddl'].enums,
      ...made.tables,
      ...made.enums,
    ];
    const { findings, unknown } = differencesFromReplay(observed, settings);
    const external = externalFilter(observed['schema.prisma']);
    const lacking = findings.filter((one) => {
      const { schema, name, isEnum } = partsOfThing(one);
      return lacksInMigrations(one) && !(isEnum ? external.enum : external.table)({ schema, name });
    });
    const findModel = modelFinder(observed['schema.prisma']);
    return {
      compared: new Set(things.filter(kept).map(nameOf)).size,
      findings: [...groupBy(lacking, thingOf).values()].map((group) => incomplete(group, findModel)),
      ...(unknown[0] === undefined ? {} : { unknown: unknown[0] }),
    };
  },
});

/** `public.users`: of a finding on a table or an enum, or on a part of it. */
function thingOf({ key, rule }: Finding): string {
  return key.slice(rule.length + 1).split(':')[0] ?? '';
}

function partsOfThing(finding: Finding): { schema: string; name: string; isEnum: boolean } {
  const { kind, schema = 'public' } = finding.subject;
  return {
    schema,
    name: thingOf(finding).slice(schema.length + 1),
    isEnum: kind === 'enum' || kind === 'enum-value',
  };
}

/** So many differences stand in the sentence. */
const SHOWN = 3;

function incomplete(group: readonly Finding[], findModel: ReturnType<typeof modelFinder>): Finding {
  const [first] = group;
  if (first === undefined) throw new Error('A group without a finding cannot come about.');
  const { subject } = first;
  const { schema, name, isEnum } = partsOfThing(first);
  const { field: _field, ...rest } = subject;
  const inWords = isEnum
    ? `enum ${schema}.${name}`
    : `table ${tableInWords({ schema, name }, findModel({ schema, name }))}`;
  const differences = group.slice(0, SHOWN).map(({ subject: part, expected, observed }) => {
    const of =
      part.kind === 'table' || part.kind === 'enum' ? '' : `${part.kind.replace('-', ' ')} ${part.name} is `;
    return `${of}${expected} by schema.prisma and ${observed} by the migrations`;
  });
  const more = group.length > SHOWN ? [countOf(group.length - SHOWN, 'more difference')] : [];
  return driftFinding({
    rule: 'migration.incomplete',
    about: thingOf(first),
    severity: 'warning',
    impact: 'none',
    subject: { ...rest, kind: isEnum ? 'enum' : 'table', schema, ...(isEnum ? {} : { table: name }), name },
    message: `The migrations do not make ${inWords} as schema.prisma declares it: ${sentenceList([...differences, ...more])}.`,
    expected: `by schema.prisma: ${partsOf(group, 'expected')}`,
    observed: `by the migrations: ${partsOf(group, 'observed')}`,
    source: first.source,
    remedy: {
      kind: 'command',
      text: `npx prisma migrate dev --create-only --name ${migrationName(first, name)} # where the database has it already, then: npx prisma migrate resolve --applied, with the name that this gives`,
    },
  });
}

function partsOf(group: readonly Finding[], side: 'expected' | 'observed'): string {
  const parts = group.map((finding) => {
    const { kind, name } = finding.subject;
    return kind === 'table' || kind === 'enum'
      ? finding[side]
      : `${kind.replace('-', ' ')} ${name}: ${finding[side]}`;
  });
  return parts.join('; ');
}

function migrationName({ rule }: Finding, name: string): string {
  const verb = rule.endsWith('.missing') ? 'add' : rule.endsWith('.unexpected') ? 'drop' : 'change';
  const isWhole = rule.startsWith('table.') || rule.startsWith('enum.');
  return `${isWhole && !rule.includes('value') ? verb : 'change'}_${name}`.replace(/\W+/g, '_').toLowerCase();
}
