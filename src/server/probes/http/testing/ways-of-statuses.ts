import { empty, json, page, text, type Way, type WayGroup } from './way';

type Rule = NonNullable<Way['expect']['rule']>;
const said = (message: string) => ({ error: { code: 'refused', message } });

function redirect(
  name: string,
  status: number,
  location: string,
  does: string,
  rule: Rule,
  ...says: string[]
): Way {
  return {
    name,
    does: `answers ${status}, ${does}`,
    respond: empty(status, { location }),
    expect: { rule, says: [`${status}: `, ...says] },
  };
}

function refusal(name: string, status: number, does: string, rule: Rule, ...says: string[]): Way {
  return {
    name,
    does: `answers ${status}: ${does}`,
    respond: json(status, said('That cannot be.')),
    expect: { rule, says: [`${status}`, 'That cannot be.', ...says] },
  };
}

/** Where an answer sends its caller. No redirect is followed. */
export const REDIRECTS: WayGroup = {
  title: 'Redirects',
  ways: [
    ...[301, 302, 303, 307, 308].map((status) =>
      redirect(
        `redirect-${status}`,
        status,
        '/way/good',
        'to another path',
        'endpoint.contract',
        'a redirect to /way/good, which is not followed',
      ),
    ),
    redirect(
      'redirect-loop',
      302,
      '/way/redirect-loop',
      'to itself',
      'endpoint.contract',
      'a redirect to itself',
    ),
    redirect(
      'redirect-loop-of-two',
      302,
      '/way/redirect-302',
      'to one that redirects again',
      'endpoint.contract',
      'which is not followed',
    ),
    redirect(
      'redirect-other-host',
      302,
      'http://other.example/a',
      'to another host',
      'endpoint.contract',
      'a redirect to another host (http://other.example/a)',
    ),
    redirect(
      'redirect-to-login',
      302,
      '/login?next=%2Fa',
      'to the login page',
      'endpoint.auth',
      'a redirect to a login page (/login)',
    ),
    redirect(
      'redirect-to-sign-in-elsewhere',
      307,
      'https://accounts.example/o/oauth2/authorize?client_id=1',
      'to the login of another host',
      'endpoint.auth',
      'a redirect to a login page (https://accounts.example/o/oauth2/authorize)',
    ),
    {
      name: 'redirect-nowhere',
      does: 'answers 302 without saying where to',
      respond: empty(302),
      expect: { rule: 'endpoint.contract', says: ['302: a redirect, which is not followed'] },
    },
    {
      name: 'not-modified',
      does: 'answers 304 although nothing was conditional',
      respond: empty(304),
      expect: { rule: 'endpoint.contract', says: ['304: not modified'] },
    },
  ],
};

/** A status that was not declared, with a body that names no other reason. */
export const STATUSES: WayGroup = {
  title: 'Another status',
  ways: [
    refusal('status-400', 400, 'the request is wrong', 'endpoint.contract', 'the request was refused'),
    {
      name: 'status-401',
      does: 'answers 401 and says which scheme it asks for',
      respond: json(401, said('That cannot be.'), { 'www-authenticate': 'Bearer realm="app"' }),
      expect: { rule: 'endpoint.auth', says: ['401: not signed in (it asks for Bearer)'] },
    },
    refusal('status-403', 403, 'not allowed', 'endpoint.auth', 'not allowed'),
    refusal('status-407', 407, 'the proxy wants a login', 'endpoint.auth'),
    {
      name: 'status-404-handler',
      does: 'answers 404 as JSON: the handler did not find the record',
      respond: json(404, said('No such goal.')),
      expect: { rule: 'endpoint.not-found', says: ['404: its handler says: No such goal.'] },
    },
    {
      name: 'status-404-next',
      does: 'answers 404 with Next’s page: no route is there',
      respond: page(
        404,
        '<!DOCTYPE html><html><head><title>404: This page could not be found.</title></head><body><script src="/_next/static/a.js"></script></body></html>',
      ),
      expect: { rule: 'endpoint.not-found', says: ['404: Next’s own page: no route serves this path'] },
    },
    {
      name: 'status-404-express',
      does: 'answers 404 with `Cannot GET`',
      respond: text(404, 'Cannot GET /way/status-404-express'),
      expect: { rule: 'endpoint.not-found', says: ['no route serves this path'] },
    },
    {
      name: 'status-404-empty',
      does: 'answers 404 with nothing',
      respond: empty(404),
      expect: {
        rule: 'endpoint.not-found',
        says: ['an empty body; whether the route or what it looked for is missing cannot be told'],
      },
    },
    {
      name: 'status-405',
      does: 'answers 405 and says what it allows',
      respond: empty(405, { allow: 'POST, PUT' }),
      expect: {
        rule: 'endpoint.contract',
        says: ['405: the path is served, but not for GET (it allows POST, PUT)'],
      },
    },
    refusal('status-406', 406, 'no such form of it', 'endpoint.contract'),
    refusal('status-408', 408, 'the request came too slowly', 'endpoint.contract'),
    refusal('status-409', 409, 'a conflict', 'endpoint.contract', 'a conflict'),
    refusal('status-410', 410, 'gone', 'endpoint.not-found', 'gone for good'),
    refusal('status-413', 413, 'the request is too large', 'endpoint.contract', 'too large'),
    refusal('status-415', 415, 'not this media type', 'endpoint.contract'),
    refusal('status-418', 418, 'a teapot', 'endpoint.contract'),
    refusal('status-422', 422, 'the values are wrong', 'endpoint.contract', 'the request was refused'),
    {
      name: 'status-429',
      does: 'answers 429 with `retry-after`',
      respond: json(429, said('Slow down.'), { 'retry-after': '30' }),
      expect: {
        rule: 'endpoint.contract',
        says: ['429: too many requests (to be asked again after 30 s): Slow down.'],
      },
    },
    refusal('status-451', 451, 'not to be shown here', 'endpoint.contract'),
    refusal('status-500', 500, 'for a reason that it does not name', 'endpoint.server-error'),
    {
      name: 'status-500-empty',
      does: 'answers 500 with nothing',
      respond: empty(500),
      expect: { rule: 'endpoint.server-error', says: ['500: an empty body'] },
    },
    refusal('status-501', 501, 'not implemented', 'endpoint.server-error', 'not implemented'),
    {
      name: 'status-502',
      does: 'answers 502 with the page of a proxy',
      respond: page(502, '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>'),
      expect: {
        rule: 'endpoint.server-error',
        says: ['got no proper answer from it: a page “502 Bad Gateway”'],
      },
    },
    {
      name: 'status-503',
      does: 'answers 503 with `retry-after`',
      respond: text(503, 'Starting.', { 'retry-after': '5' }),
      expect: {
        rule: 'endpoint.server-error',
        says: ['503: not ready to serve (to be asked again after 5 s): Starting.'],
      },
    },
    refusal('status-504', 504, 'a proxy waited in vain', 'endpoint.server-error', 'gave up waiting'),
    refusal('status-599', 599, 'a status that nobody has defined', 'endpoint.server-error'),
  ],
};
