import { z } from 'zod';

/** Keywords that say something only of one type; without `type` beside them everything would pass. */
const TYPE_OF_KEYWORD: Readonly<Record<string, readonly string[]>> = {
  properties: ['object'],
  required: ['object'],
  additionalProperties: ['object'],
  patternProperties: ['object'],
  propertyNames: ['object'],
  minProperties: ['object'],
  maxProperties: ['object'],
  items: ['array'],
  prefixItems: ['array'],
  additionalItems: ['array'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
  contains: ['array'],
  minContains: ['array'],
  maxContains: ['array'],
  minLength: ['string'],
  maxLength: ['string'],
  pattern: ['string'],
  format: ['string'],
  minimum: ['number', 'integer'],
  maximum: ['number', 'integer'],
  exclusiveMinimum: ['number', 'integer'],
  exclusiveMaximum: ['number', 'integer'],
  multipleOf: ['number', 'integer'],
};
const OTHER_KEYWORDS = new Set(
  (
    '$schema $ref $defs definitions $id id $comment $anchor type enum const anyOf oneOf allOf not nullable ' +
    'title description default examples deprecated readOnly writeOnly'
  ).split(' '),
);
const ONE_SCHEMA = ['items', 'additionalProperties', 'additionalItems', 'propertyNames', 'contains', 'not'];
const LIST_OF_SCHEMAS = ['anyOf', 'oneOf', 'allOf', 'prefixItems', 'items'];
const NAMED_SCHEMAS = ['properties', 'patternProperties', '$defs', 'definitions'];

const JsonSchema = z.record(z.string(), z.json());
type JsonSchema = z.infer<typeof JsonSchema>;

/** The shape of an answer: of zod, or JSON Schema, which becomes one of zod. A schema that would let everything pass is a fault. */
export const ResponseShape = z
  .union([z.instanceof(z.ZodType), JsonSchema], {
    error: 'must be a shape of zod or a JSON Schema (an object)',
  })
  .transform((shape, context): z.ZodType => {
    if (shape instanceof z.ZodType) return shape;
    const faults = faultsOf(shape, '');
    if (Object.keys(shape).length === 0) faults.push('is an empty JSON Schema, which nothing can contradict');
    for (const message of faults) context.addIssue({ code: 'custom', message });
    if (faults.length > 0) return z.NEVER;
    try {
      return z.fromJSONSchema(shape);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message: `is no JSON Schema that can be judged: ${said}` });
      return z.NEVER;
    }
  });

/** What `z.fromJSONSchema` would pass over in silence: keywords that it does not know, and those without their type. */
function faultsOf(schema: JsonSchema, place: string): string[] {
  const at = place === '' ? '' : ` at ${place}`;
  const types = [schema.type].flat();
  const faults = Object.keys(schema).flatMap((keyword) => {
    const belongsTo = TYPE_OF_KEYWORD[keyword];
    if (belongsTo === undefined)
      return OTHER_KEYWORDS.has(keyword) || keyword.startsWith('x-')
        ? []
        : [`has the keyword \`${keyword}\`${at}, which is not understood`];
    return types.some((type) => belongsTo.some((one) => one === type))
      ? []
      : [`has \`${keyword}\`${at} without \`"type": "${belongsTo[0]}"\`, so that it would not be looked at`];
  });
  return [...faults, ...innerSchemas(schema).flatMap(([name, inner]) => faultsOf(inner, `${place}/${name}`))];
}

function innerSchemas(schema: JsonSchema): [string, JsonSchema][] {
  const found: [string, unknown][] = [
    ...ONE_SCHEMA.map((keyword): [string, unknown] => [keyword, schema[keyword]]),
    ...LIST_OF_SCHEMAS.flatMap((keyword) => entriesOf(keyword, schema[keyword], true)),
    ...NAMED_SCHEMAS.flatMap((keyword) => entriesOf(keyword, schema[keyword], false)),
  ];
  return found.flatMap(([name, value]): [string, JsonSchema][] => {
    const inner = JsonSchema.safeParse(value);
    return inner.success ? [[name, inner.data]] : [];
  });
}

function entriesOf(keyword: string, value: unknown, list: boolean): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== list) return [];
  return Object.entries(value).map(([name, inner]) => [`${keyword}/${name}`, inner]);
}
