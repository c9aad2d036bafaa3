import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';

/** What we ask for, and can unpack with a limit. */
export const ACCEPT_ENCODING = 'gzip, br';
/** A server may name several, one inside the other; more than a few are no honest answer. */
const MOST_ENCODINGS = 3;

type Unpack = (packed: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;
const gzip: Unpack = promisify(gunzip);
const UNPACK: Readonly<Record<string, Unpack>> = {
  gzip,
  'x-gzip': gzip,
  br: promisify(brotliDecompress),
  // Half of the servers that say deflate send it without the wrapper of zlib.
  deflate: (packed, options) =>
    ((packed[0] ?? 0) & 0x0f) === 8
      ? promisify(inflate)(packed, options)
      : promisify(inflateRaw)(packed, options),
};

export type Decoded =
  | { ok: true; body: Buffer }
  | { ok: false; why: 'too-large' | 'unknown-encoding' | 'damaged' };

/**
 * Unpacks a body. The limit counts what comes out, so that a few kilobytes cannot become gigabytes.
 * @param encoding the answer's `content-encoding`
 */
export async function decode(body: Buffer, encoding: string, limitBytes: number): Promise<Decoded> {
  const names = encoding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  if (names.length > MOST_ENCODINGS) return { ok: false, why: 'unknown-encoding' };
  let decoded = body;
  // The last one named was put on last. An empty body has nothing to unpack, whatever it says.
  for (const name of names.reverse()) {
    if (decoded.byteLength === 0) break;
    const unpack = UNPACK[name];
    if (unpack === undefined) return { ok: false, why: 'unknown-encoding' };
    try {
      decoded = await unpack(decoded, { maxOutputLength: limitBytes });
    } catch (error) {
      const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
      return { ok: false, why: tooLarge ? 'too-large' : 'damaged' };
    }
  }
  return { ok: true, body: decoded };
}
