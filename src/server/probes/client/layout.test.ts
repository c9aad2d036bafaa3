import { describe, expect, it } from 'vitest';
import { detectLayout, missingFiles } from './layout';

const TYPESCRIPT = [
  'browser.ts',
  'client.ts',
  'commonInputTypes.ts',
  'enums.ts',
  'internal/class.ts',
  'internal/prismaNamespace.ts',
  'internal/prismaNamespaceBrowser.ts',
  'models.ts',
  'models/User.ts',
];
const JAVASCRIPT = ['edge.js', 'index.d.ts', 'index.js', 'package.json', 'schema.prisma'];
const client = { version: '7.10.0', models: ['User'] };

function missing(paths: string[], inside: typeof client | null = client): string[] | null {
  const detected = detectLayout(paths);
  return detected === null ? null : missingFiles(detected, paths, inside);
}

describe('detectLayout and missingFiles', () => {
  it('finds both layouts complete', () => {
    expect(detectLayout(TYPESCRIPT)).toMatchObject({ layout: 'prisma-client', entry: 'client.ts' });
    expect(detectLayout(JAVASCRIPT)).toMatchObject({ layout: 'prisma-client-js', entry: 'index.js' });
    expect(missing(TYPESCRIPT)).toEqual([]);
    expect(missing(JAVASCRIPT)).toEqual([]);
  });

  it('knows a layout by any file of it that is left', () => {
    expect(detectLayout(['models.ts'])?.layout).toBe('prisma-client');
    expect(detectLayout(['schema.prisma'])?.layout).toBe('prisma-client-js');
    expect(detectLayout([])).toBeNull();
    expect(detectLayout(['README.md'])).toBeNull();
  });

  it('names each file that lacks, also that of a model', () => {
    expect(missing(TYPESCRIPT.filter((path) => path !== 'models/User.ts'))).toEqual(['models/User.ts']);
    expect(missing(JAVASCRIPT.filter((path) => path !== 'edge.js'))).toEqual(['edge.js']);
  });

  it('judges only the fixed files where the schema inside cannot be read', () => {
    expect(missing(['client.ts'], null)).toEqual([
      'commonInputTypes.ts',
      'enums.ts',
      'internal/class.ts',
      'internal/prismaNamespace.ts',
      'models.ts',
    ]);
  });

  it('does not ask a Prisma 6 for what came with 7', () => {
    const six = TYPESCRIPT.filter((path) => !/browser/i.test(path));
    expect(missing(six, { ...client, version: '6.17.1' })).toEqual([]);
    expect(missing(six)).toEqual(['browser.ts', 'internal/prismaNamespaceBrowser.ts']);
  });

  it('follows another file extension', () => {
    const mts = TYPESCRIPT.map((path) => path.replace(/\.ts$/, '.mts'));
    expect(detectLayout(mts)).toMatchObject({ entry: 'client.mts', schemaFile: 'internal/class.mts' });
    expect(missing(mts)).toEqual([]);
  });
});
