import type { DatabaseSchema } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import type { MigrationsFolder } from '../../shared/migrations';
import type { Observed } from '../types';
import { driftFinding } from './drift-finding';
import { definitionOf, type PlacedObject, placedInWords, placedObject } from './placed-object';
import { countOf, inBrief } from './words';

type Seen = Partial<Pick<Observed, 'migrations.replay' | 'database.catalogue'>>;

/** SQL beside the migrations: what it touches, and whether the database has what it makes. */
export function looseFile(file: string, folder: MigrationsFolder, observed: Seen): Finding {
  const relative = file.startsWith(`${folder.dir}/`) ? file.slice(folder.dir.length + 1) : file;
  const name = (relative.split('/').at(-1) ?? relative).replace(/\.sql$/i, '');
  const found = folder.looseSql?.[file];
  // Prisma's own advice is to keep the way back beside a migration under this name.
  const isWayBack = name === 'down' && relative.split('/').length === 2;
  const tables = (found?.tables ?? []).filter((table) => isKnown(table, found?.makes ?? [], observed));
  const touched = tables.length === 0 ? '' : ` that touches ${inBrief(tables, 5)}`;
  const told = found === undefined ? null : inDatabase(found.makes, observed);
  return driftFinding({
    rule: 'migration.loose-file',
    about: relative,
    severity: isWayBack ? 'info' : 'warning',
    impact: 'none',
    subject: { kind: 'migration', name: relative },
    message: isWayBack
      ? `${relative} lies beside its migration as the way back${touched}: neither Prisma nor the history in the database knows whether it was run.`
      : `${relative} lies in the migrations folder as plain SQL${touched}, but no migration holds it, so neither Prisma nor the history in the database knows whether it was run${told === null ? '' : `; ${told}`}.`,
    expected: 'SQL only inside migrations',
    observed: `${relative} outside of any migration`,
    source: { file, line: 1 },
    remedy: {
      kind: 'command',
      text: `npx prisma migrate dev --create-only --name ${name.replace(/\W+/g, '_')} # then move the SQL into the migration.sql that this makes`,
    },
  });
}

/** A name in a query may also be one that the query itself made up. */
function isKnown(table: string, makes: readonly string[], observed: Seen): boolean {
  const inside = (schema: DatabaseSchema | undefined) =>
    schema?.tables.some((one) => `${one.schema}.${one.name}` === table) === true;
  const made = makes.some((key) => {
    const object = placedObject(key);
    return object?.kind === 'table' && `${object.schema}.${object.name}` === table;
  });
  const isRead = observed['database.catalogue'] !== undefined;
  return (
    made || !isRead || inside(observed['database.catalogue']) || inside(observed['migrations.replay']?.schema)
  );
}

/** Whether it was run, as far as that can be seen; null where nothing can. */
function inDatabase(makes: readonly string[], observed: Seen): string | null {
  const live = observed['database.catalogue'];
  if (live === undefined) return null;
  const watched = makes
    .map(placedObject)
    .filter(
      (one): one is PlacedObject =>
        one !== null && (one.kind === 'extension' || live.schemas.includes(one.schema)),
    );
  const replay = observed['migrations.replay'];
  const own = watched.filter((one) => replay === undefined || definitionOf(one, replay.schema) === null);
  if (watched.length === 0) return null;
  if (own.length === 0) return 'all that it makes a migration makes as well';
  const lacking = own.filter((one) => definitionOf(one, live) === null);
  const things = countOf(own.length, 'thing');
  if (lacking.length === 0)
    return `the database has ${own.length === 1 ? 'the one thing' : `all ${things}`} that it makes, so somebody ran it here`;
  if (lacking.length === own.length)
    return `the database has ${own.length === 1 ? 'not the one thing' : `none of the ${things}`} that it makes, so it was not run here`;
  return `of the ${things} that it makes the database lacks ${inBrief(lacking.map(placedInWords))}, so it was run in part or not at all`;
}
