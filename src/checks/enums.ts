import type { EnumType } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { columnsOfType } from './support/enum-sql';
import { type EnumParts, enumParts } from './support/enum-subject';
import { valueFindings } from './support/enum-values';
import { externalFilter, MANAGED_ELSEWHERE } from './support/external';
import { ignoreFilter } from './support/ignore';
import { weightOf } from './support/impact';
import { nameOf } from './support/names';
import { enumValueText } from './support/prisma-text';
import { sqlRemedy, statement } from './support/repair';
import { dropEnumStatements } from './support/repair-enum';
import { createEnumSql, quoteText } from './support/sql-text';
import { defineCheck } from './types';

/** The enums of both sides, their values and the values' order. */
export const enums = defineCheck({
  id: 'enums',
  group: 'schema',
  title: 'Enums and their values',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const external = externalFilter(observed['schema.prisma']);
    const kept = (type: EnumType) => !ignore.object(type.schema, type.name);
    const { tables, enums: liveEnums } = observed['database.catalogue'];
    const expected = observed['schema.ddl'].enums.filter(kept);
    const live = new Map(liveEnums.filter(kept).map((type) => [nameOf(type), type]));
    const findings: Finding[] = [];
    let compared = expected.length;

    for (const type of expected) {
      const found = live.get(nameOf(type));
      live.delete(nameOf(type));
      const parts = () => enumParts(type, observed['schema.prisma']);
      const own = found === undefined ? [missing(type, parts())] : valueFindings(type, found, parts, tables);
      findings.push(...(external.enum(type) ? own.flatMap(ofOwner) : own));
    }
    const migrated = new Set(observed['migrations.replay']?.schema.enums.map(nameOf));
    for (const type of live.values()) {
      if (external.enum(type)) continue;
      compared += 1;
      const columns = columnsOfType(type, tables).length;
      findings.push(unexpected(type, columns, migrated.has(nameOf(type))));
    }
    if (compared > 0) return { compared, findings };
    // No enum among no tables at all would also be what an empty or unreadable database looks like.
    if (tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'Neither schema.prisma nor the database has an enum.' };
  },
});

function missing(type: EnumType, parts: EnumParts): Finding {
  return driftFinding({
    rule: 'enum.missing',
    about: nameOf(type),
    ...weightOf('breaks reads'),
    subject: { kind: 'enum', name: type.name, ...parts.subject },
    message: `Enum ${nameOf(type)}${parts.inWords} is expected by schema.prisma with ${type.values.length} values, but the database has no such type.`,
    expected: `enum ${nameOf(type)}: ${type.values.join(', ')}`,
    observed: `no enum ${nameOf(type)}`,
    source: parts.source,
    remedy: sqlRemedy([statement(createEnumSql(type), 'enum')]),
  });
}

/** Of an enum that is managed elsewhere only what the client stumbles over, and no repair of ours. */
function ofOwner({ alternative: _ours, ...finding }: Finding): Finding[] {
  if (finding.severity !== 'error') return [];
  return [{ ...finding, remedy: { kind: 'note', text: MANAGED_ELSEWHERE } }];
}

function unexpected(type: EnumType, columns: number, migrated: boolean): Finding {
  const use = columns === 0 ? 'no column uses' : columns === 1 ? 'one column uses' : `${columns} columns use`;
  const block = `enum ${type.name} {\n${type.values.map((value) => `  ${enumValueText(value)}`).join('\n')}\n}`;
  return driftFinding({
    rule: 'enum.unexpected',
    about: nameOf(type),
    ...weightOf(columns === 0 || migrated ? 'changes nothing' : 'is drift'),
    subject: { kind: 'enum', schema: type.schema, name: type.name },
    message: `Enum ${nameOf(type)}, which ${use}, is in the database with the values ${type.values.map(quoteText).join(', ')}, but schema.prisma does not declare it${migrated ? ': a migration makes it' : ''}.`,
    expected: `no enum ${nameOf(type)}`,
    observed: `enum ${nameOf(type)}: ${type.values.join(', ')}`,
    remedy: { kind: 'edit', text: block },
    ...(columns === 0 ? { alternative: sqlRemedy(dropEnumStatements(type)) } : {}),
  });
}
