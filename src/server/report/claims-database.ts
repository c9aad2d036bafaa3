import type { ReportInput } from './model';
import { byCheck, comparedText, elsewhere, NO_DETAILS, type Standing } from './standing';
import { checkOf, countText, notMeasured, plural, someOf } from './words';

/* What the incident's report claimed of the database, and what a run measured of it. */

function difference(sides: { missing: string[]; unexpected: string[] }): string {
  const parts = [
    sides.missing.length === 0 ? null : `missing: ${someOf(sides.missing)}`,
    sides.unexpected.length === 0 ? null : `unexpected: ${someOf(sides.unexpected)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'none missing, none unexpected' : parts.join('; ');
}

export function tables({ report }: ReportInput): Standing {
  const { tables: sides } = report.summary;
  const text =
    sides && `${sides.observed} in the database, ${sides.expected} expected; ${difference(sides)}.`;
  return byCheck(report, 'tables', text);
}

export function enums({ report }: ReportInput): Standing {
  const { enums: sides } = report.summary;
  const text =
    sides && `${sides.observed} in the database, ${sides.expected} expected; ${difference(sides)}.`;
  return byCheck(report, 'enums', text);
}

export function enumValues({ report, rows }: ReportInput): Standing {
  const check = checkOf(report, 'enums');
  const wrong = (check?.findings ?? []).filter(({ rule }) => rule.startsWith('enum.value'));
  const values = rows?.enums?.reduce((sum, row) => sum + (row.values.database?.length ?? 0), 0);
  const counted = values === undefined ? '' : ` with ${countText(values)} values`;
  const found =
    wrong.length === 0 ? 'no value differs' : `${plural(wrong.length, 'difference')}: ${wrong[0]?.message}`;
  return byCheck(report, 'enums', `${plural(check?.compared ?? 0, 'enum')}${counted} compared; ${found}.`);
}

export function declared({ report }: ReportInput): Standing {
  const share = report.summary.coverage.declared;
  const text =
    share &&
    `${share.have} of ${share.of} indexes of schema.prisma (keys and unique ones too) are there and valid.`;
  return byCheck(report, 'declared-indexes', text);
}

export function strategic({ report }: ReportInput): Standing {
  const figures = report.summary.indexes?.strategic ?? null;
  return byCheck(
    report,
    'strategic-indexes',
    figures && `${figures.observed} of ${figures.expected} are there and valid.`,
  );
}

export function foreignKeys({ report }: ReportInput): Standing {
  return byCheck(report, 'foreign-keys', comparedText(report, 'foreign-keys'));
}

export function cascade({ report, details }: ReportInput): Standing {
  const actions = details?.foreignKeys ?? { value: null, reason: NO_DETAILS };
  const needs = ['database.catalogue'];
  if (actions.value === null) {
    return {
      verdict: 'unknown',
      measured: notMeasured(actions.reason ?? 'the database was not read'),
      needs,
    };
  }
  const counts = Object.entries(actions.value).sort(([, a], [, b]) => b - a);
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  const cascading = actions.value.CASCADE ?? 0;
  const text = counts.map(([action, count]) => `${count} ${action}`).join(', ');
  if (all === 0) return { verdict: 'skipped', measured: 'The database has no foreign key.', needs };
  if (cascading === all) return { verdict: 'pass', measured: `${all} of ${all}: CASCADE.`, needs };
  const declared =
    checkOf(report, 'foreign-keys')?.verdict === 'pass' ? ', each as schema.prisma declares it' : '';
  return { verdict: 'warn', measured: `Not all of ${all}: ${text}${declared}.`, needs };
}

export function foreignKeyCover({ report }: ReportInput): Standing {
  const share = report.summary.coverage.foreignKeys;
  const needs = ['database.catalogue'];
  if (share === null) {
    return { verdict: 'unknown', measured: notMeasured('no check of this run compared it'), needs };
  }
  const verdict = share.have === share.of ? 'pass' : 'warn';
  return { verdict, measured: `${share.have} of ${share.of} foreign keys.`, needs };
}

export function gains(): Standing {
  return elsewhere(
    'a run only looks, and this takes the same queries with and without the indexes on the same data: driftboard bench indexes measures it (docs/benchmarks.md)',
  );
}
