import { sensitiveNames } from './mask-names';
import { MASK, maskPatterns } from './mask-patterns';
import { redact } from './redact';

/** Deeper than this no answer is kept: what is looked at must end. */
const MAX_DEPTH = 200;
/** No secret that has a form is longer than this, nearly. */
const MARGIN = 4_096;
/** Up to this length a body is first looked at as a whole: most have nothing to mask. */
const SHORT_BODY = 64 * 1024;
/** No text that is shorter has one of the forms. */
const MIN_PATTERN = 5;

/** Masks secrets and personal data in what is kept of an answer. */
export type Masking = {
  /** Of a JSON value, by the names of its members and by the form of its texts. */
  json(value: unknown): unknown;
  /** A body as it came, cut. `json` is its parsed value, where it has one. */
  body(text: string, json?: unknown, mostCharacters?: number): string;
  /** Names in lower case; several values of one become one text. */
  headers(headers: Readonly<Record<string, string | readonly string[] | undefined>>): Record<string, string>;
  /** A single value, as a sentence shows it. */
  value(name: string, value: unknown): unknown;
};

/**
 * @param also names of fields, besides those that always are, whose values are masked (`mask` of the manifest)
 */
export function masking(also: readonly string[] = []): Masking {
  const isSensitive = sensitiveNames(also);
  const json = (value: unknown, budget: Budget = { left: Number.POSITIVE_INFINITY }, depth = 0): unknown => {
    // What would be cut off need not be looked at.
    if (budget.left < 0) return '…';
    if (typeof value === 'string') return maskedText(value, budget);
    // A number is never a secret by its form, but for that of a card.
    if (typeof value === 'number')
      return value > 1e12 && maskPatterns(String(value)) !== String(value) ? MASK : value;
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= MAX_DEPTH) return '…';
    if (Array.isArray(value)) return value.map((item) => json(item, budget, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [
        maskedText(name, budget),
        isSensitive(name) ? covered(inner, depth + 1) : json(inner, budget, depth + 1),
      ]),
    );
  };
  return {
    json: (value) => json(value),
    body(text, parsed, most = Number.POSITIVE_INFINITY) {
      if (parsed === undefined) {
        if (text.length <= most) return maskText(text, isSensitive);
        // What stands across the cut is not known for what it is: so much of the end is not shown.
        const masked = maskText(text.slice(0, most + MARGIN), isSensitive);
        return masked.slice(0, Math.max(0, Math.min(most, masked.length - MARGIN)));
      }
      if (text.length <= Math.min(most, SHORT_BODY) && isHarmless(text, isSensitive)) return text;
      const masked = json(parsed, { left: most + MARGIN });
      // What had nothing to mask stays as it was written.
      if (isSame(parsed, masked)) return text.slice(0, most);
      const shown = text.includes('\n') ? JSON.stringify(masked, null, 2) : JSON.stringify(masked);
      return shown.slice(0, most);
    },
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) => {
          if (value === undefined) return [];
          const whole = typeof value === 'string' ? value : value.join(', ');
          return [[name.toLowerCase(), headerValue(name.toLowerCase(), whole, isSensitive)]];
        }),
      ),
    value: (name, value) => (isSensitive(name) ? covered(value, 0) : json(value)),
  };
}

/** How many characters of an answer are still looked at. */
type Budget = { left: number };

function maskedText(text: string, budget: Budget): string {
  const shown = text.length > budget.left ? text.slice(0, budget.left + MARGIN) : text;
  const masked = shown.length < MIN_PATTERN ? shown : maskPatterns(shown);
  budget.left -= masked.length;
  return masked;
}

/**
 * Whether a JSON text as a whole has nothing to mask: then no part of it has, since no pattern looks over a quote. An
 * escaped character could hide something from the patterns.
 */
function isHarmless(text: string, isSensitive: (name: string) => boolean): boolean {
  if (text.includes('\\')) return false;
  for (const [, name = ''] of text.matchAll(/"([^"]*)"\s*:/g)) if (isSensitive(name)) return false;
  return maskPatterns(text) === text;
}

