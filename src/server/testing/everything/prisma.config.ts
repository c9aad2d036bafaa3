import path from 'node:path';
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: path.join('.', 'schema'),
  migrations: { path: path.join('.', 'migrations') },
  experimental: { externalTables: true },
  tables: { external: ['public.outside_accounts'] },
  enums: { external: ['public.outside_account_kind'] },
});
