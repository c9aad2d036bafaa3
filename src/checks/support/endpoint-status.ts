import type { EndpointDeclaration, EndpointTry } from '../../shared/endpoints';
import { clean, isPage, saidBy } from './endpoint-error-body';

/** The rules that a status which was not declared may come to, when the body names no other reason. */
export type StatusJudgement = {
  rule: 'endpoint.server-error' | 'endpoint.not-found' | 'endpoint.auth' | 'endpoint.contract';
  /** What the answer says, after the status. */
  said: string;
  /** What to do, for the person on call; null where the rule's own remedy says it. */
  advice: string | null;
};

/** A page to which an application sends those who have not signed in. */
const LOGIN_PATH =
  /(?:^|[/._-])(?:log-?in|log-?on|sign-?in|sign_in|sso|saml2?|oauth2?|oidc|authorize|auth)(?:[/._-]|$)/i;

/** Judges a status that was not declared by what stands in the answer beside it. */
export function judgeStatus(one: EndpointTry, declaration: EndpointDeclaration): StatusJudgement {
  const status = one.status ?? 0;
  const said = saidBy(one);
  const contract = (text: string, advice: string | null): StatusJudgement => ({
    rule: 'endpoint.contract',
    said: text,
    advice,
  });
  if (status >= 300 && status < 400) return judgeRedirect(one, status);
  if (status >= 500) return { rule: 'endpoint.server-error', ...serverError(one, status, said) };
  switch (status) {
    case 404:
      return { rule: 'endpoint.not-found', ...notFound(one, said) };
    case 410:
      return {
        rule: 'endpoint.not-found',
        said: `gone for good: ${said}`,
        advice: 'Take the route out of the manifest, or bring it back.',
      };
    case 401:
    case 403:
    case 407:
      return { rule: 'endpoint.auth', ...forbidden(one, status, said) };
    case 400:
    case 422:
      return contract(
        `the request was refused: ${said}`,
        'Correct the parameters or the body of this request in the manifest to what the route asks for.',
      );
    case 405: {
      const allow = one.headers.allow;
      return contract(
        `the path is served, but not for ${declaration.method}${allow === undefined ? '' : ` (it allows ${clean(allow)})`}`,
        'Correct the method in the manifest, or export a handler for it.',
      );
    }
    case 409:
      return contract(
        `a conflict: ${said}`,
        'See which record stands in the way: the request was understood and could not be done.',
      );
    case 413:
      return contract(
        `the request is too large for it: ${said}`,
        'Send a smaller body, or raise the limit of the route or of the proxy before it.',
      );
    case 429:
      return contract(
        `too many requests${retryAfter(one)}: ${said}`,
        'Ask less often, or take this client out of the limit; the route itself was not tested.',
      );
    case 204:
      return contract(
        `no content, where status ${declaration.expectStatus} was declared`,
        'Correct the route, or declare 204 without a shape.',
      );
    default:
      return contract(said, null);
  }
}

