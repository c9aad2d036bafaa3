import { z } from 'zod';

/** The schema of one value for each side; apart from `sides.ts`, which the browser loads first and zod does not belong to. */
export function three<T extends z.ZodType>(value: T) {
  return z.object({ schema: value, migrations: value, database: value });
}
