import type { SourcePosition } from '../../../shared/finding';
import { codeLines } from '../../prisma/code-lines';
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

/** A field of a model that the parser leaves out as a whole: its name, its column, and the words of its type. */
export type WrittenField = { name: string; dbName: string; type: string; attributes: string };

/** Where a model, view or enum stands, and what of it the parser does not tell. */
export type BlockPosition = {
  keyword: 'model' | 'view' | 'enum' | 'type';
  source: SourcePosition;
  fields: Map<string, SourcePosition>;
  unsupported: UnsupportedField[];
  /** From `@@schema`, which the parser tells of models only. */
  schema: string | null;
  /** From `@@map`, for what the parser leaves out. */
  dbName: string | null;
  /** `@@ignore`: the parser leaves the whole model out of its answer. */
  ignored: boolean;
  written: WrittenField[];
};

const BLOCK = /^\s*(model|view|enum|type)\s+(\w+)\s*\{/;
const FIELD = /^\s*(\w+)(?=\s|$)/;
const TYPED = /^\s*(\w+)\s+(\w+(?:\[\]|\?)?)(?=\s|$)(.*)$/;
const UNSUPPORTED = /^\s*(\w+)\s+Unsupported\("((?:[^"\\]|\\.)*)"\)(\[\])?(\?)?(.*)$/;
const MAP = /@map\(\s*(?:name:\s*)?"((?:[^"\\]|\\.)+)"/;

/** The lines where models, views, enums and their fields begin. Reads places only; what they mean Prisma's parser says. */
export function schemaPositions(files: readonly SchemaFile[]): Map<string, BlockPosition> {
  const blocks = new Map<string, BlockPosition>();
  for (const file of files) {
    let block: BlockPosition | null = null;
    codeLines(file.text).forEach((line, index) => {
      const source = { file: file.path, line: index + 1 };
      const opening = BLOCK.exec(line);
      if (opening !== null) {
        block = emptyBlock(keywordOf(opening[1]), source);
        blocks.set(opening[2] ?? '', block);
      } else if (/^\s*\}/.test(line)) block = null;
      else if (block !== null) readLine(block, line, source);
    });
  }
  return blocks;
}

function keywordOf(word: string | undefined): BlockPosition['keyword'] {
  return word === 'view' || word === 'enum' || word === 'type' ? word : 'model';
}

function emptyBlock(keyword: BlockPosition['keyword'], source: SourcePosition): BlockPosition {
  return {
    keyword,
    source,
    fields: new Map(),
    unsupported: [],
    schema: null,
    dbName: null,
    ignored: false,
    written: [],
  };
}

function readLine(block: BlockPosition, line: string, source: SourcePosition): void {
  if (/^\s*@@/.test(line)) {
    block.schema = /^\s*@@schema\(\s*(?:map:\s*)?"([^"]+)"/.exec(line)?.[1] ?? block.schema;
    block.dbName =
      unescaped(/^\s*@@map\(\s*(?:name:\s*)?"((?:[^"\\]|\\.)+)"/.exec(line)?.[1]) ?? block.dbName;
    if (/^\s*@@ignore\b/.test(line)) block.ignored = true;
    return;
  }
  const name = FIELD.exec(line)?.[1];
  if (name === undefined) return;
  block.fields.set(name, source);
  const unsupported = UNSUPPORTED.exec(line);
  if (unsupported === null) {
    const [, , type = '', attributes = ''] = TYPED.exec(line) ?? [];
    block.written.push({ name, type, attributes, dbName: unescaped(MAP.exec(attributes)?.[1]) ?? name });
    return;
  }
  const attributes = unsupported[5] ?? '';
  block.unsupported.push({
    name,
    dbName: unescaped(MAP.exec(attributes)?.[1]) ?? name,
    databaseType: unsupported[2] ?? '',
    isList: unsupported[3] !== undefined,
    isRequired: unsupported[4] === undefined,
    hasDefault: attributes.includes('@default('),
    source,
  });
}

function unescaped(text: string | undefined): string | null {
  return text === undefined ? null : text.replace(/\\(.)/g, '$1');
}
