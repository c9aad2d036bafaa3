import { z } from 'zod';
import type { EndpointDeclaration, EndpointTry } from '../../shared/endpoints';
import { type Masking, masking } from '../../shared/mask';
import { assertionFaultOf } from './endpoint-assertions';
import { clean, errorPageOf, errorTextOf, saidBy, textsIn } from './endpoint-error-body';
import { evidenceIn, type FailureEvidence, isSchemaFailure } from './endpoint-failure';
import type { Judgement } from './endpoint-judgement';
import { judgeStatus } from './endpoint-status';
import { judgeTransport } from './endpoint-transport';

const MAX_ISSUES = 3;

/**
 * Holds one try against its declaration. The body's evidence comes before its status: neither does a good status make an
 * error a pass, nor a bad one tell what it was.
 * @returns null when status, shape and values are as declared (the time is judged elsewhere)
 */
export function judgeTry(
  one: EndpointTry,
  declaration: EndpointDeclaration,
  mask: Masking = masking(),
): Judgement | null {
  if (one.transportError !== null) return judgeTransport(one, one.transportError);
  const status = one.status ?? 0;
  return status === declaration.expectStatus
    ? judgeDeclaredStatus(one, declaration, mask)
    : judgeOtherStatus(one, status, declaration);
}

function judgeDeclaredStatus(
  one: EndpointTry,
  declaration: EndpointDeclaration,
  mask: Masking,
): Judgement | null {
  const faults = [shapeFaultOf(one, declaration), assertionFaultOf(one, declaration, mask)].filter(
    (fault) => fault !== null,
  );
  // An error that was declared is what was asked for; whether it is the right one, its shape says.
  const isGood = declaration.expectStatus < 400;
  const errorText = isGood ? errorTextOf(one) : null;
  // Where the body is not as declared, all of it may tell why.
  const evidence = evidenceIn(errorText ?? (faults.length > 0 ? searchable(one) : ''));
  const status = declaration.expectStatus;
  if (evidence !== null && isSchemaFailure(evidence)) {
    return {
      rule: 'endpoint.schema-error',
      evidence,
      observed: `${status}, ${evidence.code}: ${saidBy(one)}`,
      advice: null,
    };
  }
  if (evidence !== null && errorText !== null) {
    return {
      rule: 'endpoint.server-error',
      evidence,
      observed: `${status} with an error in its body, ${evidence.code}: ${saidBy(one)}`,
      advice: adviceOf(evidence),
    };
  }
  const page = isGood ? errorPageOf(one) : null;
  if (page !== null) faults.unshift(`a page that shows an error (“${clean(page)}”)`);
  if (faults.length === 0) return null;
  return {
    rule: 'endpoint.contract',
    evidence,
    observed: `${status}, ${faults.join('; ')}`,
    advice: null,
  };
}

function judgeOtherStatus(one: EndpointTry, status: number, declaration: EndpointDeclaration): Judgement {
  const evidence = evidenceIn(searchable(one));
  if (evidence !== null && blames(evidence, status)) {
    return {
      rule: isSchemaFailure(evidence) ? 'endpoint.schema-error' : 'endpoint.server-error',
      evidence,
      observed: `${status}, ${evidence.code}: ${saidBy(one)}`,
      advice: adviceOf(evidence),
    };
  }
  const { rule, said, advice } = judgeStatus(one, declaration);
  const code = evidence === null ? '' : `, ${evidence.code}`;
  return { rule, evidence, observed: `${status}${code}: ${said}`, advice };
}

/** Whether the reason lies with the server whatever the status says. Of rows that are not as a request needs them, the status tells more. */
function blames(evidence: FailureEvidence, status: number): boolean {
  return evidence.kind !== 'data' || status >= 500;
}

/** Everything of the body that may tell a reason. */
function searchable(one: EndpointTry): string {
  // The text is cut and masked; what was parsed is whole.
  return one.json === undefined ? one.bodyText : `${textsIn(one.json).join('\n')}\n${one.bodyText}`;
}

/** Which way to go from the kind of evidence; null where the answer itself says it. */
function adviceOf({ kind, code }: FailureEvidence): string | null {
  switch (kind) {
    case 'connection':
      return ['53300', 'P2024', 'P2037'].includes(code)
        ? 'The database or the pool has no connection left: see who holds them, and set `connection_limit` to what the server bears.'
        : 'See whether the database runs and takes connections from the application; the route itself needs no change.';
    case 'query':
      return 'A statement ran into its limit of time: see its plan, and who held a lock at that moment.';
    case 'transaction':
      return 'Two transactions were in each other’s way, or one was open too long: see what ran at that moment, and let the route try again.';
    case 'privilege':
      return 'Grant the application’s role what it may not, or let it connect as the role that it was written for.';
    case 'data':
      return 'The rows are not as this request needs them: see the constraint or the record that the answer names.';
    case 'application':
      return 'Correct the call or the setting that Prisma names; neither schema nor database is at fault.';
    default:
      return null;
  }
}

/** @returns what is wrong with the body, or null */
function shapeFaultOf(one: EndpointTry, { method, response }: EndpointDeclaration): string | null {
  if (response === undefined || method === 'HEAD') return null;
  if (one.json === undefined) return noJson(one);
  const parsed = parseInDepth(response, one.json);
  if (parsed === null) return 'a body that is nested too deeply to be held against a shape';
  if (parsed.success) return null;
  const { issues } = parsed.error;
  const shown = issues.slice(0, MAX_ISSUES).map(({ path, message }) => {
    return `${z.core.toDotPath(path) || 'the body'}: ${message}`;
  });
  const more = issues.length > MAX_ISSUES ? `; and ${issues.length - MAX_ISSUES} more` : '';
  return clean(`a body of another shape (${shown.join('; ')}${more})`);
}

/** @returns null where a shape that calls itself would have to go deeper than can be gone */
function parseInDepth(response: z.ZodType, json: unknown): ReturnType<z.ZodType['safeParse']> | null {
  try {
    return response.safeParse(json);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function noJson(one: EndpointTry): string {
  const type = one.contentType ?? 'no content type';
  const encoding = one.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return `a body encoded as ${clean(encoding)}, which was not asked for and is not unpacked`;
  if (one.bodyBytes === 0 && one.bodyText === '') return 'an empty body where JSON was declared';
  return /json/i.test(type)
    ? `a body that calls itself ${type} and cannot be parsed as JSON`
    : `${type} where JSON was declared`;
}
