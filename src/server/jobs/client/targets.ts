import { existsSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type StageableGenerator, stageableGenerators } from '../../prisma/generator-output';
import type { SchemaFile } from '../../prisma/schema-text';
import { namedClients } from '../../probes/client/named-clients';
import { realPlace } from './prepare-swap';

/** A client that a regeneration makes: what it is called, where applications find it, and what is replaced there. */
export type ClientTarget = {
  name: string;
  generator: string;
  dir: string;
  /** The folder itself, or the link that names a folder of its own. */
  place: string;
};

/**
 * All clients that the schema's generators write, in its order, with the names that `--client` gives them.
 * @throws Error with a sentence: none of them is one of `--client`, or one cannot be made aside
 */
export async function clientTargets(
  files: readonly SchemaFile[],
  clients: readonly string[],
): Promise<ClientTarget[]> {
  const generators = stageableGenerators(files);
  for (const generator of generators) refuseTypedQueries(generator);
  const dirs = generators.map(({ outputDir }) => outputDir);
  const known = namedClients(clients);
  const same = (dir: string) => known.find((client) => real(client.dir) === real(dir));
  if (clients.length > 0 && !dirs.some(same)) {
    throw new Error(
      `The schema's ${dirs.length === 1 ? 'generator writes its client' : 'generators write their clients'} to ${dirs.join(', ')}, but --client names ${clients.join(', ')}: make the two agree.`,
    );
  }
  const unknown = dirs.filter((dir) => same(dir) === undefined);
  const named = namedClients([...clients, ...unknown]);
  return Promise.all(
    generators.map(async ({ name, outputDir: dir }) => ({
      name: (same(dir) ?? named.find((client) => client.dir === dir))?.name ?? dir,
      generator: name,
      dir,
      place: await realPlace(dir),
    })),
  );
}

/** They are generated against a database, with `--sql`; without them, what imports them would break. */
function refuseTypedQueries({ name, outputDir, previewFeatures }: StageableGenerator): void {
  const queries = ['sql', 'sql.ts'].some((entry) => existsSync(join(outputDir, entry)));
  if (previewFeatures.includes('typedSql') && queries) {
    throw new Error(
      `The client of the generator "${name}" has typed SQL queries, which only a database can tell the types of: regenerate it by hand with npx prisma generate --sql.`,
    );
  }
}

/** The same for every way to a folder; for one that is not there yet, the path. */
function real(dir: string): string {
  try {
    return realpathSync(dir);
  } catch {
    return resolve(dir);
  }
}
