/** Where an application tells which client it holds in memory: docs/health-client-route.md. */
export const HEALTH_ROUTE = '/api/health/client';

export type HealthAddress = {
  /** The full address of the route, free of credentials: `fetch` refuses an address that carries some. */
  url: string;
  /** `authorization` of the credentials that the base URL carried; empty where it had none. */
  headers: Record<string, string>;
};

/**
 * The route below a base URL, which may carry `user:password@` and a path.
 * @throws TypeError when it is no URL
 */
export function healthAddress(baseUrl: string): HealthAddress {
  const url = new URL(baseUrl);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${HEALTH_ROUTE}`;
  if (username === '' && password === '') return { url: url.href, headers: {} };
  const pair = `${decoded(username)}:${decoded(password)}`;
  return {
    url: url.href,
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: then it stands for itself.
    return text;
  }
}
