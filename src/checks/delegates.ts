import type { DelegateResult } from '../shared/client';
import type { Finding } from '../shared/finding';
import type { PrismaSchema } from '../shared/prisma-schema';
import { redact } from '../shared/redact';
import { REGENERATE } from './client-files';
import { driftFinding } from './support/drift-finding';
import { modelParts } from './support/names';
import { countOf, inBrief } from './support/words';
import { defineCheck } from './types';

/** Can a fresh process count the rows of each model through the client on disk? */
export const delegates = defineCheck({
  id: 'delegates',
  group: 'client',
  title: 'A count through each model',
  needs: ['client.delegates'],
  uses: ['schema.prisma'],
  run({ 'client.delegates': { results }, 'schema.prisma': schema }) {
    // A count that took too long, or that our user may not make, proves nothing of its delegate, neither good nor bad.
    const late = results.filter((result) => result.errorCode === 'timeout');
    const refused = results.filter(lacksPrivilege);
    const measured = results.filter((result) => !late.includes(result) && !refused.includes(result));
    const reasons = [
      late.length === 0 ? [] : `${counts(late)} did not end in time (${modelsOf(late)}): raise --timeout-ms.`,
      refused.length === 0
        ? []
        : `${counts(refused)} ${refused.length === 1 ? 'was' : 'were'} refused to the user of --database-url (${modelsOf(refused)}), which tells nothing of the client: GRANT SELECT on their tables, and USAGE on the schemas of these, to it.`,
    ].flat();
    return {
      compared: measured.length,
      findings: measured.filter(({ ok }) => !ok).map((result) => failing(result, schema)),
      ...(reasons.length === 0 ? {} : { unknown: reasons.join(' ') }),
    };
  },
});

/** SQLSTATE 42501, which Prisma has no code of its own for and passes on in its message. */
function lacksPrivilege({ ok, errorCode, message }: DelegateResult): boolean {
  return !ok && (errorCode === '42501' || /\b42501\b|permission denied for/i.test(message ?? ''));
}

function counts(results: readonly DelegateResult[]): string {
  return countOf(results.length, 'count', 'counts');
}

function modelsOf(results: readonly DelegateResult[]): string {
  return inBrief(results.map(({ model }) => model));
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
    message: `A count through ${result.delegate} (model ${result.model}) fails with ${code}: ${essence}`,
    expected: `a count through ${result.delegate}`,
    observed: `${code}: ${essence}`,
    ...(source === undefined ? {} : { source }),
    remedy:
      result.errorCode === 'missing-delegate'
        ? REGENERATE
        : {
            kind: 'note',
            text: `Repair what ${code} names; the differences of its table stand under the schema checks.`,
          },
  });
}

/** Prisma puts the place of the call first and what is wrong last: the last paragraph is the essence. */
function essenceOf(message: string | null): string | undefined {
  const paragraphs = (message ?? '').split(/\n\s*\n/).map((part) => part.replace(/\s+/g, ' ').trim());
  const last = paragraphs.filter((part) => part !== '').at(-1);
  if (last === undefined) return undefined;
  return redact(/[.!?]$/.test(last) ? last : `${last}.`);
}
