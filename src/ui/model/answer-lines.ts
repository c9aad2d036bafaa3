/** One line of an answer as it is shown, with the path of the value that stands on it; null on lines of brackets. */
export type AnswerLine = { text: string; path: string | null };

/** More lines than these are not laid out one by one. */
const MOST_LINES = 2_000;

/**
 * A JSON answer, a line a value.
 * @returns null where the text is no JSON (or was cut), or too long to lay out: then it is shown as it came
 */
export function answerLines(text: string): AnswerLine[] | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const lines: AnswerLine[] = [];
  write(json, { lines, path: '', indent: '', lead: '', tail: '' });
  return lines.length > MOST_LINES ? null : lines;
}

type Place = { lines: AnswerLine[]; path: string; indent: string; lead: string; tail: string };

function write(value: unknown, { lines, path, indent, lead, tail }: Place): void {
  if (lines.length > MOST_LINES) return;
  const own = path === '' ? null : path;
  if (typeof value !== 'object' || value === null) {
    lines.push({ text: `${indent}${lead}${JSON.stringify(value)}${tail}`, path: own });
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList
    ? value.map((each, index) => ({ each: each as unknown, path: `${path}[${index}]`, lead: '' }))
    : Object.entries(value).map(([key, each]) => ({
        each: each as unknown,
        path: pathTo(path, key),
        lead: `${JSON.stringify(key)}: `,
      }));
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  if (entries.length === 0) {
    lines.push({ text: `${indent}${lead}${open}${close}${tail}`, path: own });
    return;
  }
  lines.push({ text: `${indent}${lead}${open}`, path: own });
  for (const [index, entry] of entries.entries()) {
    const comma = index < entries.length - 1 ? ',' : '';
    write(entry.each, { lines, path: entry.path, indent: `${indent}  `, lead: entry.lead, tail: comma });
  }
  lines.push({ text: `${indent}${close}${tail}`, path: null });
}

/** As zod and the manifest write it: `items[0].id`, `["odd key"]`. */
function pathTo(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** The paths among those of an answer that a sentence names: what of it is not as declared. */
export function pathsNamedIn(texts: readonly string[], lines: readonly AnswerLine[]): Set<string> {
  const text = texts.join('\n');
  const named = lines.flatMap(({ path }) => (path !== null && isNamed(path, text) ? [path] : []));
  return new Set(named);
}

/** As a whole word that ends there: `items` is not named by `items[0].id`, nor by prose. */
function isNamed(path: string, text: string): boolean {
  for (let at = text.indexOf(path); at !== -1; at = text.indexOf(path, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + path.length);
    const plain = /^\w+$/.test(path);
    // One bare word may be prose: only what a finding says of a value makes it a path.
    if (!/[\w.$\]]/.test(before) && (plain ? /^(?::| is [^;]*, where )/ : /^(?![\w.[$])/).test(after))
      return true;
  }
  return false;
}
