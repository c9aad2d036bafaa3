import type { Authentication, EndpointDeclaration, EndpointManifest } from '../../../shared/endpoints';
import { isHeaderValue } from './prepare';
import type { Secrets } from './secrets';

export type Credentials = { ok: true; headers: Record<string, string> } | { ok: false; reason: string };
export type Environment = Readonly<Record<string, string | undefined>>;
type WithoutLogin = Exclude<Authentication, { kind: 'login' }>;

/** The name of the authentication that an endpoint uses, or null. */
export function authOf(
  { auth }: Pick<EndpointDeclaration, 'auth'>,
  manifest: Pick<EndpointManifest, 'defaultAuth'>,
): string | null {
  return auth === undefined ? (manifest.defaultAuth ?? null) : auth;
}

/** The headers of an authentication whose secrets stand in environment variables. */
export function credentialsFrom(
  name: string,
  auth: WithoutLogin,
  { env, secrets }: { env: Environment; secrets: Secrets },
): Credentials {
  const variables = auth.kind === 'basic' ? [auth.userEnv, auth.passwordEnv] : [auth.env];
  const missing = missingVariables(name, variables, env);
  if (missing !== null) return { ok: false, reason: missing };
  const values = variables.map((variable) => env[variable] ?? '');
  const broken = variables.find((_, index) => !isHeaderValue(values[index] ?? ''));
  if (broken !== undefined)
    return {
      ok: false,
      reason: `The environment variable ${broken}, which \`auth.${name}\` names, holds a line end or another character that no header may have.`,
    };
  const [first = '', second = ''] = values;
  // A user's name is no secret; what stands beside it is.
  secrets.add(auth.kind === 'basic' ? second : first);
  switch (auth.kind) {
    case 'bearer':
      return { ok: true, headers: { authorization: `Bearer ${first}` } };
    case 'basic': {
      const pair = Buffer.from(`${first}:${second}`).toString('base64');
      secrets.add(pair);
      return { ok: true, headers: { authorization: `Basic ${pair}` } };
    }
    case 'cookie':
      return { ok: true, headers: { cookie: `${auth.name}=${first}` } };
    case 'header':
      return { ok: true, headers: { [auth.name.toLowerCase()]: first } };
  }
}

/** @returns a sentence that names the variables that are not set, or null; an empty one is not set */
export function missingVariables(
  name: string,
  variables: readonly string[],
  env: Environment,
): string | null {
  const missing = [...new Set(variables)].filter((variable) => (env[variable] ?? '') === '');
  if (missing.length === 0) return null;
  const [noun, verb] = missing.length === 1 ? ['variable', 'is'] : ['variables', 'are'];
  return `The environment ${noun} ${missing.join(' and ')}, which \`auth.${name}\` names, ${verb} not set: set ${missing.length === 1 ? 'it' : 'them'} where Driftboard runs.`;
}
