import type { AcceptEdit, EditPart, Finding } from '../../shared/finding';
import { type AcceptContext, type Block, blockAt, insertAfter, replaceLine, together } from './accept-text';

const PREVIEW = 'postgresqlExtensions';

/** The edit of the datasource block that declares an extension, and of the generator that lets Prisma read it. */
export function acceptExtension({ rule, subject }: Finding, context: AcceptContext): AcceptEdit | undefined {
  if (rule !== 'extension.unexpected') return undefined;
  const datasource = blockOf(context, 'datasource');
  const generator = blockOf(context, 'generator');
  if (datasource === null || generator === null) return undefined;
  const declared = intoList(datasource, 'extensions', extensionText(subject.name));
  const isOn = generator.lines.some(({ text }) => text.includes(`"${PREVIEW}"`));
  const allowed = isOn ? [] : [intoList(generator, 'previewFeatures', `"${PREVIEW}"`)];
  const parts = [declared, ...allowed];
  const known = parts.filter((part) => part !== null);
  return known.length === parts.length ? together(known) : undefined;
}

/** `citext`, or `uuid_ossp(map: "uuid-ossp")` where the name is none of Prisma's. */
export function extensionText(name: string): string {
  return /^[A-Za-z]\w*$/.test(name)
    ? name
    : `${name.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '')}(map: ${JSON.stringify(name)})`;
}

function blockOf(context: AcceptContext, kind: 'datasource' | 'generator'): Block | null {
  for (const { path } of context.schema.files) {
    const at = context
      .linesOf(path)
      .findIndex((text) => new RegExp(`^\\s*${kind}\\s+\\w+\\s*\\{`).test(text));
    if (at >= 0) return blockAt(context, { file: path, line: at + 1 });
  }
  return null;
}

/** Null where the list stands on several lines. */
function intoList(block: Block, key: string, item: string): EditPart | null {
  const line = block.lines.find(({ text }) => new RegExp(`^\\s*${key}\\s*=`).test(text));
  if (line === undefined) return insertAfter(block.file, block.first, `  ${key} = [${item}]`);
  const end = line.text.lastIndexOf(']');
  if (end < 0) return null;
  const before = line.text.slice(0, end).trimEnd();
  const comma = before.endsWith('[') ? '' : ', ';
  return replaceLine(
    { file: block.file, line: line.line },
    `${before}${comma}${item}${line.text.slice(end)}`,
  );
}
