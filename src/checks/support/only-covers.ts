import type { DatabaseSchema, Index } from '../../shared/database-schema';
import type { PrismaSchema } from '../../shared/prisma-schema';
import { coveredTies, coverFault } from './foreign-key-cover';

/** The indexes without which a foreign key, or a relation that only the client keeps, would have none that covers it. */
export function onlyCovers(
  catalogue: Pick<DatabaseSchema, 'tables'>,
  prisma: PrismaSchema | undefined,
): ReadonlySet<Index> {
  const only = new Set<Index>();
  for (const { table, columns, cover } of coveredTies(catalogue, prisma)) {
    if (cover === null) continue;
    const others = table.indexes.some((index) => index !== cover && coverFault(index, columns) === null);
    if (!others) only.add(cover);
  }
  return only;
}