/** Every leaf but null and truth masked, so that the shape stays to be seen. */
function covered(value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (typeof value !== 'object') return MASK;
  if (depth >= MAX_DEPTH) return '…';
  if (Array.isArray(value)) return value.map((item) => covered(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, covered(inner, depth + 1)]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null) return one === other;
  if (typeof other !== 'object' || other === null) return false;
  const members = Object.entries(one);
  const others = Object.entries(other);
  // `__proto__` and the like may be lost on the way: then it is not the same.
  return (
    members.length === others.length &&
    members.every(([name, inner], index) => others[index]?.[0] === name && isSame(inner, others[index]?.[1]))
  );
}

const COOKIE = /^(?:set-)?cookie2?$/;
const CREDENTIALS = /^(?:(?:proxy-)?authorization|x-(?:auth|access|csrf|xsrf)-?\w*)$/;

/** What every answer has, and nobody puts a secret into. */
const HARMLESS =
  /^(?:content-(?:type|length|encoding|language)|date|connection|keep-alive|transfer-encoding|vary|cache-control|age|expires|last-modified)$/;

function headerValue(name: string, value: string, isSensitive: (name: string) => boolean): string {
  if (HARMLESS.test(name) && value.length < 200) return value;
  // Which cookie is set tells something; its value is a secret.
  if (COOKIE.test(name)) return value.replace(/(^|[;,]\s?)([^=;,\s]{1,200})=[^;,]*/g, cookiePart);
  if (CREDENTIALS.test(name) || isSensitive(name)) return MASK;
  return maskText(value, isSensitive);
}

function cookiePart(whole: string, before: string, name: string): string {
  return /^(?:path|domain|expires|max-age|samesite|priority)$/i.test(name)
    ? whole
    : `${before}${name}=${MASK}`;
}

// A member of JSON inside a text (a script of a page), as it is and with its quotes escaped; a value that the cut left open too.
const MEMBER = /"([\w-]{1,64})"\s{0,4}:\s{0,4}"([^"\\]*(?:\\.[^"\\]*)*)(?:"|\\?$)/g;
const ESCAPED_MEMBER = /\\"([\w-]{1,64})\\":\s{0,4}\\"([^"\\]*)/g;
const NUMBER_MEMBER = /"([\w-]{1,64})"\s{0,4}:\s{0,4}-?\d[\d.eE+-]*/g;
const INPUT = /<input\b[^<>]{0,4000}/gi;
const PAIR = /(?<![\w-])([A-Za-z][\w-]{0,63})(=|:[ \t])([^\s&;,"'<>{}=]+)/g;

/** Text, HTML, forms and lines of a log: by names beside their values, then by form. */
function maskText(text: string, isSensitive: (name: string) => boolean): string {
  const named = redact(text)
    .replace(MEMBER, (whole, name: string, value: string) =>
      value !== '' && isSensitive(name) ? `"${name}":"${MASK}"` : whole,
    )
    .replace(ESCAPED_MEMBER, (whole, name: string) =>
      isSensitive(name) ? `\\"${name}\\":\\"${MASK}` : whole,
    )
    .replace(NUMBER_MEMBER, (whole, name: string) => (isSensitive(name) ? `"${name}":"${MASK}"` : whole))
    .replace(INPUT, (tag) => {
      const names = [...tag.matchAll(/\s(?:name|id|type)\s{0,4}=\s{0,4}["']?([\w-]{1,64})/gi)];
      return names.some(([, name]) => name !== undefined && isSensitive(name))
        ? tag.replace(/(\svalue\s{0,4}=\s{0,4})(?:"[^"]*"?|'[^']*'?|[^\s"']+)/i, `$1"${MASK}"`)
        : tag;
    })
    .replace(PAIR, (whole, name: string, between: string) =>
      isSensitive(name) ? `${name}${between}${MASK}` : whole,
    );
  return maskPatterns(named);
}
