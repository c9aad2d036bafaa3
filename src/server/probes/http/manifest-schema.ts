// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of a manifest look like templates
import { z } from 'zod';
import { EndpointManifest } from '../../../shared/endpoints';
import { ResponseShape } from '../../../shared/response-shape';

/** Titles and words for editors, by the name of the field; what they say stands at the types, too. */
const WORDS: Readonly<Record<string, string>> = {
  auth: 'How requests prove who they are, by name. Secrets stand in environment variables, never in this file.',
  'auth of an endpoint': 'A name of `auth`; null sends nothing, even where there is a default.',
  defaultAuth: 'The name of an `auth` that every request uses which names none.',
  mask: 'Names of fields, besides those that always are, whose values are masked in kept answers.',
  name: 'Tells two requests of the same route apart.',
  path: 'As Next names the route: /api/users/[id]; the values stand in `params`.',
  params: 'Values of the path. May take values of earlier answers: ${userId}.',
  query: 'Parameters after the question mark.',
  headers: 'Headers of the request.',
  body: 'Sent as JSON; a text as it is.',
  story: 'The story that the route belongs to.',
  models: 'Names of the Prisma models that the route reads.',
  expectStatus: 'The status that the answer must have.',
  response: "JSON Schema of the answer's JSON body.",
  assert: 'What must hold of single values of the answer.',
  at: 'The path of a value: items[0].id, total, $ for the whole body.',
  save: 'Values of the answer that later requests use: { "userId": "items[0].id" }.',
  sideEffects: 'What the request changes, in words.',
  safeOn: 'Names of the environments where a request that changes something may be sent.',
  budgetMs: 'The time within which the whole answer is to arrive.',
  coldBudgetMs: 'The same of a first request after a start.',
  retries: 'How often a failed try is repeated, at most.',
};

/** The manifest's form as JSON Schema, for editors: `"$schema": "…/docs/manifest.schema.json"`. */
export function manifestSchema(): unknown {
  const schema = z.toJSONSchema(EndpointManifest, {
    io: 'input',
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema, path }) {
      if (zodSchema === ResponseShape._zod.def.in) {
        for (const name of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, name);
        jsonSchema.type = 'object';
        jsonSchema.minProperties = 1;
      }
      const name = path.at(-2) === 'properties' ? path.at(-1) : undefined;
      // Within an authentication the same names mean other things.
      const isOfAuth = path[1] === 'auth' && path.length > 2;
      const key = name === 'auth' && path.length > 2 ? 'auth of an endpoint' : name;
      const words =
        typeof key === 'string' && !isOfAuth && Object.hasOwn(WORDS, key) ? WORDS[key] : undefined;
      if (words !== undefined) jsonSchema.description = words;
    },
  });
  return { ...schema, title: 'Endpoints of an application' };
}
