/** Narrower than this nothing is wrapped: a word a line is no text any more. */
const LEAST_WIDTH = 20;

/**
 * Lays a text into lines of a terminal's width, broken between words; a word that is longer than a line stays whole.
 * @param width null where it is no terminal: then each line stays as long as it is
 */
export function wrap(text: string, indent: string, width: number | null): string[] {
  const room = width === null ? null : width - indent.length;
  return text.split('\n').flatMap((line) => {
    if (room === null || room < LEAST_WIDTH || line.length <= room) return [`${indent}${line}`];
    const lines: string[] = [];
    let current = '';
    for (const word of line.split(' ')) {
      const longer = current === '' ? word : `${current} ${word}`;
      if (longer.length > room && current !== '') {
        lines.push(current);
        current = word;
      } else current = longer;
    }
    return [...lines, current].map((each) => `${indent}${each}`);
  });
}
