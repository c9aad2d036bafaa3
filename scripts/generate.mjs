// Generates both Prisma Clients: Americano's, and the one of Driftboard's own store. They know nothing of each other.
import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const prisma = path.join(root, 'node_modules', 'prisma', 'build', 'index.js');
// Prisma's commands ask for an engine that they do not use: any executable will do.
const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };

const codes = await Promise.all(['prisma/schema.prisma', 'prisma/store/schema.prisma'].map(generate));
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;

function generate(schema) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [prisma, 'generate', '--schema', schema], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.on('error', (error) => {
      console.error(`prisma generate could not be started for ${schema}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
