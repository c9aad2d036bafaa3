import { describe, expect, it } from 'vitest';
import { detectLayout, isAtLeast, neededFiles } from './layout';

const inside = (version: string) => ({ version, models: ['User'] });
const js = {
  layout: 'prisma-client-js',
  schemaFile: 'index.js',
  entry: 'index.js',
  extension: '.js',
} as const;
const ts = (extension = '.ts') => ({
  layout: 'prisma-client' as const,
  schemaFile: `internal/class${extension}`,
  entry: `client${extension}`,
  extension,
});

describe('detectLayout', () => {
  it('knows a layout by any file of it that is left', () => {
    expect(detectLayout(['client.ts', 'models.ts'])).toEqual(ts());
    expect(detectLayout(['index.js', 'edge.js'])).toEqual(js);
    expect(detectLayout(['models.ts'])?.layout).toBe('prisma-client');
    expect(detectLayout(['schema.prisma'])?.layout).toBe('prisma-client-js');
    expect(detectLayout([])).toBeNull();
    expect(detectLayout(['README.md'])).toBeNull();
  });

  it('follows another file extension', () => {
    expect(detectLayout(['client.mts', 'internal/class.mts'])).toEqual(ts('.mts'));
  });
});

describe('neededFiles', () => {
  it('asks each version only for what it writes', () => {
    expect(neededFiles(js, inside('5.22.0'))).toEqual(expect.arrayContaining(['default.js', 'wasm.js']));
    expect(neededFiles(js, inside('5.22.0'))).not.toContain('client.js');
    expect(neededFiles(js, inside('6.17.1'))).toEqual(expect.arrayContaining(['client.js', 'wasm.js']));
    expect(neededFiles(js, inside('7.10.0'))).toContain('client.js');
    expect(neededFiles(js, inside('7.10.0'))).not.toContain('wasm.js');
    expect(neededFiles(js, inside('5.0.0'))).not.toContain('default.js');
    expect(neededFiles(ts(), inside('6.17.1'))).toEqual(
      expect.arrayContaining(['browser.ts', 'models/User.ts']),
    );
    expect(neededFiles(ts(), inside('6.10.0'))).not.toContain('browser.ts');
  });

  it('asks only for what all have where the schema inside cannot be read', () => {
    expect(neededFiles(js, null)).toEqual([
      'index.js',
      'index.d.ts',
      'edge.js',
      'package.json',
      'schema.prisma',
    ]);
    expect(neededFiles(ts('.mts'), null)).not.toContain('browser.mts');
  });
});

describe('isAtLeast', () => {
  it('compares numbers, not text', () => {
    expect(isAtLeast('6.17.1', '6.5')).toBe(true);
    expect(isAtLeast('10.0.0', '7.0')).toBe(true);
    expect(isAtLeast('5.21.1', '5.22')).toBe(false);
    expect(isAtLeast('7.0.0-dev.1', '7.0')).toBe(true);
  });
});
