import { type CachedRead, cacheUseOf } from '../../../shared/cache';
import type { Exchange, OutgoingRequest } from './exchange';
import { type RequestContext, send } from './request';

/** So often each way: enough for a median and a best time, and little beside a run. */
const ROUNDS = 5;
/** Fewer plain requests do not show that nothing is ever kept. */
const FEWEST_PLAIN = 3;

export type AskedRead = { read: Omit<CachedRead, 'endpoint'>; requests: number };
type Context = RequestContext & { endsAt: number };
type Use = 'hit' | 'miss' | 'bypass';

/**
 * Asks one endpoint by turns as any browser would and past its cache, one request at a time.
 * @param request what was sent for the endpoint before, with `cache-control: no-cache`
 */
export async function askColdAndWarm(request: OutgoingRequest, context: Context): Promise<AskedRead> {
  const plain = withoutNoCache(request);
  const missMs: number[] = [];
  const hitMs: number[] = [];
  const saidPlain: Use[] = [];
  let requests = 0;
  const result = (unmeasured: string | null): AskedRead => ({
    read: { missMs, hitMs, unmeasured },
    requests,
  });
  const isOver = () => performance.now() >= context.endsAt || context.signal.aborted;
  // The first one only fills the cache; how long it took is counted by what it says, as of all others.
  const turns = [plain, ...Array.from({ length: ROUNDS }, () => [plain, request]).flat()];
  for (const turn of turns) {
    if (isOver()) break;
    const came = await send(turn, context);
    requests += 1;
    const fault = faultOf(came);
    if (fault !== null) return result(fault);
    const use = cacheUseOf(textHeaders(came));
    if (use === null) return result('It stopped saying `x-cache` when it was asked again.');
    if (turn === plain) saidPlain.push(use);
    (use === 'hit' ? hitMs : missMs).push(came.durationMs);
  }
  return result(whyUnmeasured(saidPlain, missMs, hitMs));
}

function whyUnmeasured(
  saidPlain: readonly Use[],
  missMs: readonly number[],
  hitMs: readonly number[],
): string | null {
  if (missMs.length + hitMs.length === 0) return 'The time for asking again was over before its turn.';
  if (missMs.length === 0)
    return 'It answers from its cache even to `cache-control: no-cache`, so how long it takes without is not seen.';
  if (hitMs.length > 0) return null;
  if (saidPlain.every((use) => use === 'bypass'))
    return 'It says `bypass` even where nothing asks for that, so its cache is not used.';
  return saidPlain.length < FEWEST_PLAIN
    ? 'The time for asking again was over before it could say `hit`.'
    : null;
}

/** As any browser asks. What the manifest itself declares stays. */
function withoutNoCache(request: OutgoingRequest): OutgoingRequest {
  const { 'cache-control': control, ...headers } = request.headers;
  return control === 'no-cache' ? { ...request, headers } : request;
}

function faultOf({ error, status }: Exchange): string | null {
  if (error !== null) return `It failed when it was asked again: ${error.message}`;
  return status !== null && status < 400 ? null : `It answered ${status} when it was asked again.`;
}

function textHeaders({ headers }: Exchange): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    ),
  );
}
