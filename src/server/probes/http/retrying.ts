import type { EndpointDeclaration } from '../../../shared/endpoints';
import { isRepeatable, isWrite } from './permission';
import type { RequestOutcome } from './request';

type Tried = { declaration: EndpointDeclaration; outcomes: readonly RequestOutcome[] };

/** Answers that say the same however often they are asked for. */
const LASTING: ReadonlySet<string> = new Set(['body-too-large', 'content-encoding', 'cancelled']);

/**
 * Another try is worth it only where the failure may be of the moment: no answer, or a fault of the server. A write is
 * sent again only where sending it twice changes no more than once.
 */
export function wantsTry({ declaration, outcomes }: Tried, round: number): boolean {
  const last = outcomes.at(-1)?.try;
  if (last === undefined || round > declaration.retries || outcomes.length > declaration.retries)
    return false;
  if (!isRepeatable(declaration)) return false;
  if (last.transportError !== null) return !LASTING.has(last.transportError.code);
  return last.status !== null && last.status >= 500 && last.status !== declaration.expectStatus;
}

/** It answered, over its budget. A first request after a start has a budget of its own, and it cannot be asked twice. */
export function wasSlowAmongOthers({ declaration, outcomes }: Tried): boolean {
  const last = outcomes.at(-1);
  return (
    last !== undefined &&
    !last.cold &&
    last.try.status !== null &&
    last.try.durationMs > declaration.budgetMs &&
    !isWrite(declaration)
  );
}
