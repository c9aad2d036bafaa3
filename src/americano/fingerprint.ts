import { createHash } from 'node:crypto';

/** In: schema text. Out: the same with CRLF as LF and each run of white space as one space, trimmed. */
export function normaliseSchema(text: string): string {
  return text.replaceAll('\r\n', '\n').replace(/\s+/g, ' ').trim();
}

/** In: schema text. Out: `sha256:` and the hex digest of the normalised text. */
export function schemaFingerprint(text: string): string {
  return sha256(normaliseSchema(text));
}

/**
 * In: a schema fingerprint and the version of Prisma that generated the client. Out: the client's fingerprint.
 * The dashboard computes the same over the files on disk, so both can be compared.
 */
export function clientFingerprint(schema: string, version: string): string {
  return sha256(`${schema}\n${version}`);
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
