import { randomBytes } from 'node:crypto';
import type pg from 'pg';

/** From this version on, CREATEROLE gives power only over the roles that one has made oneself. */
const HARMLESS_CREATEROLE = 160_000;

/**
 * Makes the role that owns a shadow database on our own server. Scripts of a repository run as it, so it is no
 * superuser: it reaches no program, no file and no other server, and what it may fill is bounded.
 * @returns its password
 */
export async function createShadowRole(
  admin: pg.Client,
  name: string,
  versionNumber: number,
): Promise<string> {
  const password = randomBytes(18).toString('hex');
  const role = admin.escapeIdentifier(name);
  const createRole = versionNumber >= HARMLESS_CREATEROLE ? 'CREATEROLE' : 'NOCREATEROLE';
  await admin.query(
    `CREATE ROLE ${role} LOGIN PASSWORD '${password}' NOSUPERUSER NOCREATEDB NOREPLICATION ${createRole} CONNECTION LIMIT 8`,
  );
  // Only a superuser may set the first, so the role cannot take it back.
  await admin.query(`ALTER ROLE ${role} SET temp_file_limit = '256MB'`);
  await admin.query(`ALTER ROLE ${role} SET synchronous_commit = off`);
  return password;
}
