import type { ClientOnDisk, GeneratedClient } from '../../shared/client';
import type { Finding } from '../../shared/finding';
import type { PrismaEnum, PrismaModel } from '../../shared/prisma-schema';
import { REGENERATE } from '../client-files';
import type { Observed } from '../types';
import { driftFinding } from './drift-finding';
import type { Ignore } from './ignore';
import { nameOf } from './names';

/** The three sides of the comparison of a client with the database. */
export type Scope = {
  client: Pick<GeneratedClient, 'name' | 'models' | 'enums' | 'version' | 'engineType'>;
  database: Observed['database.catalogue'];
  schema: Observed['schema.prisma'];
  ignore: Ignore;
};

type Parts = Omit<
  Parameters<typeof driftFinding>[0],
  'about' | 'severity' | 'impact' | 'remedy' | 'source'
> & {
  impact?: Finding['impact'];
  severity?: Finding['severity'];
};

/** A finding on a model or an enum, repaired by generating the client anew. */
export function clientFinding(
  id: string,
  declared: PrismaModel | PrismaEnum,
  { impact, severity, ...parts }: Parts,
): Finding {
  const story = 'story' in declared && declared.story !== null ? { story: declared.story } : {};
  const table = 'story' in declared ? { schema: declared.schema, table: declared.dbName } : {};
  return driftFinding({
    about: id,
    severity: severity ?? 'error',
    impact: impact ?? 'read',
    ...(declared.source === undefined ? {} : { source: declared.source }),
    remedy: REGENERATE,
    ...parts,
    subject: { ...table, ...parts.subject, ...story },
  });
}

/** By `schema.name` in the database. */
export function byDbName<T extends { schema: string; dbName: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [nameOf({ schema: item.schema, name: item.dbName }), item]));
}

/** The names that are in the schemas looked at and that no pattern leaves out, each once. */
export function wanted(
  items: readonly { schema: string; dbName: string }[],
  schemas: readonly string[],
  ignore: Scope['ignore'],
): string[] {
  const kept = items.filter(
    (item) => schemas.includes(item.schema) && !ignore.object(item.schema, item.dbName),
  );
  return [...byDbName(kept).keys()];
}

/** What the only client is called in keys: these are as they were before there could be several. */
const ONLY = 'client';

/** The same finding, told from that of another client beside it by key and words. */
export function ofClient(finding: Finding, name: string): Finding {
  if (name === ONLY) return finding;
  const about = finding.key.slice(finding.rule.length + 1);
  return {
    ...finding,
    key: `${finding.rule}:${name}:${about}`,
    message: sayWhich(finding.message, name),
  };
}

/** A message on one of several clients ends with its name. */
export function sayWhich(message: string, name: string): string {
  return name === ONLY ? message : `${message} (Client ${name}.)`;
}

/** Where a client could not be read the check is not green, whatever the others say. */
export function unreadClients(disk: readonly ClientOnDisk[], consequence: string): { unknown?: string } {
  const unread = disk.filter(({ state }) => state !== 'complete');
  if (unread.length === 0) return {};
  const names = disk.length === 1 ? '' : ` ${unread.map(nameOfClient).join(', ')}`;
  return { unknown: `The generated client${names} could not be read, so ${consequence}.` };
}

function nameOfClient(found: ClientOnDisk): string {
  return found.state === 'complete' ? found.client.name : found.name;
}
