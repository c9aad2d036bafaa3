import { describe, expect, test, vi } from 'vitest';
import { Settings } from '../../shared/config';
import { failed } from '../probes/types';
import { createObserver, type ProbeSet } from './observe';
import { probesWith } from './testing';

function observerWith(
  changed: Partial<ProbeSet>,
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
) {
  return createObserver({
    probes: probesWith(changed),
    context: {
      settings: Settings.parse({ timeoutMs: options.timeoutMs ?? 1000 }),
      signal: options.signal ?? new AbortController().signal,
      projectRoot: '/project',
      dataDir: '/project/.data',
    },
    openDatabase: async () => {
      throw new Error('Nothing listens at postgresql://user:hunter2@db.example/app.');
    },
  });
}

const installed = [{ name: 'client', cli: '7.0.0', client: '7.0.0', adapter: null }];

describe('observing', () => {
  test('a probe runs once, however many ask', async () => {
    const read = vi.fn(async () => ({ ok: true as const, value: installed, evidence: [] }));
    const observer = observerWith({ 'client.installed': { need: 'client.installed', read } });
    await Promise.all([observer.observe('client.installed'), observer.observe('client.installed')]);
    expect(read).toHaveBeenCalledTimes(1);
  });

  test('a probe may ask for what another brings', async () => {
    const observer = observerWith({
      'client.installed': {
        need: 'client.installed',
        read: async (context) => {
          const other = await context.observe('client.disk');
          return other.ok ? { ok: true, value: installed, evidence: [] } : failed(`No: ${other.reason}`);
        },
      },
    });
    expect(await observer.observe('client.installed')).toMatchObject({
      reason: 'No: client.disk was not expected.',
    });
  });

  test('a probe that throws is a failed observation, without its secrets', async () => {
    const observer = observerWith({
      'database.server': {
        need: 'database.server',
        read: async (context) => {
          await context.database();
          return failed('The database was not expected to answer.');
        },
      },
    });
    const observation = await observer.observe('database.server');
    expect(observation).toMatchObject({ ok: false });
    expect(JSON.stringify(observation)).not.toContain('hunter2');
    await observer.close();
  });

  test('a probe that never answers is given up with a sentence', async () => {
    const observer = observerWith(
      { 'client.disk': { need: 'client.disk', read: () => new Promise(() => {}) } },
      { timeoutMs: 100 },
    );
    expect(await observer.observe('client.disk')).toMatchObject({
      ok: false,
      reason: expect.stringContaining('300 ms'),
    });
  });

  test('a probe that measures time waits for all others, also for those that others ask for', async () => {
    const order: string[] = [];
    const slow = async (name: string) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push(name);
    };
    const observer = observerWith({
      'endpoints.results': {
        need: 'endpoints.results',
        afterOthers: true,
        read: async () => {
          order.push('endpoints');
          return failed('No answer.');
        },
      },
      'client.disk': {
        need: 'client.disk',
        read: async (context) => {
          await slow('disk');
          await context.observe('client.installed');
          return failed('No client.');
        },
      },
      'client.installed': {
        need: 'client.installed',
        read: async () => {
          await slow('installed');
          return { ok: true, value: installed, evidence: [] };
        },
      },
    });
    await Promise.all([observer.observe('endpoints.results'), observer.observe('client.disk')]);
    expect(order).toEqual(['disk', 'installed', 'endpoints']);
  });

  test('a cancelled run answers at once', async () => {
    const controller = new AbortController();
    const observer = observerWith(
      { 'client.disk': { need: 'client.disk', read: () => new Promise(() => {}) } },
      { signal: controller.signal },
    );
    const pending = observer.observe('client.disk');
    controller.abort();
    expect(await pending).toMatchObject({ ok: false, reason: expect.stringContaining('cancelled') });
  });

  test('the catalogue has the session first, and the snapshot ends when nobody reads any more', async () => {
    const order: string[] = [];
    const observer = createObserver({
      probes: probesWith({
        'database.server': {
          need: 'database.server',
          read: async (context) => {
            await context.database();
            order.push('server');
            return failed('Not of interest.');
          },
        },
        'database.catalogue': {
          need: 'database.catalogue',
          read: async (context) => {
            await context.database();
            await new Promise((resolve) => setTimeout(resolve, 20));
            order.push('catalogue');
            return failed('Not of interest.');
          },
        },
        'client.disk': {
          need: 'client.disk',
          read: async () => {
            await new Promise((resolve) => setTimeout(resolve, 100));
            order.push('client');
            return failed('Not of interest.');
          },
        },
      }),
      context: {
        settings: Settings.parse({}),
        signal: new AbortController().signal,
        projectRoot: '/project',
        dataDir: '/project/.data',
      },
      openDatabase: async () => ({
        query: async () => Promise.reject(new Error('not used')),
        cells: async () => Promise.reject(new Error('not used')),
        moment: () => '1:1:',
        renew: async () => undefined,
        close: async () => {
          order.push('closed');
        },
      }),
    });
    await Promise.all([
      observer.observe('database.server'),
      observer.observe('client.disk'),
      observer.observe('database.catalogue'),
    ]);
    await observer.close();
    expect(order).toEqual(['catalogue', 'server', 'closed', 'client']);
  });
});
