import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrokenFile, GeneratedClient } from '../../../shared/client';
import { errorCode } from './errors';
import { type DetectedLayout, isAtLeast } from './layout';

/** So much of a file's end is read. The longest ending that is looked for has 600 characters. */
const TAIL_BYTES = 2048;
/** Stands for those whose endings are known. */
export const ANY_VERSION = '7.0.0';
const WASM_MAGIC = '\0asm';

/** How Prisma ends each file; looked up in 5.22, 6.16, 6.17, 6.19, 7.0, 7.4 and 7.10. White space at the end is gone. */
const ENDINGS_JS: [path: RegExp, ending: RegExp][] = [
  [
    /^(index|edge|wasm|index-browser)\.js$/,
    /(Object\.assign\(exports, Prisma\)|path\.join\(process\.cwd\(\), ".*"\))$/,
  ],
  [/^index\.d\.ts$/, /export const dmmf: runtime\.BaseDMMF\n\}$/],
  [/^(default|client)\.js$/, /^module\.exports = \{ .*require\(.*\) \}$/m],
  [/^(default|client|edge|wasm)\.d\.ts$/, /^export \* from ".*"$/m],
  [/^wasm-[\w-]+-loader\.mjs$/, /^export default import\(.*\)$/m],
  [/\.wasm-base64\.js$/, /module\.exports = \{ wasm \}$/],
  [/^runtime\/[\w-]+\.js$/, /\/\/# sourceMappingURL=.*\.map$/],
  [/^runtime\/[\w-]+\.d\.ts$/, /export \{ \}$/],
  [/^package\.json$/, /\n\}$/],
];
/** Beside the client in the one layout, in `internal` in the other. */
const WASM_GLUE = /(^|\/)query_(engine|compiler)\w*_bg\.js$/;
const END_OF_GLUE = /\}\)?;$/;
const ENDINGS_TS: [stem: RegExp, ending: RegExp][] = [
  [/^internal\/class$/, /PrismaClientConstructor\n\}$/],
  [/^internal\/prismaNamespace$/, /ITXClientDenyList>$/],
  [/^internal\/prismaNamespaceBrowser$/, /\[keyof typeof \w+\]$/],
  [/^(client|browser)$/, /export (type \w+ = Prisma\.\w+Model|\* from ['"].*['"]|\{.*\})$/],
  [/^enums$/, /(\[keyof typeof \w+\]|export \{\})$/],
  [/^models$/, /from '.*\/commonInputTypes.*'$/],
  [/^commonInputTypes$/, /\}$/],
  [/^models\/\w+$/, /export type \w+DefaultArgs<[\s\S]*\}$/],
];

/**
 * Files of a client that are empty or cut off. Only their ends are read: a generation that was interrupted, or a copy
 * that ran out of space, leaves the beginning.
 * @param version of the Prisma that wrote it; null or one that nobody looked at: only the empty ones are told
 */
export async function cutOffFiles(
  dir: string,
  files: GeneratedClient['files'],
  detected: DetectedLayout,
  version: string | null,
): Promise<BrokenFile[]> {
  const isKnown = version !== null && isAtLeast(version, '5.22') && !isAtLeast(version, '8.0');
  const judged = await Promise.all(
    files.map(async ({ path, sizeBytes }): Promise<BrokenFile | null> => {
      const ending = endingOf(path, detected);
      if (ending === null) return null;
      if (sizeBytes === 0) return { path, why: 'empty' };
      return !isKnown || (await isWhole(join(dir, path), sizeBytes, ending))
        ? null
        : { path, why: 'cut off' };
    }),
  );
  return judged.filter((file) => file !== null);
}

/** What the end of a file must look like; `wasm` for a binary that says its own length; null for what is not Prisma's. */
function endingOf(path: string, { layout, extension }: DetectedLayout): RegExp | 'wasm' | null {
  if (path.endsWith('.wasm')) return 'wasm';
  if (WASM_GLUE.test(path)) return END_OF_GLUE;
  if (/(^|\/)(lib)?query[_-]engine-|\.node$/.test(path)) return /[\s\S]/;
  if (layout === 'prisma-client-js') return ENDINGS_JS.find(([one]) => one.test(path))?.[1] ?? null;
  if (!path.endsWith(extension)) return null;
  const stem = path.slice(0, -extension.length);
  return ENDINGS_TS.find(([one]) => one.test(stem))?.[1] ?? null;
}

async function isWhole(file: string, sizeBytes: number, ending: RegExp | 'wasm'): Promise<boolean> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(file);
    if (ending === 'wasm') return await isWholeWasm(handle, sizeBytes);
    const text = await textAt(handle, Math.max(0, sizeBytes - TAIL_BYTES), TAIL_BYTES);
    return ending.test(text.replaceAll('\r\n', '\n').trimEnd());
  } catch (error) {
    // Somebody regenerates at this moment: what is gone again is no half file.
    if (errorCode(error) === 'ENOENT') return true;
    throw error;
  } finally {
    await handle?.close();
  }
}

async function textAt(handle: FileHandle, position: number, bytes: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.toString('utf8', 0, bytesRead);
}

/** A WebAssembly module is sections of known lengths: the last one ends where the file does. */
async function isWholeWasm(handle: FileHandle, sizeBytes: number): Promise<boolean> {
  const head = Buffer.alloc(8);
  await handle.read(head, 0, head.length, 0);
  if (head.toString('latin1', 0, 4) !== WASM_MAGIC) return false;
  let position = head.length;
  while (position < sizeBytes) {
    const section = Buffer.alloc(6);
    await handle.read(section, 0, section.length, position);
    const { value, bytes } = unsignedLeb128(section, 1);
    position += 1 + bytes + value;
  }
  return position === sizeBytes;
}

function unsignedLeb128(buffer: Buffer, start: number): { value: number; bytes: number } {
  let value = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = buffer[start + index] ?? 0;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if ((byte & 0x80) === 0) return { value, bytes: index + 1 };
  }
  return { value, bytes: 5 };
}
