import type { PrismaSchema } from '../../shared/prisma-schema';

type Named = { schema: string; name: string };

export type External = { table(table: Named): boolean; enum(type: Named): boolean };

/** What `prisma.config.ts` marks as managed elsewhere: the client uses it, but its structure is not ours to repair. */
export function externalFilter(schema: Pick<PrismaSchema, 'external' | 'schemas'> | undefined): External {
  const bare = schema?.schemas[0] ?? 'public';
  const among = (list: readonly string[]) => {
    if (list.length === 0) return () => false;
    const all = new Set(list);
    return (object: Named) =>
      all.has(`${object.schema}.${object.name}`) || (object.schema === bare && all.has(object.name));
  };
  return { table: among(schema?.external.tables ?? []), enum: among(schema?.external.enums ?? []) };
}

/** What stands in the place of a repair for what is managed elsewhere. */
export const MANAGED_ELSEWHERE =
  'prisma.config.ts marks it as external, so it is managed elsewhere: ask its owner for the change, or change schema.prisma to what it is.';
