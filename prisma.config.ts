import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Generating, validating and formatting never connect; only commands that do need a real address.
const NO_DATABASE = 'postgresql://nobody@127.0.0.1:1/americano';

export default defineConfig({
  schema: path.join('prisma', 'schema.prisma'),
  migrations: { path: path.join('prisma', 'migrations') },
  datasource: { url: process.env.DATABASE_URL ?? NO_DATABASE },
});
