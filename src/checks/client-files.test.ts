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
    const disk = {
      state: 'incomplete' as const,
      name: 'client',
      dir: 'x',
      layout: 'prisma-client-js' as const,
      files: [],
      missingFiles: [],
      brokenFiles: [],
    };
    expect(run([disk]).findings).toHaveLength(1);
    const lacking = run([{ ...disk, missingFiles: ['index.js'] }]).findings[0];
    expect(lacking?.message).toContain('1 file of its layout lacks: index.js');
  });

  it('names files that are empty, cut off, or left of another generation', () => {
    const { findings } = run(
      onDisk({
        missingFiles: ['edge.js'],
        brokenFiles: [
          { path: 'index.js', why: 'cut off' },
          { path: 'index.d.ts', why: 'cut off' },
          { path: 'schema.prisma', why: 'of another generation' },
        ],
      }),
    );
    expect(findings[0]?.observed).toBe(
      '1 file of its layout lacks: edge.js; index.js and index.d.ts are cut off; schema.prisma is of another generation',
    );
  });

  it.each([
    ['an empty folder', 'is empty'],
    ['a file', 'is a file'],
    ['other files', 'Nothing in generated/prisma belongs to a generated client'],
    ['the placeholder', 'did not initialize yet'],
    ['the package', 'the package @prisma/client itself'],
  ] as const)('says of %s what it is', (found, sentence) => {
    const [finding] = run([{ state: 'missing', name: 'client', dir: 'generated/prisma', found }]).findings;
    expect(finding?.rule).toBe('client.missing');
    expect(finding?.message).toContain(sentence);
    expect(finding?.expected).not.toBe(finding?.observed);
  });

  it('is unknown where one may not be read, whatever the others say', () => {
    const unreadable: ClientOnDisk = {
      state: 'unreadable',
      name: 'b',
      dir: 'b',
      reason: 'b cannot be read.',
    };
    expect(run([...onDisk(), unreadable])).toEqual({
      compared: 1,
      findings: [],
      unknown: 'b cannot be read.',
    });
    expect(run([...NO_CLIENT, unreadable]).findings).toHaveLength(1);
  });

  it('cannot run without its observation', () => {
    expect(() => clientFiles.runWith({}, SETTINGS)).toThrow('client.disk');
  });
});
