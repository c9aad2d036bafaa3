import {
  type Assertion,
  type EndpointDeclaration,
  type EndpointManifest,
  endpointId,
} from '../../../shared/endpoints';
import { stepsOf } from '../../../shared/value-path';
import { variablesOf } from './login';
import { pathFaults } from './path-params';
import { isHeaderValue } from './prepare';
import { referencesIn } from './references';
import { sequenceFaults } from './sequence';

const HEADER_NAME = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;
/** Set by the request itself: a manifest that set them could name another host, or a second request. */
const OWN_HEADERS = new Set(
  'host content-length transfer-encoding connection keep-alive upgrade expect te trailer'.split(' '),
);
const NO_BODY = new Set(['GET', 'HEAD']);

/** What a manifest of the right form still says wrongly, each with its place; empty where it can be sent. */
export function manifestFaults(manifest: EndpointManifest): string[] {
  const { endpoints, auth, defaultAuth } = manifest;
  const ids = endpoints.map(endpointId);
  return [
    ...[...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
      (id) => `${id} is declared more than once (give each a \`name\`)`,
    ),
    ...(defaultAuth === undefined || Object.hasOwn(auth, defaultAuth)
      ? []
      : [`defaultAuth: \`auth\` has no ${defaultAuth}`]),
    ...Object.entries(auth).flatMap(([name, one]) => authFaults(one).map((fault) => `auth.${name}${fault}`)),
    ...endpoints.flatMap((one, index) =>
      endpointFaults(one, auth).map((fault) => `endpoints[${index}].${fault}`),
    ),
    ...sequenceFaults(endpoints),
  ];
}

function authFaults(auth: EndpointManifest['auth'][string]): string[] {
  if (auth.kind === 'header') return headerFaults({ [auth.name]: '' }).map((fault) => `: ${fault}`);
  if (auth.kind === 'cookie')
    return HEADER_NAME.test(auth.name) ? [] : [`.name: \`${auth.name}\` is no name of a cookie`];
  if (auth.kind !== 'login') return [];
  const strange = referencesIn([auth.headers, auth.body]).filter((name) => !/^env:\w+$/.test(name));
  return [
    ...strange.map((name) => `: \${${name}} names no variable of the environment: write \${env:NAME}`),
    ...(/[\s#]/.test(auth.path) ? ['.path: must have no blank and no #'] : []),
    ...(NO_BODY.has(auth.method) && auth.body !== undefined ? [`.body: a ${auth.method} has none`] : []),
    ...headerFaults(auth.headers).map((fault) => `.headers: ${fault}`),
    ...(auth.take !== 'cookies' && stepsOf(auth.take.bearerAt) === null
      ? [`.take.bearerAt: \`${auth.take.bearerAt}\` is no path of a value`]
      : []),
    ...(variablesOf(auth).length === 0 && auth.body === undefined && Object.keys(auth.headers).length === 0
      ? [': it names nothing to log in with (`body` or `headers`)']
      : []),
  ];
}

function endpointFaults(one: EndpointDeclaration, auth: EndpointManifest['auth']): string[] {
  return [
    ...pathFaults(one.path, one.params),
    ...(typeof one.auth === 'string' && !Object.hasOwn(auth, one.auth)
      ? [`auth: \`auth\` of the manifest has no ${one.auth}`]
      : []),
    ...(NO_BODY.has(one.method) && one.body !== undefined ? [`body: a ${one.method} has none`] : []),
    ...headerFaults(one.headers).map((fault) => `headers: ${fault}`),
    ...Object.entries(one.save).flatMap(([name, path]) => saveFaults(one, name, path)),
    ...one.assert.flatMap((assertion, index) =>
      assertionFaults(assertion, one).map((fault) => `assert[${index}]${fault}`),
    ),
  ];
}

function saveFaults({ method }: EndpointDeclaration, name: string, path: string): string[] {
  if (!/^[A-Za-z_]\w*$/.test(name)) return [`save: \`${name}\` is no name (letters, digits and _)`];
  if (method === 'HEAD') return [`save.${name}: the answer to a HEAD has no body`];
  return stepsOf(path) === null ? [`save.${name}: \`${path}\` is no path of a value`] : [];
}

function assertionFaults(assertion: Assertion, { method }: EndpointDeclaration): string[] {
  const { at, exists, matches, ...others } = assertion;
  const says = [exists, matches, ...Object.values(others)].some((value) => value !== undefined);
  return [
    ...(stepsOf(at) === null ? [`.at: \`${at}\` is no path of a value`] : []),
    ...(says ? [] : [': it asserts nothing of the value']),
    ...(method === 'HEAD' ? [': the answer to a HEAD has no body'] : []),
    ...(matches === undefined ? [] : (patternFault(matches) ?? [])),
  ];
}

function patternFault(pattern: string): string[] | null {
  try {
    new RegExp(pattern);
    return null;
  } catch (error) {
    return [`.matches: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function headerFaults(headers: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => `${name} is set twice`),
    ...Object.entries(headers).flatMap(([name, value]) => {
      if (!HEADER_NAME.test(name)) return [`\`${name}\` is no name of a header`];
      if (OWN_HEADERS.has(name.toLowerCase())) return [`${name} is set by the request itself`];
      return isHeaderValue(value) ? [] : [`${name} has characters that no header may have`];
    }),
  ];
}
