/** Set by `bin/driftboard.mjs` in the bundle that it makes, from its sources; not in Next's bundle, nor in tests. */
declare const DRIFTBOARD_BUILD_ID: string | undefined;

/**
 * Names the sources that this process runs, where they were bundled by name: what was worked out by the same sources
 * from the same input can be remembered without being worked out again.
 * @returns null where the sources are not known; then what depends on them must be worked out
 */
export function buildId(): string | null {
  return typeof DRIFTBOARD_BUILD_ID === 'undefined' ? null : DRIFTBOARD_BUILD_ID;
}
