import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { clientFingerprint, schemaFingerprint } from './fingerprint';

/** What the generated client on disk says of itself. */
export type ClientSource = {
  entryFile: string;
  inlineSchema: string;
  version: string;
  schemaFingerprint: string;
  fingerprint: string;
};

const STRING_LITERAL = '("[^"\\\\]*(?:\\\\.[^"\\\\]*)*")';

/**
 * In: the folder of a client of the layout `prisma-client`. Out: its schema, its version and their fingerprints.
 * Rejects with a sentence when a file lacks or does not hold what Prisma writes there.
 */
export async function readClientSource(clientDir: string): Promise<ClientSource> {
  const classFile = path.join(clientDir, 'internal', 'class.ts');
  const text = await readFile(classFile, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new Error(
      `The generated Prisma Client cannot be read (${path.basename(clientDir)}/internal/class.ts: ${code}). Run \`npx prisma generate\`.`,
      { cause: error },
    );
  });
  const inlineSchema = member(text, 'inlineSchema');
  const version = member(text, 'clientVersion');
  const schema = schemaFingerprint(inlineSchema);
  return {
    entryFile: path.join(clientDir, 'client.ts'),
    inlineSchema,
    version,
    schemaFingerprint: schema,
    fingerprint: clientFingerprint(schema, version),
  };
}

function member(text: string, name: string): string {
  const literal = new RegExp(`"${name}":\\s*${STRING_LITERAL}`).exec(text)?.[1];
  if (literal === undefined) {
    throw new Error(
      `internal/class.ts of the generated Prisma Client has no \`${name}\`: it is incomplete or of an unknown layout. Run \`npx prisma generate\`.`,
    );
  }
  return String(JSON.parse(literal));
}
