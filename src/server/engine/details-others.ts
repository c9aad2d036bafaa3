import { ignoreFilter } from '../../checks/support/ignore';
import type { Observed } from '../../checks/types';
import type { Extension, Sequence, Table } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { OtherRow } from '../../shared/rows';
import { allFindings, grouped, rowVerdict } from './details-findings';
import { judgedSides } from './details-schema';
import type { Judged } from './judged';
import { keyOf, presence, type Union, unionOfSides } from './sides';

/** The checks that look at each kind: without one of them a row was not measured. */
const CHECKED_BY: Record<OtherRow['kind'], readonly string[]> = {
  sequence: ['sequences', 'sequence-use'],
  extension: ['extensions'],
  view: ['views'],
};

/** One row a sequence, extension or view of any side; null where the schema or the database was not read. */
export function otherRows(values: Partial<Observed>, judged: Judged): OtherRow[] | null {
  const sides = judgedSides(values);
  if (sides === null) return null;
  const about = grouped(allFindings(judged.checks), subjectKey);
  const ignored = ignoreFilter(judged.ignore);
  const row = (
    kind: OtherRow['kind'],
    { of, any }: Union<{ schema: string | null; name: string }>,
    note: string,
  ): OtherRow => {
    // An extension is one of the database, wherever its objects lie.
    const own = about.get(`${kind} ${kind === 'extension' ? any.name : keyOf(any)}`) ?? [];
    const measured = CHECKED_BY[kind].some((id) => judged.ran.has(id));
    return {
      kind,
      schema: any.schema ?? '',
      name: any.name,
      verdict: ignored.object(any.schema ?? '', any.name) ? 'skipped' : rowVerdict(own, measured),
      findingKeys: own.map((finding) => finding.key),
      present: presence(sides, of),
      note,
    };
  };
  const extensions = unionOfSides(sides, (side) =>
    side.extensions.map((extension) => ({ ...extension, schema: null, at: extension })),
  );
  return [
    ...unionOfSides(sides, (side) => side.tables.filter(isView)).map((each) =>
      row('view', each, each.any.kind),
    ),
    ...unionOfSides(sides, (side) => side.sequences).map((each) =>
      row('sequence', each, ownerText(each.of.database ?? each.any)),
    ),
    ...extensions.map((each) => row('extension', each, versionText((each.of.database ?? each.any).at))),
  ];
}

/** True for what has a query of its own. */
function isView(table: Table): boolean {
  return table.kind === 'view' || table.kind === 'materialized view';
}

function subjectKey({ subject }: Finding): string | null {
  if (subject.kind === 'extension') return `extension ${subject.name}`;
  if (subject.kind !== 'sequence' && subject.kind !== 'view') return null;
  return `${subject.kind} ${keyOf({ schema: subject.schema ?? 'public', name: subject.name })}`;
}

function ownerText({ ownedBy, type }: Sequence): string {
  return ownedBy === null ? `${type}, owned by no column` : `${type}, of ${ownedBy.table}.${ownedBy.column}`;
}

function versionText({ version }: Extension): string {
  return version === null ? 'any version' : `version ${version}`;
}
