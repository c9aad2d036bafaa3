import type { Assertion, EndpointDeclaration, EndpointTry } from '../../shared/endpoints';
import type { Masking } from '../../shared/mask';
import { stepsOf, valueAt } from '../../shared/value-path';
import { countOf } from './words';

/** A longer text is not searched by a pattern: how long that may take nobody knows. */
const MATCHED_CHARACTERS = 10_000;
const SHOWN_CHARACTERS = 80;
const MAX_SHOWN = 5;

/**
 * Holds the values of an answer against what the manifest says of them.
 * @returns `2 of 3 assertions do not hold: total is 0, where at least 1 was declared; …`; null where all hold
 */
export function assertionFaultOf(
  one: EndpointTry,
  { assert }: Pick<EndpointDeclaration, 'assert'>,
  mask: Masking,
): string | null {
  const faults = assert.flatMap((assertion) => faultsOf(assertion, one, mask));
  if (faults.length === 0) return null;
  const failed = assert.filter((assertion) => faultsOf(assertion, one, mask).length > 0).length;
  const shown = faults.slice(0, MAX_SHOWN).join('; ');
  const more = faults.length > MAX_SHOWN ? `; and ${faults.length - MAX_SHOWN} more` : '';
  const head =
    assert.length === 1
      ? 'an assertion does not hold'
      : `${failed} of ${countOf(assert.length, 'assertion')} ${failed === 1 ? 'does' : 'do'} not hold`;
  return `${head}: ${shown}${more}`;
}

function faultsOf(assertion: Assertion, one: EndpointTry, mask: Masking): string[] {
  const { at } = assertion;
  const steps = stepsOf(at);
  if (steps === null) return [`\`${at}\` is no path: write it as items[0].id, or $ for the whole body`];
  // The whole body of an answer that is no JSON is its text; it has no parts.
  const body = one.json === undefined ? (one.bodyText === '' ? undefined : one.bodyText) : one.json;
  const value = one.json === undefined && steps.length > 0 ? undefined : valueAt(body, at);
  const isThere = value !== undefined;
  if (assertion.exists === false) return isThere ? [`${at} is there, and was declared to be absent`] : [];
  if (!isThere) {
    const why = one.json === undefined ? ' (the body is no JSON)' : '';
    return [`${at} is not there${why}, where ${expectationOf(assertion)} was declared`];
  }
  const name = [...steps].reverse().find((step) => typeof step === 'string');
  const seen = shownValue(mask.value(typeof name === 'string' ? name : '', value));
  return comparisonsOf(assertion, value, mask, typeof name === 'string' ? name : '').map(
    (declared) => `${at} is ${seen}, where ${declared} was declared`,
  );
}

/** What was declared and does not hold. */
function comparisonsOf(assertion: Assertion, value: unknown, mask: Masking, name: string): string[] {
  const { equals, min, max, minLength, maxLength, matches, oneOf } = assertion;
  const length = lengthOf(value);
  const faults: string[] = [];
  if (equals !== undefined && !isEqual(value, equals)) faults.push(shownValue(mask.value(name, equals)));
  if (min !== undefined && !(typeof value === 'number' && value >= min)) faults.push(`at least ${min}`);
  if (max !== undefined && !(typeof value === 'number' && value <= max)) faults.push(`at most ${max}`);
  if (minLength !== undefined && !(length !== null && length >= minLength))
    faults.push(`a length of at least ${minLength}${countedLength(length)}`);
  if (maxLength !== undefined && !(length !== null && length <= maxLength))
    faults.push(`a length of at most ${maxLength}${countedLength(length)}`);
  if (matches !== undefined) faults.push(...patternFaults(matches, value));
  if (oneOf !== undefined && !oneOf.some((one) => isEqual(value, one)))
    faults.push(`one of ${oneOf.map((one) => shownValue(mask.value(name, one))).join(', ') || 'nothing'}`);
  return faults;
}

function patternFaults(pattern: string, value: unknown): string[] {
  if (typeof value !== 'string') return [`a text that matches /${pattern}/`];
  if (value.length > MATCHED_CHARACTERS)
    return [
      `a text of at most ${MATCHED_CHARACTERS} characters that matches /${pattern}/ (a longer one is not searched)`,
    ];
  try {
    return new RegExp(pattern, 'u').test(value) ? [] : [`a text that matches /${pattern}/`];
  } catch (error) {
    if (error instanceof SyntaxError) return [`/${pattern}/, which is no regular expression,`];
    throw error;
  }
}

function expectationOf(assertion: Assertion): string {
  const { equals, min, max, minLength, maxLength, matches, oneOf } = assertion;
  if (equals !== undefined) return 'a certain value';
  if (min !== undefined || max !== undefined) return 'a number';
  if (minLength !== undefined || maxLength !== undefined) return 'a list or a text';
  if (matches !== undefined) return 'a text';
  return oneOf === undefined ? 'a value' : 'one of certain values';
}

function lengthOf(value: unknown): number | null {
  if (typeof value === 'string') return [...value].length;
  return Array.isArray(value) ? value.length : null;
}

function countedLength(length: number | null): string {
  return length === null ? '' : ` (it is ${length})`;
}

/** Deep, as JSON: the order of members says nothing. */
function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const members = Object.entries(one);
  const others = new Map<string, unknown>(Object.entries(other));
  return (
    members.length === others.size &&
    members.every(([name, value]) => others.has(name) && isEqual(value, others.get(name)))
  );
}

function shownValue(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${countOf(value.length, 'item')}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)} …` : text;
}
