import type { SchemaFile } from '../../prisma/schema-text';

const BLOCK_BEGIN = /^\s*(model|view|type|enum)\s+(\w+)\s*\{/;
const BLOCK_END = /^\s*\}/;
const DOC_COMMENT = /^\s*\/\/\//;
const FIELD = /^\s*\w+\s+(\w+)(?:\[\]|\?)?(?:\s|$)/;

type Block = { kind: string; name: string; file: number; begin: number; end: number };

/**
 * The schema as it was before some models came: without them, without the relation fields that point to them, and
 * without the enums that only they used. Columns of other models stay. The text of all else is unchanged.
 * @param dropped names of the models to leave out
 */
export function olderSchema(files: readonly SchemaFile[], dropped: ReadonlySet<string>): SchemaFile[] {
  const texts = files.map((file) => file.text.split('\n'));
  const blocks = texts.flatMap((lines, file) => blocksOf(lines, file));
  const linesOf = (block: Block) => (texts[block.file] ?? []).slice(block.begin + 1, block.end);
  const typesIn = (wanted: (block: Block) => boolean) =>
    new Set(
      blocks
        .filter((block) => block.kind !== 'enum' && wanted(block))
        .flatMap((block) => linesOf(block).map(typeOf)),
    );

  const usedByDropped = typesIn((block) => dropped.has(block.name));
  const usedByOthers = typesIn((block) => !dropped.has(block.name));
  const goes = (block: Block) =>
    block.kind === 'enum'
      ? usedByDropped.has(block.name) && !usedByOthers.has(block.name)
      : dropped.has(block.name);

  const removed = texts.map(() => new Set<number>());
  for (const block of blocks) {
    const lines = texts[block.file] ?? [];
    const gone = removed[block.file];
    if (goes(block)) {
      let begin = block.begin;
      while (DOC_COMMENT.test(lines[begin - 1] ?? '')) begin -= 1;
      for (let at = begin; at <= block.end; at += 1) gone?.add(at);
    } else if (block.kind !== 'enum') {
      linesOf(block).forEach((line, index) => {
        if (dropped.has(typeOf(line))) gone?.add(block.begin + 1 + index);
      });
    }
  }
  return files.map((file, index) => ({
    path: file.path,
    text: (texts[index] ?? []).filter((_line, at) => !removed[index]?.has(at)).join('\n'),
  }));
}

function blocksOf(lines: readonly string[], file: number): Block[] {
  const blocks: Block[] = [];
  let open: Omit<Block, 'end'> | null = null;
  lines.forEach((line, at) => {
    const begin = open === null ? BLOCK_BEGIN.exec(line) : null;
    if (begin !== null) open = { kind: begin[1] ?? '', name: begin[2] ?? '', file, begin: at };
    else if (open !== null && BLOCK_END.test(line)) {
      blocks.push({ ...open, end: at });
      open = null;
    }
  });
  return blocks;
}

/** The type of a field's line, or an empty text for a line that is none. */
function typeOf(line: string): string {
  return FIELD.exec(line)?.[1] ?? '';
}
