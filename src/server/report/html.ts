import { escaped } from './escaped';
import { REPORT_STYLE } from './html-style';
import type { Block, Cell, EvidenceEntry, Piece, ReportDocument, Section } from './model';
import { durationText, MARKS, momentText } from './words';

/** A link above the report, as the dashboard puts it there; a file has none. It is not printed. */
export type ReportLink = { href: string; text: string };

/**
 * The document as one HTML file: its style within, no script, well-formed also as XML. Whatever a name or a message
 * holds is text.
 */
export function reportHtml(document: ReportDocument, links: readonly ReportLink[] = []): string {
  const labels = new Map(document.evidence.map((entry) => [entry.need, entry]));
  const { shape, word } = MARKS[document.verdict];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="robots" content="noindex"/>
<title>${escaped(`${shape} ${word.toUpperCase()} · ${document.title}`)}</title>
<style>${REPORT_STYLE}</style>
</head>
<body>
${links.length === 0 ? '' : `<nav class="bar" aria-label="Report">${links.map(({ href, text }) => `<a href="${escaped(href)}">${escaped(text)}</a>`).join('')}</nav>\n`}<main>
<h1>${escaped(document.title)}</h1>
<p class="headline ${document.verdict}">${pieceHtml({ verdict: document.verdict }, labels)} ${escaped(document.headline)}</p>
${document.sections.map((section) => sectionHtml(section, labels)).join('\n')}
${appendix(document.evidence)}
</main>
</body>
</html>
`;
}

type Labels = ReadonlyMap<string, EvidenceEntry>;

function sectionHtml({ id, title, note, blocks }: Section, labels: Labels): string {
  const body = blocks.map((block) => blockHtml(block, labels)).join('\n');
  return `<section id="${escaped(id)}" aria-labelledby="${escaped(id)}-title">
<h2 id="${escaped(id)}-title">${escaped(title)}</h2>
${note === undefined ? '' : `<p class="note">${escaped(note)}</p>\n`}${body}
</section>`;
}

function blockHtml(block: Block, labels: Labels): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${cellHtml(block.text, labels)}</p>`;
    case 'facts':
      return `<dl>${block.facts.map(([label, cell]) => `<dt>${escaped(label)}</dt><dd>${cellHtml(cell, labels)}</dd>`).join('')}</dl>`;
    case 'table':
      return tableHtml(block, labels);
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${cellHtml(item, labels)}</li>`).join('')}</ul>`;
    case 'code':
      return `<pre>${escaped(block.text)}</pre>`;
    case 'blanks':
      return `<div class="blanks">${block.labels.map((label) => `<p class="blank">${escaped(label)}<span></span></p>`).join('')}</div>`;
  }
}

function tableHtml({ caption, columns, rows }: Extract<Block, { kind: 'table' }>, labels: Labels): string {
  const head = columns
    .map(
      ({ head: text, align }) =>
        `<th scope="col"${align === undefined ? '' : ' class="right"'}>${escaped(text)}</th>`,
    )
    .join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => {
      const column = columns[index];
      const label = index === 0 || column === undefined ? '' : ` data-head="${escaped(column.head)}"`;
      const side = column?.align === undefined ? '' : ' class="right"';
      return `<td${side}${label}>${cellHtml(cell, labels)}</td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table>
<caption>${escaped(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

function cellHtml(cell: Cell, labels: Labels): string {
  const pieces: readonly Piece[] = isPieces(cell) ? cell : [cell];
  return pieces.map((piece) => pieceHtml(piece, labels)).join('');
}

function isPieces(cell: Cell): cell is readonly Piece[] {
  return Array.isArray(cell);
}

function pieceHtml(piece: Piece, labels: Labels): string {
  if (typeof piece === 'string') return escaped(piece);
  if ('code' in piece) return `<code>${escaped(piece.code)}</code>`;
  if ('verdict' in piece) {
    const { shape, word } = MARKS[piece.verdict];
    const hatched = piece.word === 'not measured' ? ' hatched' : '';
    return `<span class="mark ${piece.verdict}${hatched}">${shape} ${escaped(piece.word ?? word)}</span>`;
  }
  const entries = piece.evidence.flatMap((need) => labels.get(need) ?? []);
  if (entries.length === 0) return '–';
  const links = entries.map(({ label }) => `<a href="#${label}">${label}</a>`).join(', ');
  const when = entries
    .flatMap(({ at }) => at ?? [])
    .sort()
    .at(-1);
  return when === undefined
    ? links
    : `${links}; <time datetime="${escaped(when)}">${escaped(momentText(when))}</time>`;
}

/** Every question whole, with its answer, its time and its moment. */
function appendix(entries: readonly EvidenceEntry[]): string {
  const parts = entries.map(({ label, need, pieces }) => {
    const asked = pieces.map(
      (piece) =>
        `<p class="note">${escaped(`${piece.kind}, ${momentText(piece.at)}, ${durationText(piece.durationMs)}; answer: ${piece.answer}`)}</p>\n<pre>${escaped(piece.text)}</pre>`,
    );
    return `<h3 id="${label}">${label} ${escaped(need)}</h3>\n${asked.join('\n')}`;
  });
  const body = parts.length === 0 ? '<p>No evidence was kept of this run.</p>' : parts.join('\n');
  return `<section id="evidence" aria-labelledby="evidence-title">
<h2 id="evidence-title">Evidence</h2>
<p class="note">What was asked for this run, whole, with what came back and when.</p>
${body}
</section>`;
}
