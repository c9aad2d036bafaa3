import { describe, expect, it } from 'vitest';
import { readOnlyUrl } from './read-only-url';

describe('readOnlyUrl', () => {
  it('adds the settings, keeps what was there, drops what only Prisma knows', () => {
    const url = readOnlyUrl(
      'postgresql://u:p%40@h:5432/d?schema=app&connection_limit=3&options=-c%20x%3D1',
      800,
    );
    expect(url).not.toContain('+');
    const read = new URL(url);
    expect(read.password).toBe('p%40');
    expect(read.searchParams.get('schema')).toBe('app');
    expect(read.searchParams.has('connection_limit')).toBe(false);
    expect(read.searchParams.get('options')).toBe(
      '-c x=1 -c default_transaction_read_only=on -c statement_timeout=800 -c lock_timeout=800',
    );
  });

  it('does not repeat a URL that it cannot read', () => {
    expect(() => readOnlyUrl('postgres//u:secret@h', 1)).toThrow(/^(?!.*secret).*cannot be read/);
  });
});
