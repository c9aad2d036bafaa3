import { TLS_WAYS } from './tls-ways';
import type { Expectation } from './way';
import { WAYS } from './ways';

const HEAD = `# How failures of endpoints are told apart

Driftboard judges an answer by what it says, never by its status alone. This is the list of what the test server does,
and of what is made of it; a test does each of these things over a real connection and compares. It is written by
\`npx vitest run --project unit src/server/probes/http/failures-document.test.ts -u\`, and the same test fails where it is not up to date.

- *Finding* is the rule that fails; \`—\` means that the answer is as declared and nothing is found.
- *Evidence* is the code that the body gives as its reason, and the table, column, enum or field that it names.
- *It says* are parts of the finding's sentence.

Each of them ends within the limit for one try (\`--timeout-ms\`), and none costs more memory than the answer's limit of 1 MB
and what unpacking it needs: both are measured for the 1 GB body, the body without an end and the two bombs.
No redirect is followed, no body is read past its limit, and what is kept of it is masked: secrets and personal data by the
names of fields, by the \`mask\` of the manifest and by their form (e-mail addresses, card numbers and IBANs with right check digits,
telephone numbers with their country, keys, tokens, passwords in URLs).
`;

/** The documentation of every way in which the test server misbehaves, from the same table that the test goes through. */
export function failuresDocument(): string {
  const count = WAYS.reduce((sum, { ways }) => sum + ways.length, TLS_WAYS.length);
  const groups = WAYS.map(({ title, ways }) =>
    section(
      title,
      ['The server', 'Finding', 'Evidence', 'It says'],
      ways.map(({ does, expect }) => [cell(does), rule(expect), evidence(expect), says(expect.says)]),
    ),
  );
  const connections = section(
    'Before a request can be made',
    ['The server', 'Verdict', 'It says'],
    TLS_WAYS.map((way) => [
      cell(way.does),
      way.verdict.includes('.') ? `\`${way.verdict}\`` : way.verdict,
      says(way.says),
    ]),
    'Where no endpoint of the base URL could be connected to, no endpoint is to blame: the check is `unknown`, with the reason.\n',
  );
  return `${HEAD}\nThere are ${count} of them.\n\n${[connections, ...groups].join('\n')}`;
}

function section(title: string, head: string[], rows: string[][], said = ''): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `## ${title}\n\n${said === '' ? '' : `${said}\n`}${lines.join('\n')}\n`;
}

function rule({ rule: id }: Expectation): string {
  return id === null ? '—' : `\`${id}\``;
}

function evidence({ code, object }: Expectation): string {
  if (code === undefined) return '';
  return object === undefined ? `\`${code}\`` : `\`${code}\`, ${cell(object)}`;
}

function says(parts: readonly string[] = []): string {
  return parts.map((part) => `“${cell(part.trim())}”`).join(' ');
}

/** A text inside a table: a bar would end the cell, a tag would be one. */
function cell(text: string): string {
  return text
    .replace(/[^\P{C}\n]/gu, '')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/\s+/g, ' ')
    .trim();
}
