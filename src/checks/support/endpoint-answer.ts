import { z } from 'zod';
import type { EndpointDeclaration, EndpointTry } from '../../shared/endpoints';
import { ErrorBody } from '../../shared/http';
import { redact } from '../../shared/redact';
import type { RuleId } from '../../shared/rules';
import { evidenceIn, type FailureEvidence, isSchemaFailure } from './endpoint-failure';

export type Judgement = {
  rule: Extract<
    RuleId,
    | 'endpoint.schema-error'
    | 'endpoint.server-error'
    | 'endpoint.not-found'
    | 'endpoint.auth'
    | 'endpoint.contract'
    | 'endpoint.timeout'
    | 'endpoint.unreachable'
  >;
  /** What came, without the endpoint's name: `500, P2021: The table … does not exist.` */
  observed: string;
  evidence: FailureEvidence | null;
};

/** So much of a body without a known form is repeated in a finding. */
const EXCERPT_CHARACTERS = 300;
const MAX_ISSUES = 3;

/**
 * Holds one try against its declaration.
 * @returns null when status and shape are as declared (the time is judged elsewhere)
 */
export function judgeTry(one: EndpointTry, declaration: EndpointDeclaration): Judgement | null {
  if (one.transportError !== null) return judgeTransport(one.transportError);
  const status = one.status ?? 0;
  const shapeFault = status === declaration.expectStatus ? shapeFaultOf(one, declaration) : null;
  if (status === declaration.expectStatus && shapeFault === null) return null;
  const evidence = evidenceIn(one.bodyText);
  const said = saidBy(one);
  const code = evidence === null ? '' : `, ${evidence.code}`;
  if (isSchemaFailure(evidence)) {
    return { rule: 'endpoint.schema-error', evidence, observed: `${status}${code}: ${said}` };
  }
  if (shapeFault !== null)
    return { rule: 'endpoint.contract', evidence, observed: `${status}, ${shapeFault}` };
  return { rule: ruleOfStatus(status), evidence, observed: `${status}${code}: ${said}` };
}

function judgeTransport({ code, message }: NonNullable<EndpointTry['transportError']>): Judgement {
  const observed = `${code}: ${message}`;
  if (code === 'timeout') return { rule: 'endpoint.timeout', evidence: null, observed };
  if (code === 'body-too-large') return { rule: 'endpoint.contract', evidence: null, observed };
  return { rule: 'endpoint.unreachable', evidence: null, observed };
}

function ruleOfStatus(status: number): Judgement['rule'] {
  if (status >= 500) return 'endpoint.server-error';
  if (status === 404 || status === 410) return 'endpoint.not-found';
  if (status === 401 || status === 403 || status === 407) return 'endpoint.auth';
  return 'endpoint.contract';
}

/** @returns what is wrong with the body, or null */
function shapeFaultOf(one: EndpointTry, { method, response }: EndpointDeclaration): string | null {
  if (response === undefined || method === 'HEAD') return null;
  const type = one.contentType ?? 'no content type';
  if (one.json === undefined) {
    return /json/i.test(type)
      ? `a body that calls itself ${type} and cannot be parsed as JSON`
      : `${type} where JSON was declared`;
  }
  const parsed = response.safeParse(one.json);
  if (parsed.success) return null;
  const { issues } = parsed.error;
  const shown = issues.slice(0, MAX_ISSUES).map(({ path, message }) => {
    return `${z.core.toDotPath(path) || 'the body'}: ${message}`;
  });
  const more = issues.length > MAX_ISSUES ? `; and ${issues.length - MAX_ISSUES} more` : '';
  return redact(`a body of another shape (${shown.join('; ')}${more})`);
}

/** The message of the answer: of a known error body, else its beginning. */
function saidBy(one: EndpointTry): string {
  const body = ErrorBody.safeParse(one.json);
  if (body.success) {
    const { message, details } = body.data.error;
    return redact([message, ...(details ?? [])].join(' ').replace(/\s+/g, ' ').trim());
  }
  const text = one.bodyText.replace(/\s+/g, ' ').trim();
  if (text === '')
    return one.status !== null && one.status >= 300 && one.status < 400
      ? 'a redirect, which is not followed'
      : 'an empty body';
  return text.length > EXCERPT_CHARACTERS ? `${text.slice(0, EXCERPT_CHARACTERS)} …` : text;
}
