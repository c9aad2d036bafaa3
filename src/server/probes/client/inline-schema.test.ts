import { describe, expect, it } from 'vitest';
import { readInlineSchema } from './inline-schema';

const schema = 'model A {\n  /// says "hello" \\ ends\n  id Int @id\n}\n';
const source = (body: string) => `const config = {\n  "clientVersion": "7.10.0",\n${body}\n}`;

describe('readInlineSchema', () => {
  it('reads the literals with quotes, backslashes and line breaks in them', () => {
    const text = source(`  "inlineSchema": ${JSON.stringify(schema)},\n  "runtimeDataModel": {}`);
    expect(readInlineSchema(text)).toMatchObject({ schema, version: '7.10.0' });
  });

  it('reads a literal that ends with an escaped backslash', () => {
    expect(readInlineSchema(source(`"inlineSchema": ${JSON.stringify('// \\')}, "x": "y"`))?.schema).toBe(
      '// \\',
    );
  });

  it('reads what runs its queries, and whose runtime it imports', () => {
    const of = (version: string, body: string) =>
      readInlineSchema(`${body}{"clientVersion": "${version}", "inlineSchema": "engineType = \\"client\\""}`);
    expect(of('6.17.1', '{"config": {"engineType": "client"}}')).toMatchObject({
      engineType: 'client',
      runtime: 'own',
    });
    expect(of('5.22.0', "const {a} = require('@prisma/client/runtime/library.js')")).toMatchObject({
      engineType: 'library',
      runtime: 'package',
    });
    expect(of('7.10.0', 'import * as runtime from "@prisma/client/runtime/client"')).toMatchObject({
      engineType: 'client',
      runtime: 'package',
    });
  });

  it('is null for a file that is no client', () => {
    expect(readInlineSchema('module.exports = {}')).toBeNull();
    expect(readInlineSchema('{"inlineSchema": "model A {}"}')).toBeNull();
  });

  it('says that a file was cut off', () => {
    expect(() => readInlineSchema(source('"inlineSchema": "model A {\\n  id'))).toThrow('the text ends');
  });
});
