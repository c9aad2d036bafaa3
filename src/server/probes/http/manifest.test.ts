// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of a manifest look like templates
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifest } from './manifest';

let folder: string;
let files = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-manifest-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(content: unknown): Promise<string> {
  files += 1;
  const file = path.join(folder, `manifest-${files}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
async function reasonOf(content: unknown): Promise<string> {
  const read = await readManifest(await write(content));
  return read.ok ? 'no fault' : read.reason;
}
const faultsOf = (...endpoints: object[]) => reasonOf({ endpoints });

describe('what a manifest says wrongly', () => {
  it('is named all at once, each with its place', async () => {
    const reason = await reasonOf({
      defaultAuth: 'nobody',
      auth: {
        a: { kind: 'header', name: 'Host', env: 'X' },
        b: { kind: 'login', path: '/login', body: { p: '${PASSWORD}' }, take: { bearerAt: 'a b' } },
      },
      endpoints: [
        { path: '/x', auth: 'someone' },
        { path: '/x' },
        { path: '/y/[id]', params: { other: '1' } },
        { path: '/z', assert: [{ at: 'a', matches: '(' }, { at: 'a..b', exists: true }, { at: 'a' }] },
        {
          path: '/q',
          body: 1,
          headers: { 'a b': '', 'X-A': 'a\nb', 'content-length': '3' },
          save: { 'a-b': 'c', d: '' },
        },
      ],
    });
    for (const fault of [
      'defaultAuth: `auth` has no nobody',
      'auth.a: Host is set by the request itself',
      'auth.b: ${PASSWORD} names no variable of the environment: write ${env:NAME}',
      'auth.b.take.bearerAt: `a b` is no path of a value',
      'GET /x is declared more than once',
      'endpoints[0].auth: `auth` of the manifest has no someone',
      'endpoints[2].params.id: the path needs a value for it',
      'endpoints[2].params.other: the path has no parameter of this name',
      'endpoints[3].assert[0].matches: Invalid regular expression',
      'endpoints[3].assert[1].at: `a..b` is no path of a value',
      'endpoints[3].assert[2]: it asserts nothing of the value',
      'endpoints[4].body: a GET has none',
      'endpoints[4].headers: `a b` is no name of a header',
      'endpoints[4].headers: X-A has characters that no header may have',
      'endpoints[4].headers: content-length is set by the request itself',
      'endpoints[4].save: `a-b` is no name',
      'endpoints[4].save.d: `` is no path of a value',
    ])
      expect(reason).toContain(fault);
    expect(reason).toContain('17 faults');
  });

  it('may be its parameters', async () => {
    expect(await faultsOf({ path: '/a/x[id]' })).toContain('endpoints[0].path: `x[id]` is no parameter');
    expect(await faultsOf({ path: '/a/[id]', params: { id: ['a'] } })).toContain(
      'takes one text, not a list',
    );
    expect(await faultsOf({ path: '/a/[id]', params: { id: '..' } })).toContain('would lead to another path');
    expect(await faultsOf({ path: '/a/[...p]', params: { p: [] } })).toContain('needs a value');
    expect(await faultsOf({ path: '/a/[...p]', params: { p: ['a', ''] } })).toContain('another route');
    expect(await faultsOf({ path: '/a/[[...p]]' })).toBe('no fault');
    expect(await faultsOf({ path: '/a/%2E./b' })).toContain(
      'endpoints[0].path: `%2E.` would lead to another path',
    );
  });

  it('may be its sequence', async () => {
    const use = (path: string, value: string, saves?: string) => ({
      path,
      query: { v: `\${${value}}` },
      save: saves === undefined ? {} : { [saves]: 'id' },
    });
    expect(await faultsOf(use('/a', 'b', 'a'), use('/b', 'a', 'b'))).toContain(
      'GET /a, GET /b: each waits for a value of another, in a circle',
    );
    expect(await faultsOf(use('/a', 'a', 'a'))).toContain('in a circle');
    expect(await faultsOf(use('/a', 'x'))).toContain('endpoints[0]: ${x} is saved by no endpoint');
    expect(await faultsOf(use('/a', 'env:TOKEN'))).toContain('name it in `auth`');
    expect(await faultsOf({ path: '/a', save: { x: 'id' } }, { path: '/b', save: { x: 'id' } })).toContain(
      '${x} is saved by more than one endpoint',
    );
  });

  it('may be a JSON Schema that would let everything pass, or that cannot be judged', async () => {
    const of = (response: unknown) => faultsOf({ path: '/a', response });
    expect(await of({ properties: { a: { type: 'string' } } })).toContain(
      'endpoints[0].response: has `properties` without `"type": "object"`',
    );
    expect(await of({ type: 'object', properties: { a: { typ: 'string' } } })).toContain(
      'the keyword `typ` at /properties/a, which is not understood',
    );
    expect(await of({ type: 'array', items: { minLength: 3 } })).toContain(
      '`minLength` at /items without `"type": "string"`',
    );
    expect(await of({ type: 'strin' })).toContain('Unsupported type: strin');
    expect(await of({ $ref: 'https://example.com/x' })).toContain('External $ref');
    expect(await of({})).toContain('nothing can contradict');
    expect(await of('string')).toContain('must be a shape of zod or a JSON Schema');
    expect(await of({ type: 'object', if: {}, x: 1 })).toMatch(/`if`.*`x`/);
  });
});

describe('what can be read', () => {
  it('takes a JSON Schema as the shape of the answer', async () => {
    const file = await write([
      {
        path: '/a',
        response: { type: 'object', required: ['id'], properties: { id: { type: 'integer' } }, 'x-note': 1 },
      },
    ]);
    const read = await readManifest(file);
    const shape = read.ok ? read.manifest.endpoints[0]?.response : undefined;
    expect(shape?.safeParse({ id: 1 }).success).toBe(true);
    expect(shape?.safeParse({ id: '1' }).success).toBe(false);
    expect(shape?.safeParse([]).success).toBe(false);
  });

  it('says why a file is none', async () => {
    expect(await reasonOf('{"endpoints": [{"path": "/a"')).toMatch(/could not be read: .*JSON/);
    expect(await reasonOf('')).toContain('could not be read');
    expect(await reasonOf([])).toContain('endpoints');
    expect(await reasonOf({ endpoint: [] })).toMatch(/endpoint/);
    const locked = await write([{ path: '/a' }]);
    await chmod(locked, 0o000);
    const read = await readManifest(locked);
    // The super-user may read whatever there is.
    expect(read.ok ? 'EACCES' : read.reason).toContain('EACCES');
  });
});
