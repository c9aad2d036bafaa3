import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { clientFingerprint, normaliseSchema, schemaFingerprint } from './fingerprint';

const sha256 = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

describe('the fingerprint of a client', () => {
  it('does not see line ends, indentation or outer white space', () => {
    const unix = 'model User {\n  id   String @id\n}\n';
    expect(normaliseSchema(unix)).toBe('model User { id String @id }');
    expect(schemaFingerprint('\r\nmodel User {\r\n\tid String @id\r\n}')).toBe(schemaFingerprint(unix));
  });

  it('sees another word', () => {
    expect(schemaFingerprint('model A { id Int @id }')).not.toBe(schemaFingerprint('model B { id Int @id }'));
  });

  it('is the digest of the schema fingerprint, a line feed and the version', () => {
    const schema = schemaFingerprint('model A { id Int @id }');
    expect(schema).toBe(sha256('model A { id Int @id }'));
    expect(clientFingerprint(schema, '7.10.0')).toBe(sha256(`${schema}\n7.10.0`));
    expect(clientFingerprint(schema, '7.10.0')).not.toBe(clientFingerprint(schema, '7.9.0'));
  });
});
