import pg from 'pg';
import { messageOf } from '../../embedded/errors';
import type { Shadow } from '../../shadow';
import { breakIndex } from './broken-index';
import type { NotCopied, Part, Structure } from './types';

/** Many statements in one message cost little more than one. */
const BATCH = 50;

export type CopyTools = {
  shadow: Shadow;
  signal: AbortSignal;
  progress(done: number, total: number): void;
};

/**
 * Makes the structure in the shadow database. What is refused is tried again as long as something else succeeds, since
 * it may stand on that; what is left is told, each with PostgreSQL's own reason.
 */
export async function copyStructure(structure: Structure, tools: CopyTools): Promise<NotCopied[]> {
  const { shadow, signal, progress } = tools;
  const notCopied = [...structure.notCopied, ...(await copyExtensions(structure, shadow))];
  const client = new pg.Client({ connectionString: shadow.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Functions may name what comes after them.
    await client.query(
      "SET check_function_bodies = off; SET search_path = ''; SET statement_timeout = '60s'",
    );
    const total = structure.parts.length + structure.broken.length;
    let waiting: readonly Part[] = structure.parts;
    for (;;) {
      const refused: { part: Part; why: string }[] = [];
      for (let at = 0; at < waiting.length; at += BATCH) {
        signal.throwIfAborted();
        refused.push(...(await makeAll(client, waiting.slice(at, at + BATCH))));
        progress(Math.min(total, total - waiting.length + at + BATCH - refused.length), total);
      }
      if (refused.length === 0) break;
      if (refused.length === waiting.length) {
        notCopied.push(...refused.map(({ part, why }) => ({ what: part.what, why })));
        break;
      }
      waiting = refused.map(({ part }) => part);
    }
    for (const index of structure.broken) {
      signal.throwIfAborted();
      const why = await breakIndex(client, shadow.url, index);
      if (why !== null) notCopied.push({ what: index.what, why });
    }
    progress(total, total);
    return notCopied;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** All in one message; where that is refused, one after the other. */
async function makeAll(client: pg.Client, parts: readonly Part[]): Promise<{ part: Part; why: string }[]> {
  try {
    await client.query(parts.map(({ sql }) => sql).join(';\n'));
    return [];
  } catch {
    const refused: { part: Part; why: string }[] = [];
    for (const part of parts) {
      try {
        await client.query(part.sql);
      } catch (error) {
        refused.push({ part, why: messageOf(error) });
      }
    }
    return refused;
  }
}

async function copyExtensions({ extensions }: Structure, shadow: Shadow): Promise<NotCopied[]> {
  const notCopied: NotCopied[] = [];
  for (const { name, schema } of extensions) {
    const what = `extension ${name}`;
    if (!shadow.availableExtensions.has(name)) {
      notCopied.push({
        what,
        why: `The shadow server (${shadow.server}) does not have it: name one that does with --shadow-database-url`,
      });
      continue;
    }
    try {
      await shadow.createExtension(name, schema);
    } catch (error) {
      notCopied.push({ what, why: messageOf(error) });
    }
  }
  return notCopied;
}
