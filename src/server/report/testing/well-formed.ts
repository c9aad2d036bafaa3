const NAME = '[a-zA-Z][a-zA-Z0-9-]*';
const ATTRIBUTE = `\\s+${NAME}="[^"<]*"`;
const TAG = new RegExp(`<(/?)(${NAME})((?:${ATTRIBUTE})*)\\s*(/?)>`, 'y');
const TEXT = /[^<&]+|&(?:amp|lt|gt|quot|#39);/y;

export type Parsed = {
  /** Every element in its order, with its attributes as they stand. */
  elements: { name: string; attributes: string }[];
  /** All text, its entities resolved. */
  text: string;
};

/**
 * Reads a document by XML's rules, strictly: each element closed in its order, each attribute quoted, each `<` and `&`
 * either markup or escaped.
 * @throws Error where it is not well-formed
 */
export function parseStrictly(html: string): Parsed {
  const source = html
    .replace(/^(?:<!DOCTYPE html>|<\?xml version="1.0" encoding="UTF-8"\?>)\n/, '')
    .replace(/<style>[^<]*<\/style>/, '<style></style>');
  const open: string[] = [];
  const elements: Parsed['elements'] = [];
  const texts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const pattern = source[at] === '<' ? TAG : TEXT;
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (found === null) throw new Error(`Not well-formed at ${at}: ${source.slice(at, at + 80)}`);
    at += found[0].length;
    const [whole, closing, name = '', attributes = '', empty] = found;
    if (pattern === TEXT) texts.push(resolved(whole));
    else if (closing === '/') {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last ?? 'nothing'}>.`);
    } else {
      elements.push({ name, attributes });
      if (empty !== '/') open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`Never closed: ${open.join(', ')}.`);
  return { elements, text: texts.join('') };
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

function resolved(text: string): string {
  return text.replaceAll(/&[^;]+;/g, (entity) => ENTITIES[entity] ?? entity);
}
