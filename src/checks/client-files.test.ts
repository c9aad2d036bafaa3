import { describe, expect, it } from 'vitest';
import type { ClientOnDisk } from '../shared/client';
import { clientFiles } from './client-files';
import { NO_CLIENT, onDisk, SETTINGS } from './testing/client-builders';

const run = (disk: readonly ClientOnDisk[]) => clientFiles.runWith({ 'client.disk': disk }, SETTINGS);

describe('client-files', () => {
  it('finds nothing in a complete client', () => {
    expect(run(onDisk())).toEqual({ compared: 1, findings: [] });
  });

  it('reports a client that is not there, with the command that makes one', () => {
    expect(run(NO_CLIENT)).toMatchObject({
      compared: 1,
      findings: [
        {
          key: 'client.missing:client',
          severity: 'error',
          remedy: { kind: 'command', text: 'npx driftboard regenerate' },
        },
      ],
    });
  });

  it('reports the files that lack, also where the schema could still be read', () => {
    const { compared, findings } = run(onDisk({ missingFiles: ['models.ts', 'enums.ts'] }));
    expect(compared).toBe(3);
    expect(findings[0]).toMatchObject({ rule: 'client.incomplete' });
    expect(findings[0]?.message).toContain('2 files of its layout lack: models.ts, enums.ts');
  });

  it('reports a client of which nothing could be read, even where no file is named', () => {
    const disk: ClientOnDisk = {
      state: 'incomplete',
      name: 'client',
      dir: 'x',
      layout: 'prisma-client-js',
      files: [],
      missingFiles: [],
    };
    expect(run([disk]).findings).toHaveLength(1);
    const lacking = run([{ ...disk, missingFiles: ['index.js'] }]).findings[0];
    expect(lacking?.message).toContain('1 file of its layout lacks: index.js');
  });

  it('cannot run without its observation', () => {
    expect(() => clientFiles.runWith({}, SETTINGS)).toThrow('client.disk');
  });
});
