import type { AcceptEdit } from '../../../shared/finding';

/** A schema text after an edit and all that belongs to it. Lines count as the text stands before. */
export function applyEdit(text: string, edit: AcceptEdit): string {
  const lines: (string | null)[] = text.split('\n');
  const after = new Map<number, string[]>();
  for (const { action, line, text: added } of [edit, ...(edit.and ?? [])]) {
    const at = action === 'append' || line === null ? lines.length : line;
    if (action === 'replace') lines[at - 1] = added;
    else if (action === 'remove') lines[at - 1] = null;
    else after.set(at, [...(after.get(at) ?? []), added]);
  }
  return lines
    .flatMap((line, index) => [...(line === null ? [] : [line]), ...(after.get(index + 1) ?? [])])
    .join('\n');
}