function judgeRedirect(one: EndpointTry, status: number): StatusJudgement {
  if (status === 304)
    return { rule: 'endpoint.contract', said: 'not modified, without a body', advice: null };
  const location = one.headers.location;
  if (location === undefined || location === '') {
    return { rule: 'endpoint.contract', said: 'a redirect, which is not followed', advice: null };
  }
  const from = URL.canParse(one.url) ? new URL(one.url) : undefined;
  const to = URL.canParse(location, one.url) ? new URL(location, one.url) : undefined;
  if (from === undefined || to === undefined) {
    return {
      rule: 'endpoint.contract',
      said: `a redirect to ${shown(location)}, which is no address`,
      advice: null,
    };
  }
  const isElsewhere = from.host !== to.host;
  const where = shown(isElsewhere ? `${to.origin}${to.pathname}` : to.pathname);
  if (
    LOGIN_PATH.test(to.pathname) ||
    /^(?:login|auth|sso|accounts|id)\./i.test(isElsewhere ? to.hostname : '')
  ) {
    return {
      rule: 'endpoint.auth',
      said: `a redirect to a login page (${where}), which is not followed`,
      advice:
        'Give the manifest an `auth` with which the route lets the request in; the route itself was not tested.',
    };
  }
  if (from.href === to.href) {
    return {
      rule: 'endpoint.contract',
      said: `a redirect to itself (${where}): whoever follows it never arrives`,
      advice:
        'Look in the application’s redirects, and in the proxy before it, for the rule that leads back.',
    };
  }
  if (isElsewhere && from.hostname === to.hostname && to.protocol !== from.protocol) {
    return {
      rule: 'endpoint.contract',
      said: `a redirect to ${where}, which is not followed`,
      advice: `Give --base-url the protocol that the application wants: ${to.protocol}//.`,
    };
  }
  return {
    rule: 'endpoint.contract',
    said: isElsewhere
      ? `a redirect to another host (${where}), which is not followed`
      : `a redirect to ${where}, which is not followed`,
    advice: isElsewhere
      ? 'See whether the application is meant to send its callers there; other hosts are never asked.'
      : 'Declare the address that answers, or this status as `expectStatus`.',
  };
}

function shown(address: string): string {
  return clean(address.length > 200 ? `${address.slice(0, 200)} …` : address);
}

function notFound(one: EndpointTry, said: string): Omit<StatusJudgement, 'rule'> {
  if (one.json !== undefined) {
    return {
      said: `its handler says: ${said}`,
      advice:
        'The route is there, and did not find what this request names: correct the parameters in the manifest, or bring the record back.',
    };
  }
  if (isPage(one)) {
    const isNext = /This page could not be found|__next_error__|\/_next\/|__NEXT_DATA__/.test(one.bodyText);
    return {
      said: isNext
        ? 'Next’s own page: no route serves this path'
        : `${said}: a page, as for a path that no route serves`,
      advice:
        'Correct the path in the manifest, or bring the route’s file back; where it is there, see whether the running build is older.',
    };
  }
  if (/^Cannot (?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /.test(one.bodyText)) {
    return {
      said: `${said}: no route serves this path`,
      advice: 'Correct the path in the manifest, or bring the route back.',
    };
  }
  return {
    said: `${said}; whether the route or what it looked for is missing cannot be told`,
    advice: null,
  };
}

function forbidden(one: EndpointTry, status: number, said: string): Omit<StatusJudgement, 'rule'> {
  const scheme = /^\s{0,20}([\w-]{1,40})/.exec(one.headers['www-authenticate'] ?? '')?.[1];
  const asks = scheme === undefined ? '' : ` (it asks for ${scheme})`;
  return status === 403
    ? {
        said: `known, and not allowed${asks}: ${said}`,
        advice:
          'Give the user of the manifest’s `auth` the right that the route asks for, or declare this status as expected.',
      }
    : { said: `not signed in${asks}: ${said}`, advice: null };
}

function serverError(one: EndpointTry, status: number, said: string): Omit<StatusJudgement, 'rule'> {
  switch (status) {
    case 501:
      return {
        said: `not implemented: ${said}`,
        advice: 'Take the route out of the manifest until it is written, or write it.',
      };
    case 502:
      return {
        said: `what stands before the application got no proper answer from it: ${said}`,
        advice:
          'See whether the application runs, and in its log why it broke off; then the proxy before it.',
      };
    case 503:
      return {
        said: `not ready to serve${retryAfter(one)}: ${said}`,
        advice: 'See whether the application is starting, stopping or overloaded.',
      };
    case 504:
      return {
        said: `what stands before the application gave up waiting for it: ${said}`,
        advice: 'See what the route waits for: a slow query, a lock, another service.',
      };
    default:
      return { said, advice: null };
  }
}

function retryAfter(one: EndpointTry): string {
  const value = one.headers['retry-after'];
  if (value === undefined) return '';
  return /^\d{1,9}$/.test(value)
    ? ` (to be asked again after ${value} s)`
    : ` (to be asked again after ${shown(value)})`;
}
