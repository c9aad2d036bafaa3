import type { TypeErrorGroup } from '../../shared/regeneration';
import type { CompilerError } from './parse-errors';

/** More than a person reads; the counts are of all. */
const MAX_GROUPS = 100;
const MAX_PLACES = 25;

/** What only a generated client calls so. */
const OF_PRISMA =
  /\bPrismaClient\b|\bPrisma\.|\bPrisma__|\$\w+Payload\b|\b[A-Z]\w*(?:Where(?:Unique)?|Create|Update|Upsert|OrderBy|Count|Unchecked\w*)\w*Input\b|@prisma\/client|\.prisma\/client/;

export type Evidence = {
  /** Whether a path of an error lies in the generated client. */
  inClient: (file: string) => boolean;
  /** Names that the change touched, or where there is no change to tell, those of the client's models and enums. */
  names: ReadonlySet<string>;
  /** The errors with the former client; null where it was not tried. */
  before: readonly CompilerError[] | null;
};

export type Grouped = {
  errors: number;
  byPrisma: number;
  newErrors: number | null;
  groups: TypeErrorGroup[];
};

/**
 * Puts alike errors together and tells which of them the client caused: those that the former client does not bring are
 * proven; of the others those that stand in the client or name a type that only it has; and where there was no former
 * client to try, those that name what the change touched. Pure.
 */
export function groupErrors(errors: readonly CompilerError[], evidence: Evidence): Grouped {
  const former = evidence.before === null ? null : new Set(evidence.before.map(identity));
  const groups = new Map<string, TypeErrorGroup>();
  for (const error of errors) {
    const isNew = former === null ? null : !former.has(identity(error));
    const byPrisma = isCausedByClient(error, isNew, evidence);
    const key = JSON.stringify([error.code, error.message, isNew, byPrisma]);
    const group = groups.get(key) ?? {
      code: error.code,
      byPrisma,
      isNew,
      message: error.message,
      count: 0,
      places: [],
    };
    group.count += 1;
    if (error.place !== null && group.places.length < MAX_PLACES) group.places.push(error.place);
    groups.set(key, group);
  }
  const sorted = [...groups.values()].sort(byWeight);
  const count = (which: (group: TypeErrorGroup) => boolean) =>
    sorted.filter(which).reduce((sum, group) => sum + group.count, 0);
  return {
    errors: errors.length,
    byPrisma: count((group) => group.byPrisma),
    newErrors: former === null ? null : count((group) => group.isNew === true),
    groups: sorted.slice(0, MAX_GROUPS),
  };
}

function isCausedByClient(error: CompilerError, isNew: boolean | null, evidence: Evidence): boolean {
  if (isNew === true) return true;
  if (error.place !== null && evidence.inClient(error.place.file)) return true;
  if (OF_PRISMA.test(error.message)) return true;
  return isNew === null && quotedWords(error.message).some((word) => evidence.names.has(word));
}

/** The identifiers in what the compiler quotes: `Property 'mood' does not exist on type 'User'.` → mood, User. */
function quotedWords(message: string): string[] {
  return [...message.matchAll(/'([^']+)'/g)].flatMap(
    ([, quoted]) => quoted?.match(/[A-Za-z_$][\w$]*/g) ?? [],
  );
}

/** By its place: the sources are the same, while the message may quote types that have another field now. */
function identity({ code, message, place }: CompilerError): string {
  return JSON.stringify([code, place ?? message]);
}

function byWeight(a: TypeErrorGroup, b: TypeErrorGroup): number {
  return (
    Number(b.isNew) - Number(a.isNew) ||
    Number(b.byPrisma) - Number(a.byPrisma) ||
    b.count - a.count ||
    (a.code < b.code ? -1 : 1)
  );
}
