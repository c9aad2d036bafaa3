/**
 * The Prismas whose clients the tests read: the last 5, the 6 that Americano had, the last 6, and the one that comes
 * along, which needs no fetching.
 */
export const OTHER_PRISMAS = ['5.22.0', '6.17.1', '6.19.3', '7.10.0'] as const;
export type OtherPrismaVersion = (typeof OTHER_PRISMAS)[number];

/** Driftboard's own, from its node_modules. */
export const OWN_PRISMA: OtherPrismaVersion = '7.10.0';

/** Whether it knows the generator `prisma-client`, which writes TypeScript. */
export function hasTypeScriptLayout(version: OtherPrismaVersion): boolean {
  return majorOf(version) >= 6;
}

/** `6` of `6.17.1`. */
export function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
