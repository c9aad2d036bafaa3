import type { ZodType } from 'zod';

type Contracts = typeof import('./contracts');

/**
 * One request to the dashboard's own API, its answer parsed by the contract's schema.
 * @throws Error with a sentence that can be shown as it is.
 */
export async function request<T>(
  url: string,
  pick: (contracts: Contracts) => ZodType<T>,
  init?: RequestInit,
): Promise<T> {
  const [contracts, response] = await Promise.all([import('./contracts'), send(url, init)]);
  const text = await response.text();
  const body = parseJson(text);
  if (!response.ok) {
    const error = contracts.ErrorBody.safeParse(body);
    throw new Error(
      error.success
        ? error.data.error.message
        : `Driftboard's server answered ${response.status} to ${url}. Its log says why.`,
    );
  }
  const parsed = pick(contracts).safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(
      `The answer of ${url} is not what this page expects (${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unreadable'}). Reload the page: the server may be newer.`,
    );
  }
  return parsed.data;
}

/** A POST with a JSON body. */
export function post(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function send(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { cache: 'no-store', ...init });
  } catch (cause) {
    throw new Error("Driftboard's server does not answer. Is it still running?", { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller's schema refuses it and says so.
    return undefined;
  }
}
