import { z } from 'zod';
import { IndexManifest } from '../../../shared/index-manifest';

/** Words for editors, by the name of the field; what they say stands at the types, too. */
const WORDS: Readonly<Record<string, string>> = {
  indexes: 'Indexes that somebody has decided on, whatever schema.prisma can say of them.',
  queries: 'Queries that the application sends.',
  'queries of an index': 'Names of declared queries that the index is there for.',
  'sql of an index': 'One CREATE INDEX with a name, as it would be run.',
  'sql of a query': 'One SELECT, INSERT, UPDATE or DELETE; $1, $2 stand for its values.',
  reason: 'What the index is there for, in words.',
  endpoints: 'Names of the endpoint manifest: GET /api/analytics/patterns.',
  story: 'The story that it belongs to.',
  name: 'Tells the query apart, and names it in findings.',
  parameters:
    'Values for $1, $2 … as the application sends them; only driftboard bench indexes runs the query with them.',
};

/** The index manifest's form as JSON Schema, for editors: `"$schema": "…/docs/index-manifest.schema.json"`. */
export function indexManifestSchema(): unknown {
  const schema = z.toJSONSchema(IndexManifest, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema, path }) {
      const name = path.at(-2) === 'properties' ? String(path.at(-1)) : '';
      const kind = path[1] === 'indexes' ? 'an index' : 'a query';
      const words = (path.length > 2 ? WORDS[`${name} of ${kind}`] : undefined) ?? WORDS[name];
      if (words !== undefined) jsonSchema.description = words;
    },
  });
  return { ...schema, title: 'Strategic indexes and declared queries of an application' };
}
