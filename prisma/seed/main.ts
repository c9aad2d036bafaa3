import { parseArgs } from 'node:util';
import pg from 'pg';
import { z } from 'zod';
import { redact } from '@/shared/redact';
import { AlreadySeededError, loadSeed } from './load';
import { SIZE_NAMES } from './sizes';

const EXIT_FAILED = 1;
const EXIT_USAGE = 64;

const optionsSchema = z.object({
  size: z.enum(SIZE_NAMES, `--size must be one of ${SIZE_NAMES.join(', ')}.`).default('demo'),
  'database-url': z
    .string('Say which database: --database-url URL, or DATABASE_URL in the environment.')
    .regex(/^postgres(ql)?:\/\//, '--database-url must begin with postgresql://.'),
  'base-date': z.iso
    .datetime('--base-date must be a moment in UTC such as 2026-11-01T00:00:00Z.')
    .transform((text) => Date.parse(text))
    .optional(),
  reset: z.boolean().default(false),
});

/** Loads the data; prints one JSON line per table. Gives the exit code: 0, 1 (failed) or 64 (usage). */
async function main(argv: string[]): Promise<number> {
  const options = readOptions(argv);
  if (typeof options === 'string') return complain(options, EXIT_USAGE);
  const client = new pg.Client({
    connectionString: options['database-url'],
    application_name: 'driftboard-seed',
  });
  // A lost connection is reported by the query that meets it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const tables = loadSeed(client, {
      size: options.size,
      reset: options.reset,
      baseMs: options['base-date'],
    });
    for await (const loaded of tables) process.stdout.write(`${JSON.stringify(loaded)}\n`);
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return complain(message, error instanceof AlreadySeededError ? EXIT_USAGE : EXIT_FAILED);
  } finally {
    await client.end();
  }
}

function readOptions(argv: string[]): z.infer<typeof optionsSchema> | string {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        size: { type: 'string' },
        'database-url': { type: 'string', default: process.env.DATABASE_URL },
        'base-date': { type: 'string' },
        reset: { type: 'boolean' },
      },
    });
    const parsed = optionsSchema.safeParse(values);
    return parsed.success ? parsed.data : parsed.error.issues.map((issue) => issue.message).join(' ');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function complain(message: string, code: number): number {
  process.stderr.write(`${redact(message)}\n`);
  return code;
}

process.exitCode = await main(process.argv.slice(2));
