import type { Finding } from '../../shared/finding';
import type { PrismaEnum, PrismaModel } from '../../shared/prisma-schema';
import { REGENERATE } from '../client-files';
import type { Observed } from '../types';
import { driftFinding } from './drift-finding';
import type { Ignore } from './ignore';
import { nameOf } from './names';

/** The three sides of the comparison of a client with the database. */
export type Scope = {
  client: { models: PrismaModel[]; enums: PrismaEnum[] };
  database: Observed['database.catalogue'];
  schema: Observed['schema.prisma'];
  ignore: Ignore;
};

type Parts = Omit<
  Parameters<typeof driftFinding>[0],
  'about' | 'severity' | 'impact' | 'remedy' | 'source'
> & {
  impact?: Finding['impact'];
};

/** A finding on a model or an enum, repaired by generating the client anew. */
export function clientFinding(
  id: string,
  declared: PrismaModel | PrismaEnum,
  { impact, ...parts }: Parts,
): Finding {
  const story = 'story' in declared && declared.story !== null ? { story: declared.story } : {};
  const table = 'story' in declared ? { schema: declared.schema, table: declared.dbName } : {};
  return driftFinding({
    about: id,
    severity: 'error',
    impact: impact ?? 'read',
    ...(declared.source === undefined ? {} : { source: declared.source }),
    remedy: REGENERATE,
    ...parts,
    subject: { ...table, ...parts.subject, ...story },
  });
}

/** By `schema.name` in the database. */
export function byDbName<T extends { schema: string; dbName: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [nameOf({ schema: item.schema, name: item.dbName }), item]));
}

/** The names that are in the schemas looked at and that no pattern leaves out, each once. */
export function wanted(
  items: readonly { schema: string; dbName: string }[],
  schemas: readonly string[],
  ignore: Scope['ignore'],
): string[] {
  const kept = items.filter(
    (item) => schemas.includes(item.schema) && !ignore.object(item.schema, item.dbName),
  );
  return [...byDbName(kept).keys()];
}
