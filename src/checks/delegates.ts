import { type DelegateResult, delegateVerdict, IMPORT_FAILED, NOT_TRIED } from '../shared/client';
import type { Finding } from '../shared/finding';
import type { PrismaSchema } from '../shared/prisma-schema';
import { redact } from '../shared/redact';
import { REGENERATE } from './client-files';
import { ofClient } from './support/client-scope';
import { driftFinding } from './support/drift-finding';
import { modelParts } from './support/names';
import { countOf, inBrief, sentences, withoutStop } from './support/words';
import { defineCheck } from './types';

/** Can a fresh process read the table of each model through the client on disk? */
export const delegates = defineCheck({
  id: 'delegates',
  group: 'client',
  title: 'A row and a count through each model',
  needs: ['client.delegates'],
  uses: ['schema.prisma'],
  run({ 'client.delegates': { results }, 'schema.prisma': schema }) {
    const unmeasured = results.filter((result) => delegateVerdict(result) === 'unknown' || refused(result));
    const measured = results.filter((result) => !unmeasured.includes(result));
    const unknown = reasonsOf(unmeasured);
    const broken = measured.filter(({ errorCode }) => errorCode === IMPORT_FAILED);
    return {
      compared: measured.length,
      findings: [
        ...firstOfEach(broken).map(brokenClient),
        ...measured
          .filter((result) => !result.ok && !broken.includes(result))
          .map((result) => ofClient(failing(result, schema), result.client)),
      ],
      ...(unknown === null ? {} : { unknown }),
    };
  },
});

/** SQLSTATE 42501, which Prisma has no code of its own for and passes on in its message. */
function refused({ ok, errorCode, message }: DelegateResult): boolean {
  if (ok) return false;
  return (
    ['42501', 'permission-denied'].includes(errorCode ?? '') ||
    /\b42501\b|permission denied for/i.test(message ?? '')
  );
}

/** What proves nothing of its delegate, neither good nor bad; null where all was measured. */
function reasonsOf(unmeasured: readonly DelegateResult[]): string | null {
  const late = unmeasured.filter(({ errorCode }) => errorCode === 'timeout');
  const denied = unmeasured.filter(refused);
  const untried = unmeasured.filter(({ errorCode }) => errorCode === NOT_TRIED);
  return sentences(
    late.length === 0
      ? null
      : `${delegatesIn(late)} did not answer in time (${modelsOf(late)}): raise --timeout-ms.`,
    denied.length === 0
      ? null
      : `${delegatesIn(denied)} ${denied.length === 1 ? 'was' : 'were'} refused to the user of --database-url (${modelsOf(denied)}), which tells nothing of the client: GRANT SELECT on their tables, and USAGE on the schemas of these, to it.`,
    ...firstOfEach(untried).map(({ message }) => message),
  );
}

function delegatesIn(results: readonly DelegateResult[]): string {
  return countOf(results.length, 'delegate', 'delegates');
}

function modelsOf(results: readonly DelegateResult[]): string {
  return inBrief(results.map(({ model }) => model));
}

/** Of each client one result: they all say the same. */
function firstOfEach(results: readonly DelegateResult[]): DelegateResult[] {
  return results.filter(({ client }, at) => results.findIndex((other) => other.client === client) === at);
}

function brokenClient({ client, message }: DelegateResult): Finding {
  const essence = redact(message ?? 'The generated client cannot be imported.');
  return driftFinding({
    about: `${client}:import`,
    rule: 'client.delegate-failing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'client', name: 'Prisma Client' },
    message: `No delegate works: ${essence}`,
    expected: 'a client that can be imported',
    observed: essence,
    remedy: REGENERATE,
  });
}

function failing(result: DelegateResult, schema: PrismaSchema | undefined): Finding {
  const { source, ...subject } = modelParts(schema?.models.find(({ name }) => name === result.model));
  const code = result.errorCode ?? 'unknown error';
  const essence = essenceOf(result.message) ?? 'no message came with it';
  return driftFinding({
    about: result.model,
    rule: 'client.delegate-failing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'model', name: result.delegate, model: result.model, ...subject },
    message: `Reading through ${result.delegate} (model ${result.model}) fails with ${code}: ${essence}`,
    expected: `a row through ${result.delegate}`,
    observed: `${code}: ${essence}`,
    ...(source === undefined ? {} : { source }),
    remedy: result.errorCode === 'missing-delegate' ? REGENERATE : remedyOf(code),
  });
}

/** Prisma's codes for a value that the client cannot make what its schema says. */
const NOT_DECODED = new Set(['P2023', 'P2032', 'null-in-required']);

function remedyOf(code: string): Finding['remedy'] {
  return {
    kind: 'note',
    text: NOT_DECODED.has(code)
      ? `A value in the table is not what schema.prisma says of its column: correct the value, or the schema and the client with it (${code}).`
      : `Repair what ${code} names; the differences of its table stand under the schema checks.`,
  };
}

/** Prisma puts the place of the call first and what is wrong last: the last paragraph is the essence. */
function essenceOf(message: string | null): string | undefined {
  const paragraphs = (message ?? '').split(/\n\s*\n/).map((part) => part.replace(/\s+/g, ' ').trim());
  const last = paragraphs.filter((part) => part !== '').at(-1);
  if (last === undefined) return undefined;
  return redact(/[.!?]$/.test(last) ? last : `${withoutStop(last)}.`);
}
