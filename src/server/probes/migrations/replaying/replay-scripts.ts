import { z } from 'zod';
import type { DatabaseSchema } from '../../../../shared/database-schema';
import type { Shadow } from '../../../shadow';
import { readCatalogue } from '../../catalogue/catalogue';
import { openDatabaseSession } from '../../catalogue/session';
import { type LackingExtension, planReplay, type ScriptPlan } from './plan';
import { ReplayError, refused, runStatements } from './run-statements';
import type { Script, ScriptStatement } from './script';
import { openWire, type Wire } from './wire';

export type ReplayInput = {
  scripts: readonly { script: Script; statements: ScriptStatement[] }[];
  /** The database schemas to read afterwards. */
  schemas: readonly string[];
  /** Where unnamed objects go. */
  defaultSchema: string;
  timeoutMs: number;
  signal: AbortSignal;
};

/** What stands in a shadow database after all scripts have run in it, and what was left out of them. */
export type Replayed = { schema: DatabaseSchema; notes: string[]; lacking: LackingExtension[] };

/**
 * Runs the scripts in order and reads what they have made.
 * @throws ReplayError with file, line and PostgreSQL's reason
 */
export async function replayScripts(shadow: Shadow, input: ReplayInput): Promise<Replayed> {
  const wire = await openWire(shadow.url, input.defaultSchema, input.timeoutMs);
  const notes: string[] = [];
  let lacking: LackingExtension[] = [];
  try {
    const roles = z.array(z.object({ rolname: z.string() })).parse(await wire.rows(ROLES));
    const plan = planReplay(input.scripts, {
      availableExtensions: shadow.availableExtensions,
      roles: new Set(roles.map(({ rolname }) => rolname)),
      mayCreateRoles: shadow.isOurs,
      isOurs: shadow.isOurs,
    });
    notes.push(...plan.notes);
    lacking = plan.lacking;
    if (input.defaultSchema !== 'public') await wire.run(`CREATE SCHEMA ${quote(input.defaultSchema)}`);
    for (const role of plan.roles) await wire.run(`CREATE ROLE ${quote(role)}`).catch(() => undefined);
    for (const script of plan.scripts) {
      notes.push(...(await runScript(wire, shadow, script)));
      await wire.reset();
    }
    notes.push(...(await unwatchedSchemas(wire, input.schemas)));
  } catch (error) {
    if (!(error instanceof ReplayError) || lacking.length === 0) throw error;
    throw new ReplayError(`${error.message} ${lackingInWords(lacking, shadow.server)}`, { cause: error });
  } finally {
    await wire.end();
  }
  return { schema: await read(shadow, input), notes, lacking };
}

const ROLES = 'SELECT rolname::text FROM pg_catalog.pg_roles';

async function runScript(wire: Wire, shadow: Shadow, { script, steps }: ScriptPlan): Promise<string[]> {
  const notes: string[] = [];
  for (const step of steps) {
    if (step.kind === 'extension') {
      await shadow.createExtension(step.name, step.schema).catch((error: unknown) => {
        throw refused(script, error, step.statement);
      });
    } else {
      const note = await runStatements(wire, script, step.statements);
      if (note !== null) notes.push(note);
    }
  }
  return notes;
}

// The schemas that a script has made and filled, without those of extensions.
const FILLED = `
SELECT n.nspname::text AS name FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p', 'v', 'm')
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e'))
ORDER BY 1`;

async function unwatchedSchemas(wire: Wire, watched: readonly string[]): Promise<string[]> {
  const filled = z.array(z.object({ name: z.string() })).parse(await wire.rows(FILLED));
  const others = filled.filter(({ name }) => !watched.includes(name)).map(({ name }) => name);
  if (others.length === 0) return [];
  return [
    `The migrations also make tables or views in ${others.join(', ')}, which schema.prisma does not name: they are not compared.`,
  ];
}

async function read(shadow: Shadow, input: ReplayInput): Promise<DatabaseSchema> {
  const { timeoutMs, signal } = input;
  const session = await openDatabaseSession({ databaseUrl: shadow.url, timeoutMs, signal });
  try {
    return (await readCatalogue(session, input.schemas, input.defaultSchema)).schema;
  } finally {
    await session.close();
  }
}

/** The sentence for extensions that the migrations create and the shadow server cannot. */
export function lackingInWords(lacking: readonly LackingExtension[], server: string): string {
  const [first, ...others] = lacking;
  const more = others.length === 0 ? '' : ` (and ${others.map(({ name }) => name).join(', ')})`;
  return `The shadow server (${server}) does not have the extension ${first?.name}${more} that ${first?.file}:${first?.line} creates: set --shadow-database-url to a server that has it.`;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
