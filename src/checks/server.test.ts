import { describe, expect, it } from 'vitest';
import type { DatabaseServer } from '../shared/database-schema';
import { server } from './server';
import { SETTINGS } from './testing/client-builders';

const healthy: DatabaseServer = {
  version: '18.4',
  versionNumber: 180_004,
  database: 'americano',
  user: 'watcher',
  readOnly: true,
  snapshotAt: '2026-01-01T00:00:00.000Z',
  unreadable: [],
};
const run = (over: Partial<DatabaseServer> = {}) =>
  server.runWith({ 'database.server': { ...healthy, ...over } }, SETTINGS);

describe('server', () => {
  it('finds nothing on a maintained, readable, read-only server', () => {
    expect(run()).toEqual({ compared: 3, findings: [] });
  });

  it('accepts the oldest maintained version and warns of the one before', () => {
    expect(run({ version: '14.0', versionNumber: 140_000 }).findings).toEqual([]);
    const [finding] = run({ version: '13.22', versionNumber: 130_022 }).findings;
    expect(finding).toMatchObject({
      key: 'database.version:americano',
      severity: 'warning',
      observed: 'PostgreSQL 13.22',
    });
  });

  it('names each schema that cannot be read, with the grant where it exists', () => {
    const unreadable = [
      { schema: 'audit', reason: 'no USAGE privilege' },
      { schema: 'gone', reason: 'It does not exist.' },
    ];
    const { findings } = run({ unreadable });
    expect(findings.map(({ key }) => key)).toEqual([
      'database.privilege:americano.audit',
      'database.privilege:americano.gone',
    ]);
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'error']);
    expect(findings[0]?.message).toContain('can be listed by watcher, but not used');
    expect(findings[0]?.remedy).toEqual({ kind: 'sql', text: 'GRANT USAGE ON SCHEMA "audit" TO "watcher";' });
    expect(findings[1]?.remedy.kind).toBe('note');
    expect(findings[1]?.message).not.toContain('..');
  });

  it('warns of a session that may write, and no longer once it may not', () => {
    expect(run({ readOnly: false }).findings).toMatchObject([{ rule: 'setting.risky', severity: 'warning' }]);
    expect(run({ readOnly: true }).findings).toEqual([]);
  });

  it('cannot run without its observation', () => {
    expect(() => server.runWith({}, SETTINGS)).toThrow('database.server');
  });
});
