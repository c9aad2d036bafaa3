import type { EnumType } from '../../shared/database-schema';
import type { AcceptEdit, Finding } from '../../shared/finding';
import { type AcceptContext, blockAt, insertAfter, removeLine, replaceLine, together } from './accept-text';
import { enumText, enumValueText } from './prisma-text';

/** The edit of an enum block that accepts the values which the database has. */
export function acceptEnum(finding: Finding, context: AcceptContext): AcceptEdit | undefined {
  const name = enumName(context, finding);
  const live = context.catalogue.enums.find(
    (type) => type.schema === finding.subject.schema && type.name === name,
  );
  if (live === undefined) return undefined;
  if (finding.rule === 'enum.unexpected') {
    const [file] = context.schema.files;
    const text = enumText(live, context.schema.schemas.length > 1);
    return file === undefined
      ? undefined
      : { file: file.path, line: null, action: 'append', text: `\n${text}` };
  }
  const declared = context.schema.enums.find(
    (type) => type.schema === live.schema && type.dbName === live.name,
  );
  const block = blockAt(context, declared?.source);
  if (declared === undefined || block === null) return undefined;
  const places = valuePlaces(block.lines);
  const value = finding.subject.name.slice(name.length + 1);
  if (finding.rule === 'enum.value-unexpected') return addValue(live, value, places, block);
  if (finding.rule === 'enum.value-missing') {
    const line = places.get(value)?.line;
    const used = context.schema.files.some(({ text }) =>
      (text ?? '').includes(`@default(${nameFor(declared, value)})`),
    );
    return line === undefined || used ? undefined : removeLine({ file: block.file, line });
  }
  if (finding.rule !== 'enum.value-order') return undefined;
  const lines = [...places.values()];
  const wanted = live.values.flatMap((one) => places.get(one) ?? []);
  if (wanted.length !== lines.length) return undefined;
  return together(
    lines.flatMap(({ line, text }, index) => {
      const other = wanted[index]?.text ?? text;
      return other === text ? [] : [replaceLine({ file: block.file, line }, other)];
    }),
  );
}

/** `GoalStatus` of `enum.value-missing:public.GoalStatus:DONE`: the longest type whose values it could be. */
function enumName({ schema, catalogue }: AcceptContext, { key, rule, subject }: Finding): string {
  if (!rule.startsWith('enum.value-') || rule === 'enum.value-order') return subject.name;
  const names = [...catalogue.enums, ...schema.enums.map((type) => ({ ...type, name: type.dbName }))]
    .filter((type) => key.startsWith(`${rule}:${type.schema}.${type.name}:`))
    .map(({ name }) => name);
  return names.sort((a, b) => b.length - a.length)[0] ?? subject.name;
}

type ValuePlace = { line: number; text: string };

function valuePlaces(lines: readonly ValuePlace[]): Map<string, ValuePlace> {
  const places = new Map<string, ValuePlace>();
  for (const place of lines) {
    const name = /^\s*(\w+)/.exec(place.text)?.[1];
    if (name === undefined) continue;
    const mapped = /@map\(\s*(?:name:\s*)?"((?:[^"\\]|\\.)*)"/.exec(place.text)?.[1];
    places.set(mapped ?? name, place);
  }
  return places;
}

function addValue(
  live: EnumType,
  value: string,
  places: ReadonlyMap<string, ValuePlace>,
  block: { file: string; first: number },
): AcceptEdit {
  const before = live.values.slice(0, live.values.indexOf(value)).reverse();
  const anchor = before.flatMap((one) => places.get(one) ?? [])[0];
  return insertAfter(block.file, anchor?.line ?? block.first, `  ${enumValueText(value)}`);
}

function nameFor(declared: { values: readonly { name: string; dbName: string }[] }, value: string): string {
  return declared.values.find(({ dbName }) => dbName === value)?.name ?? value;
}
