import { describe, expect, it } from 'vitest';
import type { DelegateResult } from '../../../shared/client';
import { importFailure, packageOf } from './delegate-errors';
import { delegateFailureSentence, provenWords } from './delegate-words';

const result = (over: Partial<DelegateResult>): DelegateResult => ({
  client: 'client',
  model: 'User',
  delegate: 'user',
  ok: true,
  count: 1,
  estimate: null,
  durationMs: 1,
  errorCode: null,
  message: null,
  ...over,
});

describe('provenWords', () => {
  it('claims of an empty table its columns only, and of a large one no count', () => {
    const read = result({ firstRow: 'read' });
    const empty = result({ firstRow: 'none', count: 0 });
    const large = result({ firstRow: 'read', count: null, estimate: 1e6 });
    const failing = result({ ok: false, count: null, errorCode: 'P2021' });
    expect(provenWords([read, read])).toBe('2 of 2 delegates read a row and counted');
    expect(provenWords([read, empty])).toBe(
      '1 of 2 delegates read a row and counted; 1 table is empty: columns proven, no value decoded',
    );
    expect(provenWords([read, large, failing])).toBe(
      '2 of 3 delegates read a row; 1 too large to be counted; 1 did not',
    );
  });
});

describe('whose fault a failed import is', () => {
  it.each([
    ["Cannot find module '@prisma/client/runtime/library.js'", '@prisma/client'],
    ["Cannot find package 'pg' imported from /app/client.mjs", 'pg'],
    ['client.ts:3: Could not resolve "@prisma/client/runtime/client".', '@prisma/client'],
    ["Cannot find module './internal/class'", null],
    ["Cannot find module '/app/generated/enums.js'", null],
    ['half of it is missing', null],
  ])('%s', (message, name) => {
    expect(packageOf(message)).toBe(name);
    expect(importFailure(new Error(message)).kind).toBe(name === null ? 'import' : 'package');
  });

  it('lies with the way to the database where a connection is cut', () => {
    const cut = Object.assign(new Error('terminating connection'), { code: '57P01' });
    expect(importFailure(cut).kind).toBe('database');
  });

  it('gives each kind its own next step', () => {
    const client = { dir: 'generated', version: '5.22.0', engineType: 'library' } as const;
    const say = (kind: 'import' | 'package' | 'engine' | 'database') =>
      delegateFailureSentence({ ok: false, kind, message: 'So it is' }, client);
    expect(say('import')).toBe(
      'The generated client in generated cannot be imported: So it is. Run driftboard regenerate.',
    );
    expect(say('package')).toContain('Run npm install there.');
    expect(say('engine')).toContain(
      'The native engine of the client in generated (Prisma 5.22.0) is not here',
    );
    const wasm = { ...client, version: '6.17.1', engineType: 'client' } as const;
    expect(delegateFailureSentence({ ok: false, kind: 'engine', message: 'So it is' }, wasm)).toBe(
      'Nothing here can run the queries of the client in generated (Prisma 6.17.1), so its delegates were not tried: So it is.',
    );
    expect(say('database')).toContain('Check --database-url.');
  });
});
