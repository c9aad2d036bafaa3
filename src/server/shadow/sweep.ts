import type pg from 'pg';
import { z } from 'zod';
import { madeAtSeconds } from './names';

/** Between making a database and the first session on it lies less than this. */
const SETTLED_SECONDS = 60;

const LEFTOVERS = `
SELECT d.datname AS name, extract(epoch FROM now())::float8 AS now,
       EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datname = d.datname) AS used
FROM pg_catalog.pg_database d WHERE d.datname LIKE 'driftboard\\_shadow\\_%'
UNION ALL
SELECT r.rolname, extract(epoch FROM now())::float8, false
FROM pg_catalog.pg_roles r
WHERE r.rolname LIKE 'driftboard\\_shadow\\_%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_database d WHERE d.datname = r.rolname)`;
const LeftoverRow = z.object({ name: z.string(), now: z.number(), used: z.boolean() });

/**
 * Drops the shadow databases and roles of runs that were killed: they have an age, and nobody is on them any more, for
 * whoever uses one keeps a session there. One that cannot be dropped waits for the next sweep.
 */
export async function sweepLeftovers(admin: pg.Client): Promise<void> {
  const found = z.array(LeftoverRow).parse((await admin.query(LEFTOVERS)).rows);
  for (const { name, now, used } of found) {
    const madeAt = madeAtSeconds(name);
    if (madeAt === null || used || now - madeAt < SETTLED_SECONDS) continue;
    await dropShadow(admin, name).catch(() => undefined);
  }
}

// Roles that a script has made, as the role of the shadow database: they belong to the whole server and must go too.
const MADE_ROLES = `
SELECT m.roleid::regrole::text AS made FROM pg_catalog.pg_auth_members m
JOIN pg_catalog.pg_roles r ON r.oid = m.member
WHERE r.rolname = $1 AND m.admin_option`;

/** Drops a shadow database with its sessions, then its role and the roles that were made by it. */
export async function dropShadow(admin: pg.Client, name: string): Promise<void> {
  const quoted = admin.escapeIdentifier(name);
  await admin.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`);
  const made = z.array(z.object({ made: z.string() })).parse((await admin.query(MADE_ROLES, [name])).rows);
  for (const role of made) await admin.query(`DROP ROLE IF EXISTS ${role.made}`);
  await admin.query(`DROP ROLE IF EXISTS ${quoted}`);
}
