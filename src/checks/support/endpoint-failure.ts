import { FAILURE_TEXTS, type FailureKind, OTHER_PRISMA_CODE } from './failure-texts';

/** What a failing answer, or the message of a failing query, says about its reason. */
export type FailureEvidence = {
  kind: FailureKind;
  /** Prisma's code, the SQLSTATE, or `missing-delegate`, `unknown-field`, `enum-value`, `no-client` … */
  code: string;
  /** The table, column, enum or field that the text names, without its schema; null where it names none. */
  object: string | null;
  /** The enum's value that is not known. */
  value: string | null;
};

const SCHEMA_KINDS: readonly FailureKind[] = ['client', 'table', 'column', 'enum', 'type', 'function'];
/** What is repeated of a text around its telling place. */
const EXCERPT_CHARACTERS = 300;

/**
 * Reads the reason out of the text of an answer that was not as declared. Never judges by a status.
 * @returns null where the text names no reason of this kind
 */
export function evidenceIn(text: string): FailureEvidence | null {
  return found(plainText(text))?.evidence ?? null;
}

/** Whether the reason is a difference between schema, client and database: `endpoint.schema-error`. */
export function isSchemaFailure(evidence: FailureEvidence | null): boolean {
  return evidence !== null && SCHEMA_KINDS.includes(evidence.kind);
}

/** The line in which a text tells its reason, cut; null where it names none. The same evidence is found in it again. */
export function tellingLine(text: string): string | null {
  const plain = plainText(text);
  const hit = found(plain);
  if (hit === null) return null;
  const before = plain.slice(Math.max(0, hit.start - EXCERPT_CHARACTERS / 2), hit.start);
  const after = plain.slice(hit.end, hit.end + EXCERPT_CHARACTERS);
  // A line of prose ends where its markup, its JSON or itself does.
  const head = /[^\n<>{}]*$/.exec(before)?.[0] ?? '';
  const tail = /^[^\n<>{}]*/.exec(after)?.[0] ?? '';
  const line = `${head}${plain.slice(hit.start, hit.end)}${tail}`.replace(/\s+/g, ' ').trim();
  return line.length > EXCERPT_CHARACTERS * 2 ? `${line.slice(0, EXCERPT_CHARACTERS * 2)} …` : line;
}

function found(plain: string): { evidence: FailureEvidence; start: number; end: number } | null {
  for (const { kind, code, pattern } of FAILURE_TEXTS) {
    const match = pattern.exec(plain);
    if (match === null) continue;
    const named = match.groups?.object ?? match.groups?.bare;
    return {
      evidence: { kind, code, object: nameOf(named, kind), value: match.groups?.value ?? null },
      start: match.index,
      end: match.index + match[0].length,
    };
  }
  const other = OTHER_PRISMA_CODE.exec(plain);
  const code = other?.groups?.code;
  if (other === null || code === undefined) return null;
  return {
    evidence: { kind: 'application', code: code.toUpperCase(), object: null, value: null },
    start: other.index,
    end: other.index + other[0].length,
  };
}

/** `public.goals` → `goals`; `(not available)` → null. An operator has no schema, and may hold dots. */
function nameOf(named: string | undefined, kind: FailureKind): string | null {
  if (named === undefined || named.startsWith('(')) return null;
  return kind === 'function' ? named.trim() : (named.split('.').at(-1) ?? null);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#x22;': '"',
  '&#39;': "'",
  '&#x27;': "'",
  '&apos;': "'",
  '&#96;': '`',
  '&#x60;': '`',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};
// Prisma colours its messages where it takes its output for a terminal; JSON writes the escape as text.
const COLOURS = new RegExp(`(?:${String.fromCharCode(27)}|\\\\u001b)\\[[0-9;]{0,12}m`, 'gi');

/** Undoes what JSON, HTML and a terminal do to a message. */
function plainText(text: string): string {
  return text
    .replace(COLOURS, '')
    .replace(
      /&(?:quot|#34|#x22|#39|#x27|apos|#96|#x60|lt|gt|amp);/gi,
      (entity) => ENTITIES[entity.toLowerCase()] ?? entity,
    )
    .replace(/\\{1,3}(["'`])/g, '$1')
    .replace(/\\{1,3}n/g, '\n');
}
