import { createHash, timingSafeEqual } from 'node:crypto';
import { forgetAnswers } from './cache/process-cache';
import { errorAnswer, RouteError } from './errors';
import { getClient, loadedClient, reloadClient } from './registry';

const NO_STORE = { 'cache-control': 'no-store' };

/** GET: which client this process holds in memory (`LoadedClient`); loads it when none is loaded yet. */
export async function clientHealth(): Promise<Response> {
  return answering(async () => {
    if (!loadedClient()) await getClient();
    return loadedClient();
  });
}

/** POST: takes up the client on disk. Needs `authorization: Bearer` with DRIFTBOARD_RELOAD_TOKEN: 401, or 403 without one set. */
export async function clientReload(request: Request): Promise<Response> {
  return answering(async () => {
    const token = process.env.DRIFTBOARD_RELOAD_TOKEN;
    if (!token) {
      throw new RouteError(
        403,
        'reload-disabled',
        'Reloading is switched off here: DRIFTBOARD_RELOAD_TOKEN is not set. Set it, or restart the process.',
      );
    }
    if (!sameText(request.headers.get('authorization') ?? '', `Bearer ${token}`)) {
      throw new RouteError(401, 'unauthorized', 'The authorization header does not carry the reload token.');
    }
    const loaded = await reloadClient();
    // Whoever has a client taken up has changed something: what was answered before it may not be true any more.
    await forgetAnswers();
    return loaded;
  });
}

async function answering(work: () => Promise<unknown>): Promise<Response> {
  try {
    return Response.json(await work(), { headers: NO_STORE });
  } catch (error) {
    const { status, body } = errorAnswer(error);
    return Response.json(body, { status, headers: NO_STORE });
  }
}

/** Digests have one length, so the comparison tells neither the token's length nor its beginning. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
