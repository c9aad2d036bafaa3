import type { SourcePosition } from '../../../shared/finding';
import type { SchemaFile } from '../../prisma/schema-text';

/** A field that Prisma's parser leaves out of its answer: `Unsupported("circle")`. */
export type UnsupportedField = {
  name: string;
  dbName: string;
  databaseType: string;
  isList: boolean;
  isRequired: boolean;
  hasDefault: boolean;
  source: SourcePosition;
};

/** Where a model, view or enum stands, and what of it the parser does not tell. */
export type BlockPosition = {
  source: SourcePosition;
  fields: Map<string, SourcePosition>;
  unsupported: UnsupportedField[];
  /** From `@@schema`, which the parser tells of models only. */
  schema: string | null;
};

const BLOCK = /^\s*(model|view|enum|type)\s+(\w+)\s*\{/;
const FIELD = /^\s*(\w+)(?=\s|$)/;
const UNSUPPORTED = /^\s*(\w+)\s+Unsupported\("((?:[^"\\]|\\.)*)"\)(\[\])?(\?)?(.*)$/;

/** The lines where models, views, enums and their fields begin. Reads places only; what they mean Prisma's parser says. */
export function schemaPositions(files: readonly SchemaFile[]): Map<string, BlockPosition> {
  const blocks = new Map<string, BlockPosition>();
  for (const file of files) {
    let block: BlockPosition | null = null;
    file.text.split('\n').forEach((line, index) => {
      const source = { file: file.path, line: index + 1 };
      const opening = BLOCK.exec(line);
      if (opening !== null) {
        block = { source, fields: new Map(), unsupported: [], schema: null };
        blocks.set(opening[2] ?? '', block);
      } else if (/^\s*\}/.test(line)) block = null;
      else if (block !== null) readLine(block, line, source);
    });
  }
  return blocks;
}

function readLine(block: BlockPosition, line: string, source: SourcePosition): void {
  const schema = /^\s*@@schema\(\s*(?:map:\s*)?"([^"]+)"/.exec(line)?.[1];
  if (schema !== undefined) block.schema = schema;
  const name = FIELD.exec(line)?.[1];
  if (name === undefined) return;
  block.fields.set(name, source);
  const unsupported = UNSUPPORTED.exec(line);
  if (unsupported === null) return;
  const attributes = (unsupported[5] ?? '').replace(/\/\/.*$/, '');
  block.unsupported.push({
    name,
    dbName: /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(attributes)?.[1] ?? name,
    databaseType: unsupported[2] ?? '',
    isList: unsupported[3] !== undefined,
    isRequired: unsupported[4] === undefined,
    hasDefault: attributes.includes('@default('),
    source,
  });
}
