import { redact } from './redact';

export const MASK = '***';

// Each pattern begins where the character before it is not of its own kind, and has no two ways to read the same text:
// so every character is looked at a bounded number of times, whatever an answer holds.
// In an address of the web the sign is written %40.
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
const JWT = /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g;
/** Keys that their makers mark by a beginning of their own. */
const KNOWN_KEY =
  /(?<![A-Za-z0-9_-])(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{8,}|(?<![A-Za-z0-9_-])(?:gh[pousr]_|github_pat_|xox[abprs]-|AKIA|sk-)[A-Za-z0-9_-]{12,}/g;
/** Only with its country: other rows of digits may be anything. */
const PHONE = /(?<![\p{L}\p{N}+])\+\d(?:[ ()./-]{0,2}\d){6,16}(?![\p{L}\p{N}])/gu;
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![A-Za-z0-9])/g;
const CARD = /(?<![\d.])(?:\d[ -]?){12,18}\d(?![\d])/g;

// Something of each pattern: most texts hold none of it, and need not be searched nine times.
const MAYBE =
  /[@+=_]|%40|:\/\/|eyJ|-----BEGIN|(?:\d[ -]?){12}|(?:bearer|basic)\s|sk-|AKIA|xox|(?:password|passwd|secret|token|key|cookie|authorization)["']?\s*:/i;
const MAYBE_IBAN = /[A-Z]{2}\d{2}/;

/** Masks what is a secret or personal by its form, whatever it is called. */
export function maskPatterns(text: string): string {
  if (!MAYBE.test(text) && !MAYBE_IBAN.test(text)) return text;
  return redact(text)
    .replace(PRIVATE_KEY, MASK)
    .replace(JWT, MASK)
    .replace(KNOWN_KEY, MASK)
    .replace(EMAIL, MASK)
    .replace(IBAN, maskIban)
    .replace(CARD, (digits) => (isCard(digits.replace(/\D/g, '')) ? MASK : digits))
    .replace(PHONE, MASK);
}

/** The letters and digits that follow may be the next words of the text: of the longest reading that fits, the rest stays. */
function maskIban(text: string): string {
  for (let end = text.length; end >= 15; end -= 1) {
    if (text[end] !== undefined && text[end] !== ' ') continue;
    if (isIban(text.slice(0, end).replaceAll(' ', ''))) return `${MASK}${text.slice(end)}`;
  }
  return text;
}

/** By its check digits: ISO 7064, mod 97. */
function isIban(plain: string): boolean {
  if (plain.length < 15 || plain.length > 34) return false;
  let rest = 0;
  for (const character of plain.slice(4) + plain.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}

/** By the numbers that are given out, and Luhn's check digit; a time in milliseconds is none. */
function isCard(digits: string): boolean {
  if (
    !/^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18})$/.test(
      digits,
    )
  )
    return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const counted = index % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}
