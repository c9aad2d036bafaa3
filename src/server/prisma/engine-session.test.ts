import { describe, expect, it } from 'vitest';
import { connectionFor, SchemaEngineError } from './engine-session';

describe('connectionFor', () => {
  it('marks the connection, makes it read-only for reading, and keeps what the URL says', () => {
    const { connectionString, schema } = connectionFor(
      'postgresql://me:a+b%20c@db:5432/app?schema=study&sslmode=require&options=-c%20geqo%3Doff&connection_limit=9',
      'read',
    );
    const url = new URL(connectionString);
    expect(schema).toBe('study');
    expect(url.password).toBe('a+b%20c');
    expect(url.searchParams.get('application_name')).toBe('driftboard');
    expect(url.searchParams.get('sslmode')).toBe('require');
    expect(url.searchParams.get('options')).toMatch(/^-c geqo=off -c default_transaction_read_only=on /);
    expect(url.searchParams.has('connection_limit')).toBe(false);
    expect(connectionString).not.toContain('geqo%3Doff+');
  });

  it('does not make a connection for applying migrations read-only', () => {
    expect(connectionFor('postgresql://me@db/app', 'write').connectionString).not.toContain('read_only');
  });

  it('says what an address must look like', () => {
    expect(() => connectionFor('no address', 'read')).toThrow(SchemaEngineError);
  });
});
