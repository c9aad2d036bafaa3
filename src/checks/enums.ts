import type { EnumType } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { columnsOfType } from './support/enum-sql';
import { enumParts } from './support/enum-subject';
import { valueFindings } from './support/enum-values';
import { ignoreFilter } from './support/ignore';
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
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const kept = (type: EnumType) => !ignore.object(type.schema, type.name);
    const { tables, enums: liveEnums } = observed['database.catalogue'];
    const expected = observed['schema.ddl'].enums.filter(kept);
    const live = new Map(liveEnums.filter(kept).map((type) => [nameOf(type), type]));
    const findings: Finding[] = [];
    let compared = expected.length;

    for (const type of expected) {
      const found = live.get(nameOf(type));
      live.delete(nameOf(type));
      const parts = enumParts(type, observed['schema.prisma']);
      if (found !== undefined) findings.push(...valueFindings(type, found, parts, tables));
      else {
        findings.push(
          driftFinding({
            rule: 'enum.missing',
            about: nameOf(type),
            severity: 'error',
            impact: 'read',
            subject: { kind: 'enum', name: type.name, ...parts.subject },
            message: `Enum ${nameOf(type)}${parts.inWords} is expected by schema.prisma with ${type.values.length} values, but the database has no such type.`,
            expected: `enum ${nameOf(type)}: ${type.values.join(', ')}`,
            observed: `no enum ${nameOf(type)}`,
            source: parts.source,
            remedy: sqlRemedy([statement(createEnumSql(type), 'enum')]),
          }),
        );
      }
    }
    compared += live.size;
    for (const type of live.values()) {
      findings.push(unexpected(type, columnsOfType(type, tables).length));
    }
    if (compared > 0) return { compared, findings };
    // No enum among no tables at all would also be what an empty or unreadable database looks like.
    if (tables.length === 0) return { compared, findings };
    return { compared, findings, nothingToCompare: 'Neither schema.prisma nor the database has an enum.' };
  },
});

function unexpected(type: EnumType, columns: number): Finding {
  const use = columns === 0 ? 'no column uses' : columns === 1 ? 'one column uses' : `${columns} columns use`;
  const block = `enum ${type.name} {\n${type.values.map((value) => `  ${enumValueText(value)}`).join('\n')}\n}`;
  return driftFinding({
    rule: 'enum.unexpected',
    about: nameOf(type),
    severity: columns === 0 ? 'info' : 'warning',
    impact: 'none',
    subject: { kind: 'enum', schema: type.schema, name: type.name },
    message: `Enum ${nameOf(type)}, which ${use}, is in the database with the values ${type.values.map(quoteText).join(', ')}, but schema.prisma does not declare it.`,
    expected: `no enum ${nameOf(type)}`,
    observed: `enum ${nameOf(type)}: ${type.values.join(', ')}`,
    remedy: { kind: 'edit', text: block },
    ...(columns === 0 ? { alternative: sqlRemedy(dropEnumStatements(type)) } : {}),
  });
}
