import type { TemplateLiteral } from 'oxc-parser';
import type { Reading } from './reading';
import type { Value } from './values';

/** A template as the text of a statement: parameters as `$1`, …, parts that are SQL themselves as such. */
export function sqlText(reading: Reading, { quasis }: TemplateLiteral, parts: readonly Value[]): Value {
  let text = '';
  quasis.forEach(({ value }, index) => {
    text += value.cooked ?? value.raw;
    const part = parts[index];
    if (part !== undefined) text += part.kind === 'sql' ? part.text : `$${index + 1}`;
  });
  return aSql(reading, text);
}

export function aSql(reading: Reading, text: string): Value {
  return { kind: 'sql', id: reading.values.id(`sql ${text}`), text };
}
