import type { AcceptEdit, Finding } from '../../shared/finding';
import {
  type AcceptContext,
  blockAt,
  closingOf,
  fieldNames,
  insertAfter,
  modelOf,
  removeLine,
  tableOf,
} from './accept-text';
import { prismaIndexName, wantedName } from './foreign-key-cover-findings';

/** The `@@index` for the index that the repair of an uncovered foreign key makes, at the end of its model. */
export function declareIndex(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const { subject } = finding;
  const model = modelOf(context, { schema: subject.schema, name: subject.table });
  const block = blockAt(context, model?.source);
  const table = tableOf(context, finding);
  // An index that is mended stands in the schema already, or is meant to stand nowhere.
  const makes = finding.remedy.statements?.some(({ sql }) => sql.startsWith('CREATE INDEX')) ?? false;
  if (model === undefined || block === null || table === undefined || !makes) return undefined;
  const columns = finding.key.slice(`${finding.rule}:${subject.schema}.${subject.table}:`.length).split(',');
  const fields = fieldNames(model, columns);
  if (fields === null) return undefined;
  const name = wantedName({ table, columns }, context.catalogue);
  const map = name === prismaIndexName(table.name, columns) ? '' : `, map: ${JSON.stringify(name)}`;
  return insertAfter(block.file, block.last - 1, `  @@index([${fields.join(', ')}]${map})`);
}

/** The removal of the one `@@index` or `@@unique` that declares a superfluous index, where it stands on a line of its own. */
export function removeIndexAttribute(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const { subject } = finding;
  const model = modelOf(context, { schema: subject.schema, name: subject.table });
  const block = blockAt(context, model?.source);
  const index = tableOf(context, finding)?.indexes.find(({ name }) => name === subject.name);
  if (model === undefined || block === null || index === undefined) return undefined;
  const fields = fieldNames(
    model,
    index.columns.map(({ name }) => name),
  );
  if (fields === null) return undefined;
  const attribute = index.unique ? '@@unique' : '@@index';
  const found = block.lines.filter(({ text }) => isOn(text, attribute, fields));
  const named = found.filter(({ text }) => mapOf(text) === index.name);
  const [only, ...more] = named.length > 0 ? named : found.filter(({ text }) => mapOf(text) === null);
  return only === undefined || more.length > 0
    ? undefined
    : removeLine({ file: block.file, line: only.line });
}

function isOn(text: string, attribute: string, fields: readonly string[]): boolean {
  const open = text.indexOf('[');
  if (!text.trim().startsWith(attribute) || open < 0) return false;
  const list = text.slice(open + 1, closingOf(text, open) - 1).replace(/\([^)]*\)/g, '');
  return (
    list
      .split(',')
      .map((field) => field.trim())
      .join() === fields.join()
  );
}

function mapOf(text: string): string | null {
  return /\bmap:\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replace(/\\(.)/g, '$1') ?? null;
}
