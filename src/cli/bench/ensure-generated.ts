import { existsSync } from 'node:fs';
import path from 'node:path';
import { runPrisma } from '../../server/prisma/run-prisma';
import type { BenchPlace } from './subject';

/** Generates Americano's client where there is none yet, as in a fresh clone. One that is there stays. */
export async function ensureGenerated({ projectRoot, settings, signal, tell }: BenchPlace): Promise<void> {
  if (existsSync(path.join(projectRoot, 'src', 'generated', 'americano', 'client.ts'))) return;
  tell('Generating the Prisma Client.');
  const prisma = path.join(projectRoot, 'node_modules', 'prisma', 'build', 'index.js');
  await runPrisma({
    args: [prisma, 'generate', '--schema', 'prisma/schema.prisma'],
    cwd: projectRoot,
    limits: { timeoutMs: settings.generateTimeoutMs, memoryMb: settings.generateMemoryMb },
    signal,
    onLine: () => undefined,
    stagingDir: projectRoot,
  });
}
