import type { DatabaseServer } from '../shared/database-schema';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { defineCheck } from './types';

/** The oldest major version that the PostgreSQL project still maintains, as of November 2026. */
const OLDEST_SUPPORTED = 14;

/** The connection itself: is the server's version maintained, are all schemas readable, is the session read-only? */
export const server = defineCheck({
  id: 'server',
  group: 'environment',
  title: 'Database server and privileges',
  needs: ['database.server'],
  run({ 'database.server': database }) {
    return {
      // Version, privileges, read-only setting.
      compared: 3,
      findings: [
        ...version(database),
        ...database.unreadable.map(unreadable(database)),
        ...readOnly(database),
      ],
    };
  },
});

function version({ versionNumber, version: text, database }: DatabaseServer): Finding[] {
  const major = Math.floor(versionNumber / 10_000);
  if (major >= OLDEST_SUPPORTED) return [];
  return [
    driftFinding({
      about: database,
      rule: 'database.version',
      severity: 'warning',
      impact: 'none',
      subject: { kind: 'database', name: database },
      message: `The server of database ${database} runs PostgreSQL ${text}, which is no longer maintained; ${OLDEST_SUPPORTED} is the oldest version that is.`,
      expected: `PostgreSQL ${OLDEST_SUPPORTED} or newer`,
      observed: `PostgreSQL ${text}`,
      remedy: { kind: 'note', text: `Upgrade the server to PostgreSQL ${OLDEST_SUPPORTED} or newer.` },
    }),
  ];
}

function unreadable({ database, user }: DatabaseServer) {
  return ({ schema, reason }: DatabaseServer['unreadable'][number]): Finding => {
    const absent = /not exist/i.test(reason);
    return driftFinding({
      about: `${database}.${schema}`,
      rule: 'database.privilege',
      // What the catalogue lists was compared all the same; of a schema that is not there nothing was.
      severity: absent ? 'error' : 'warning',
      impact: 'none',
      subject: { kind: 'database', schema, name: database },
      message: absent
        ? `The schema ${schema} of database ${database} cannot be read by ${user}: ${reason.replace(/\.$/, '')}.`
        : `What the schema ${schema} of database ${database} holds can be listed by ${user}, but not used: without USAGE on the schema no row of its tables can be read.`,
      expected: absent ? `schema ${schema} in the database` : `schema ${schema} usable by ${user}`,
      observed: reason,
      remedy: absent
        ? { kind: 'note', text: `Create the schema ${schema}, or take it out of schema.prisma.` }
        : { kind: 'sql', text: `GRANT USAGE ON SCHEMA ${quoted(schema)} TO ${quoted(user)};` },
    });
  };
}

function readOnly({ database, user, readOnly: isReadOnly }: DatabaseServer): Finding[] {
  if (isReadOnly) return [];
  return [
    driftFinding({
      about: database,
      rule: 'setting.risky',
      severity: 'warning',
      impact: 'none',
      subject: { kind: 'database', name: database },
      message: `The session of ${user} on database ${database} is not read-only, so only good manners keep a check from writing.`,
      expected: 'default_transaction_read_only = on',
      observed: 'default_transaction_read_only = off',
      remedy: {
        kind: 'sql',
        text: `ALTER ROLE ${quoted(user)} IN DATABASE ${quoted(database)} SET default_transaction_read_only = on;`,
      },
    }),
  ];
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}
