import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * A CommonJS package, taken past any bundler since it reads a `.wasm` file beside itself. Looked up beside this file
 * first, then from the working folder, where a bundler has moved this file elsewhere.
 * @throws Error with a sentence when it is not installed
 */
export function loadPackage(name: string): unknown {
  const bases = [import.meta.url, path.join(process.cwd(), 'package.json')];
  for (const base of bases) {
    const require = createRequire(base);
    try {
      return require(require.resolve(name));
    } catch (error) {
      const missing = error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND';
      if (!missing) throw error;
    }
  }
  throw new Error(`The package ${name} cannot be found from here or from the working folder: run npm ci.`);
}
