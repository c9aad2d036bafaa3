import { z } from 'zod';

const Import = z.custom<(url: string) => Promise<unknown>>((value) => typeof value === 'function');
const FROM_LAUNCHER = Symbol.for('driftboard.import');

/**
 * Imports a module by a URL that is known only at run time. The command line runs as a script whose compiled code is
 * kept, and such a script may not import: its launcher, a module, lends it its own.
 */
export function importModule(url: string): Promise<unknown> {
  const lent = Import.safeParse(Reflect.get(globalThis, FROM_LAUNCHER));
  if (lent.success) return lent.data(url);
  return import(/* turbopackIgnore: true */ /* webpackIgnore: true */ /* @vite-ignore */ url);
}
