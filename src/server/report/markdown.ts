import type { Block, Cell, Column, EvidenceEntry, Piece, ReportDocument, Section } from './model';
import { durationText, MARKS, momentText } from './words';

/** So much of a question stands in a ticket; the HTML has it whole. */
const QUESTION_CHARACTERS = 160;

/** The document as GitHub's Markdown, which most trackers read. Nothing in a name or a message is taken for markup. */
export function reportMarkdown(document: ReportDocument): string {
  const labels = new Map(document.evidence.map((entry) => [entry.need, entry]));
  const mark = MARKS[document.verdict];
  const parts = [
    `# ${text(document.title)}`,
    `**${mark.shape} ${mark.word}**: ${text(document.headline)}`,
    ...document.sections.flatMap((section) => sectionText(section, labels)),
    '## Evidence',
    'What was asked, shortened; the report as HTML has every question whole.',
    ...evidenceTable(document.evidence),
  ];
  return `${parts.join('\n\n')}\n`;
}

type Labels = ReadonlyMap<string, EvidenceEntry>;

function sectionText({ title, note, blocks }: Section, labels: Labels): string[] {
  return [
    `## ${text(title)}`,
    ...(note === undefined ? [] : [text(note)]),
    ...blocks.map((block) => blockText(block, labels)),
  ];
}

function blockText(block: Block, labels: Labels): string {
  switch (block.kind) {
    case 'paragraph':
      return cellText(block.text, labels);
    case 'facts':
      return table(
        [{ head: '' }, { head: '' }],
        block.facts.map(([label, cell]) => [text(label), cellText(cell, labels)]),
      );
    case 'table':
      return table(
        block.columns,
        block.rows.map((row) => row.map((cell) => cellText(cell, labels))),
      );
    case 'list':
      return block.items.map((item) => `- ${cellText(item, labels)}`).join('\n');
    case 'code':
      return fenced(block.text);
    case 'blanks':
      return block.labels.map((label) => `- [ ] ${text(label)}:`).join('\n');
  }
}

function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ head }) => text(head))),
    line(columns.map(({ align }) => (align === 'right' ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}

function cellText(cell: Cell, labels: Labels): string {
  const pieces: readonly Piece[] = isPieces(cell) ? cell : [cell];
  return pieces.map((piece) => pieceText(piece, labels)).join('');
}

function isPieces(cell: Cell): cell is readonly Piece[] {
  return Array.isArray(cell);
}

function pieceText(piece: Piece, labels: Labels): string {
  if (typeof piece === 'string') return text(piece);
  if ('code' in piece) return code(piece.code);
  if ('verdict' in piece) {
    const { shape, word } = MARKS[piece.verdict];
    return `${shape} ${text(piece.word ?? word)}`;
  }
  const entries = piece.evidence.flatMap((need) => labels.get(need) ?? []);
  if (entries.length === 0) return '–';
  const at = entries.flatMap((entry) => entry.at ?? []).sort();
  const when = at.at(-1);
  return text(
    `${entries.map(({ label }) => label).join(', ')}${when === undefined ? '' : `; ${momentText(when)}`}`,
  );
}

function evidenceTable(entries: readonly EvidenceEntry[]): string[] {
  if (entries.length === 0) return ['No evidence was kept of this run.'];
  const rows = entries.flatMap(({ label, need, pieces }) =>
    pieces.map((piece) => [
      label,
      code(need),
      `${piece.kind} ${code(shortened(piece.text))}`,
      text(piece.answer),
      durationText(piece.durationMs),
      momentText(piece.at),
    ]),
  );
  const columns = ['', 'Observation', 'Asked', 'Answer', 'Took', 'When'].map((head) => ({ head }));
  return [table(columns, rows)];
}

function shortened(question: string): string {
  const line = question.replaceAll(/\s+/g, ' ').trim();
  return line.length <= QUESTION_CHARACTERS ? line : `${line.slice(0, QUESTION_CHARACTERS)} …`;
}

/** As it is, whatever it holds: each character that Markdown or HTML could take for markup is escaped; one line. */
function text(plain: string): string {
  return oneLine(plain)
    .replaceAll(/[\\`*_[\]<>|~&$]/g, (found) => `\\${found}`)
    .replace(/^(\s*)([-+=#])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** A code span: longer than any run of backticks within; a bar would end the cell even there, unless it is escaped. */
function code(plain: string): string {
  const line = oneLine(plain);
  if (line.trim() === '') return '';
  const fence = '`'.repeat(longestRun(line) + 1);
  const padded = line.startsWith('`') || line.endsWith('`') ? ` ${line} ` : line;
  return `${fence}${padded.replaceAll('|', '\\|')}${fence}`;
}

function fenced(plain: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(plain) + 1));
  return `${fence}sql\n${plain.replaceAll('\r', '').trimEnd()}\n${fence}`;
}

function longestRun(plain: string): number {
  return Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
}

function oneLine(plain: string): string {
  return plain.replaceAll(/\s+/g, ' ');
}
