import { text as readAll } from 'node:stream/consumers';
import { z } from 'zod';
import { diffDatabaseToSchema } from '../src/server/prisma/schema-engine';
import { readSchemaFiles } from '../src/server/probes/prisma/schema-files';

// One comparison by Prisma's schema engine as a whole process, as `prisma migrate diff` is one: the peer of a cold verify.
// The password of the server is in its task, which therefore is no argument.
const { databaseUrl, schema } = z
  .object({ databaseUrl: z.string(), schema: z.string() })
  .parse(JSON.parse(await readAll(process.stdin)));
await diffDatabaseToSchema({ databaseUrl, schemaFiles: await readSchemaFiles(schema) });
// A timer inside the engine would keep the process for another 10 s.
process.exit();
