import { createHash } from 'node:crypto';

/**
 * `sha256:` and the hex digest of a schema's text, so that formatting does not count.
 * The algorithm, which every application that reports its client follows: CRLF becomes LF, each run of white space
 * becomes one space, white space at both ends goes; sha256 of that in UTF-8, in hex.
 * @param text the schema as a client holds it: formatted by Prisma, the files of a folder joined in the order of their names
 */
export function schemaFingerprint(text: string): string {
  return sha256(text.replaceAll('\r\n', '\n').replace(/\s+/g, ' ').trim());
}

/**
 * The fingerprint of a generated client: `sha256:` and the digest of the schema's fingerprint, a line feed, and the
 * version of Prisma that generated it.
 */
export function clientFingerprint(schema: string, version: string): string {
  return sha256(`${schema}\n${version}`);
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
}
