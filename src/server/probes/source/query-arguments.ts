import type { PrismaField } from '../../../shared/prisma-schema';
import type { Place, Reading } from './reading';
import { alternatives, type Value } from './values';

/** Deeper than relations are ever nested. */
const MOST_LEVELS = 12;

/** Of what an operation is given: the part whose words `include`, `select` and `where` name the way to a relation. */
const WAYS = new Set([
  'include',
  'select',
  'where',
  'orderBy',
  'data',
  'create',
  'update',
  'omit',
  'having',
  '_count',
]);
/** Parts that bring relations; where they are not known, relations may be missing. */
const RELATION_PARTS = ['include', 'select'];
/** Parts that hold names of fields as texts. */
const NAMING = new Set(['by', 'distinct', 'skipDuplicates', 'fields']);

type Note = (model: string, operation: string) => void;

/** Notes the fields, enums and related models that the arguments of an operation name. */
export function noteArguments(
  reading: Reading,
  model: string,
  given: Value | undefined,
  place: Place,
  note: Note,
): void {
  if (given === undefined || reading.project.schema === null) return;
  for (const one of alternatives(given)) {
    if (one.kind === 'outside' || one.kind === 'shape') {
      reading.uncertain(
        `What the query on ${model} is given comes from elsewhere: relations in it are not known.`,
        place,
      );
    }
    if (one.kind !== 'object') continue;
    if (one.open && !RELATION_PARTS.every((part) => one.members.has(part))) {
      reading.uncertain(
        `A part of what the query on ${model} is given comes from elsewhere: relations in it are not known.`,
        place,
      );
    }
  }
  walk({ reading, place, note }, model, given, 'select', 0);
}

type Walk = { reading: Reading; place: Place; note: Note };

function walk(walk_: Walk, model: string, value: Value, way: string, level: number): void {
  if (level > MOST_LEVELS) return;
  const fields = walk_.reading.project.schema?.fields.get(model);
  for (const one of alternatives(value)) {
    if (one.kind === 'list') for (const item of one.items) walk(walk_, model, item, way, level + 1);
    if (one.kind !== 'object') continue;
    for (const [name, part] of one.members) {
      const field = fields?.get(name);
      const isNo = part.kind === 'literal' && (part.value === false || part.value === undefined);
      if (isNo) continue;
      const next = WAYS.has(name) ? name : way;
      // `{ update: { … } }` at the top is a word of the query even where a field has that name.
      if (field !== undefined && !(level === 0)) noteField(walk_, model, field, part, way, level);
      else if (NAMING.has(name)) noteNames(walk_.reading, model, part);
      else {
        unknownPart(walk_, model, name, part);
        walk(walk_, model, part, next, level + 1);
      }
    }
  }
}

function noteField(
  walk_: Walk,
  model: string,
  field: PrismaField,
  part: Value,
  way: string,
  level: number,
): void {
  const { reading, note } = walk_;
  if (field.kind === 'object') {
    note(field.type, way);
    walk(walk_, field.type, part, way, level + 1);
    return;
  }
  reading.uses.field(model, field.name);
  if (field.kind === 'enum') reading.uses.enum(field.type);
}

/** `by: ['status']`. */
function noteNames(reading: Reading, model: string, part: Value): void {
  for (const one of alternatives(part)) {
    for (const item of one.kind === 'list' ? one.items : [one]) {
      const field =
        item.kind === 'literal'
          ? reading.project.schema?.fields.get(model)?.get(String(item.value))
          : undefined;
      if (field === undefined) continue;
      reading.uses.field(model, field.name);
      if (field.kind === 'enum') reading.uses.enum(field.type);
    }
  }
}

function unknownPart({ reading, place }: Walk, model: string, name: string, part: Value): void {
  if (!RELATION_PARTS.includes(name)) return;
  const isUnknown = alternatives(part).some(({ kind }) => kind === 'outside' || kind === 'shape');
  if (isUnknown)
    reading.uncertain(
      `The \`${name}\` of a query on ${model} comes from elsewhere: relations in it are not known.`,
      place,
    );
}
