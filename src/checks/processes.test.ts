import { describe, expect, it } from 'vitest';
import type { ClientOnDisk, LoadedClient } from '../shared/client';
import { processes } from './processes';
import { aModel, aProcess, NO_CLIENT, onDisk, SETTINGS } from './testing/client-builders';

const disk = onDisk({ models: [aModel('User', 'users'), aModel('Goal', 'goals')] });
const run = (...running: LoadedClient[]) =>
  processes.runWith(
    {
      'client.processes': { url: 'http://app/api/health/client', processes: running, requests: 1 },
      'client.disk': disk,
    },
    SETTINGS,
  );

describe('processes', () => {
  it('finds nothing where the process holds the client on disk', () => {
    expect(run(aProcess())).toEqual({ compared: 1, findings: [] });
  });

  it('goes by schema and version, not by how each side names the whole', () => {
    expect(run(aProcess({ fingerprint: 'sha256:elsewhere', pid: 9 })).findings).toEqual([]);
  });

  it('names what an old client in memory lacks', () => {
    const { findings } = run(
      aProcess({ schemaFingerprint: 'sha256:old', models: ['User'], fingerprint: 'sha256:o' }),
    );
    expect(findings).toMatchObject([
      {
        key: 'client.process-stale:http://app/api/health/client',
        severity: 'error',
        impact: 'read',
        message:
          'The running process 7 holds a client from 2026-01-01 00:00 UTC, which lacks 1 model (Goal) of the one on disk.',
      },
    ]);
    expect(findings[0]?.observed).toContain('without Goal');
  });

  it('tells another version, and another schema with the same models', () => {
    const all = { models: ['User', 'Goal'] };
    expect(run(aProcess({ ...all, version: '6.17.1' })).findings[0]?.message).toContain('of Prisma 6.17.1');
    expect(run(aProcess({ ...all, schemaFingerprint: 'sha256:o' })).findings[0]?.message).toContain(
      'another schema.prisma',
    );
  });

  it('gives each of several processes a key that outlives its pid', () => {
    const old = { version: '6.0.0' };
    const keys = run(aProcess({ ...old, pid: 1 }), aProcess({ ...old, pid: 2 })).findings.map(
      ({ key }) => key,
    );
    expect(new Set(keys).size).toBe(2);
    expect(keys.join()).not.toMatch(/pid|:1$|:2$/);
  });

  it('keeps the key of an old client when its process starts again among others that are in order', () => {
    const old = aProcess({ version: '6.0.0', pid: 1 });
    const restarted = aProcess({ version: '6.0.0', pid: 99, startedAt: '2026-01-02T00:00:00.000Z' });
    const [before] = run(old, aProcess({ pid: 2 })).findings;
    const [after] = run(aProcess({ pid: 2 }), aProcess({ pid: 3 }), restarted).findings;
    expect(after?.key).toBe(before?.key);
    expect(after?.message).toContain('process 99');
  });

  it('says on which instance, where two have the same pid', () => {
    const { compared, findings } = run(
      aProcess({ instance: 'web-1' }),
      aProcess({ instance: 'web-2', schemaFingerprint: 'sha256:old', models: ['User'] }),
    );
    expect(compared).toBe(2);
    expect(findings).toMatchObject([
      { subject: { name: 'pid 7 on web-2' }, message: expect.stringContaining('process 7 on web-2 holds') },
    ]);
  });

  it('is unknown where other processes may be there, and still names the stale ones', () => {
    const gaps = ['Of 9 requests 4 failed: it answered 500.'];
    const judge = (process: LoadedClient) =>
      processes.runWith(
        {
          'client.processes': { url: 'http://app', processes: [process], requests: 9, gaps },
          'client.disk': disk,
        },
        SETTINGS,
      );
    expect(judge(aProcess())).toMatchObject({ compared: 1, findings: [], unknown: gaps[0] });
    expect(judge(aProcess({ version: '6.0.0' })).findings).toHaveLength(1);
  });

  it('is unknown where one of several clients could not be read, for a process may hold just that', () => {
    const unread: ClientOnDisk = { state: 'unreadable', name: 'b', dir: 'b', reason: 'b cannot be read.' };
    const result = processes.runWith(
      {
        'client.disk': [...onDisk({ name: 'a' }), unread],
        'client.processes': { url: 'http://app', processes: [aProcess()], requests: 1 },
      },
      SETTINGS,
    );
    expect(result).toMatchObject({ compared: 1, findings: [], unknown: expect.stringContaining(' b could') });
  });

  it('holds a process against that of several clients which is most like it', () => {
    const [first, second] = [
      onDisk({ name: 'a', models: [aModel('Invoice', 'invoices')], schemaFingerprint: 'sha256:a' }),
      onDisk({ name: 'b', models: [aModel('User', 'users'), aModel('Goal', 'goals')] }),
    ];
    const judged = (process: LoadedClient) =>
      processes.runWith(
        {
          'client.processes': { url: 'http://app', processes: [process], requests: 9 },
          'client.disk': [...first, ...second],
        },
        SETTINGS,
      ).findings;
    expect(judged(aProcess({ models: ['User', 'Goal'] }))).toEqual([]);
    expect(judged(aProcess({ models: ['User'], schemaFingerprint: 'sha256:old' }))[0]?.message).toContain(
      'lacks 1 model (Goal)',
    );
  });

  it('compares nothing without a process or without a client, and says so', () => {
    expect(run()).toMatchObject({ compared: 0, unknown: expect.stringContaining('No process') });
    const without = processes.runWith(
      {
        'client.processes': { url: 'http://app', processes: [aProcess()], requests: 1 },
        'client.disk': NO_CLIENT,
      },
      SETTINGS,
    );
    expect(without).toMatchObject({ compared: 0, findings: [], unknown: expect.any(String) });
  });

  it('cannot run without its observations', () => {
    expect(() => processes.runWith({ 'client.disk': disk }, SETTINGS)).toThrow('client.processes');
  });
});
