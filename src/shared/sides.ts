/** The three places that say what a database is like, in the order in which a change travels. */
export const SIDES = ['schema', 'migrations', 'database'] as const;
export type SideName = (typeof SIDES)[number];

/** One value for each side. */
export type Three<T> = Record<SideName, T>;

/** The same question put to each side. */
export function eachSide<T>(ask: (side: SideName) => T): Three<T> {
  return { schema: ask('schema'), migrations: ask('migrations'), database: ask('database') };
}
