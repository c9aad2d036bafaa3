import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { applyMigrations } from '../../server/prisma/schema-engine';
import type { UpContext } from './options';

/** Brings the embedded Americano's database to the end of its migration history. */
export async function migrate(context: UpContext, databaseUrl: string): Promise<void> {
  await context.progress.phase('Schema', async (update) => {
    update('applying migrations');
    const path = join(context.projectRoot, 'prisma', 'schema.prisma');
    const applied = await applyMigrations({
      databaseUrl,
      schemaFiles: [{ path, text: await readFile(path, 'utf8') }],
      migrationsDir: join(context.projectRoot, 'prisma', 'migrations'),
    });
    context.signal.throwIfAborted();
    if (applied.length === 0) return 'Schema: up to date';
    return `Schema: ${applied.length} migration${applied.length === 1 ? '' : 's'} applied`;
  });
}
