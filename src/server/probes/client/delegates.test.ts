import { describe, expect, it } from 'vitest';
import { Settings } from '../../../shared/config';
import { failed, notConfigured, type ProbeContext } from '../types';
import { clientDelegatesProbe } from './delegates';

function read(schema: ReturnType<typeof failed>) {
  const context: ProbeContext = {
    settings: Settings.parse({ client: '/client', databaseUrl: 'postgresql://localhost/app' }),
    signal: new AbortController().signal,
    projectRoot: '',
    dataDir: '/nonexistent',
    database: () => Promise.reject(new Error('not asked')),
    observe: async (need) => (need === 'schema.prisma' ? schema : failed('not read')),
  };
  return clientDelegatesProbe.read(context);
}

describe('clientDelegatesProbe', () => {
  it('is not configured where the schema is not', async () => {
    expect(await read(notConfigured('No --schema is set.'))).toMatchObject({
      ok: false,
      notConfigured: 'No --schema is set.',
    });
  });

  it('fails where the schema could not be read', async () => {
    const found = await read(failed('It has a fault.'));
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining('It has a fault.') });
    expect(found).not.toHaveProperty('notConfigured');
  });
});
