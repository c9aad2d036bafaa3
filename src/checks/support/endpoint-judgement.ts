import type { RuleId } from '../../shared/rules';
import type { FailureEvidence } from './endpoint-failure';

/** What an answer that is not as declared comes to. */
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
  /** What to do, where this answer says more than its rule; else null. */
  advice: string | null;
};
