import { constants } from 'node:os';
import { toNamespacedPath } from 'node:path';
import { z } from 'zod';
import { errorText } from '../../probes/client/errors';
import { loadPackage } from '../../sql/load-package';

/** `null`: the two have changed places. Otherwise why this system or file system cannot do it; nothing was touched. */
export type Exchange = (one: string, other: string) => Promise<string | null>;

type Call = (one: string, other: string) => number;
type Native = { call: Call; errno: () => number };

const Callable = z.custom<(...given: unknown[]) => unknown>((value) => typeof value === 'function');
/** Kept as it is, not copied: its methods need their own object. */
const Library = z.custom<{ func(definition: string): unknown }>((value) => has(value, 'func'));
const Koffi = z.custom<{ load(path: null): unknown; errno(): unknown }>(
  (value) => has(value, 'load') && has(value, 'errno'),
);

const AT_FDCWD = -100;
/** `RENAME_EXCHANGE` of Linux and `RENAME_SWAP` of macOS are the same bit. */
const EXCHANGE = 2;
/** `renameat2` by its number: not every C library wraps it. */
const RENAMEAT2: Readonly<Record<string, number>> = { x64: 316, arm64: 276, riscv64: 276, loong64: 276 };

/** What says "not here", as against a folder that lacks or may not be touched. */
const NOT_HERE = ['EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EXDEV'];

let native: Native | string | null = null;

/**
 * Exchanges two folders in one step of the file system, so that there is no moment in which one of them lacks. Node has
 * no call for that: it goes through the C library (`renameat2` on Linux, `renamex_np` on macOS), loaded at first use.
 * @throws Error with the system's code when the exchange is possible here and failed all the same
 */
export const exchangeFolders: Exchange = async (one, other) => {
  native ??= bind();
  if (typeof native === 'string') return native;
  if (native.call(toNamespacedPath(one), toNamespacedPath(other)) === 0) return null;
  const code = codeOf(native.errno());
  if (NOT_HERE.includes(code)) return `the file system cannot exchange two folders (${code})`;
  throw Object.assign(new Error(`${code}: ${one} and ${other} could not be exchanged`), { code });
};

function bind(): Native | string {
  const number = process.platform === 'linux' ? RENAMEAT2[process.arch] : undefined;
  if (process.platform !== 'darwin' && number === undefined) {
    return `${process.platform} (${process.arch}) has no call that exchanges two folders`;
  }
  try {
    const koffi = Koffi.parse(loadPackage('koffi'));
    const library = Library.parse(koffi.load(null));
    const errno = () => z.number().parse(koffi.errno());
    if (number === undefined) {
      const swap = Callable.parse(library.func('int renamex_np(const char *, const char *, unsigned int)'));
      return { errno, call: (one, other) => z.number().parse(swap(one, other, EXCHANGE)) };
    }
    const system = Callable.parse(
      library.func('long syscall(long, long, const char *, long, const char *, long)'),
    );
    const call: Call = (one, other) =>
      Number(
        z.union([z.number(), z.bigint()]).parse(system(number, AT_FDCWD, one, AT_FDCWD, other, EXCHANGE)),
      );
    return { errno, call };
  } catch (error) {
    return `the C library cannot be called (${errorText(error).split('\n')[0]})`;
  }
}

function codeOf(errno: number): string {
  return Object.entries(constants.errno).find(([, value]) => value === errno)?.[0] ?? `errno ${errno}`;
}

function has(value: unknown, method: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, method) === 'function';
}
