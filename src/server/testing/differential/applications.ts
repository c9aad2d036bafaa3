import path from 'node:path';
import { applyMigrations } from '../../prisma/schema-engine';
import { readSchemaFiles } from '../../probes/prisma/schema-files';
import { createEverything, EVERYTHING } from '../everything';
import type { Application } from './laboratory';

const PRISMA = path.join(process.cwd(), 'prisma');

export const americano: Application = {
  name: 'americano',
  schema: path.join(PRISMA, 'schema.prisma'),
  schemas: ['public'],
  knownOnClean: [],
  unknownOnClean: [],
  unmodelled: null,
  make: async (databaseUrl) => {
    const migrationsDir = path.join(PRISMA, 'migrations');
    const schemaFiles = await readSchemaFiles(americano.schema);
    await applyMigrations({ databaseUrl, schemaFiles, migrationsDir });
    return { migrationsDir, dispose: async () => undefined };
  },
};

/** The schema that uses whatever Prisma's language has, and plain SQL beyond it. */
export const everything: Application = {
  name: 'everything',
  schema: EVERYTHING.schema,
  schemas: EVERYTHING.schemas,
  // Their migrations make them, and no model has them: schema.prisma lags behind, and that is told.
  knownOnClean: [
    'column.unexpected:Stock.Order:invoiceNumber',
    'table.unexpected:Stock.Recall',
    'table.unexpected:Stock.Reservation',
    'table.unexpected:crm.events',
  ],
  unknownOnClean: [],
  // What is marked as external, and a default that the schema leaves to the database.
  unmodelled: /:public\.outside_account|:public\.Defaults\.unknown$/,
  make: createEverything,
};
