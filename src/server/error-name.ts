/**
 * Whether this is our error of that name, whichever bundle made it. Next.js bundles pages and routes apart, but the
 * one dashboard of the process is common to them, so its errors are of another copy of their class than the one that
 * asks: where `instanceof` goes by the prototype, a refusal with its reason becomes a page that failed.
 */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
