import type { ConfigFile } from './src/shared/config';

/** Americano, the application that comes along, on the PostgreSQL that comes along. Add your own environments beside it. */
const config: ConfigFile = {
  default: 'local',
  environments: {
    local: {
      embedded: true,
      schema: 'prisma/schema.prisma',
      migrations: 'prisma/migrations',
      client: 'src/generated/americano',
      manifest: 'driftboard.endpoints.ts',
      indexManifest: 'driftboard.indexes.ts',
      source: '.',
    },
  },
};

export default config;
