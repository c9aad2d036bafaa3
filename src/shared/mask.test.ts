import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { masking } from './mask';
import { sensitiveNames } from './mask-names';

const plain = masking();
// Put together here, so that no scanner takes it for a real one.
const JWT = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'dozjgNryP4J3jVmNHl0w5N'].join('.');
const CARD = ['4111', '1111', '1111', '1111'].join(' ');
const IBAN = 'DE89 3704 0044 0532 0130 00';
const masked = (value: unknown, also: string[] = []) => masking(also).json(value);

describe('which names are masked', () => {
  const isSensitive = sensitiveNames();
  it.each([
    ...[
      'password',
      'newPassword',
      'PASSWD',
      'user_password',
      'passphrase',
      'clientSecret',
      'api-key',
      'x-api-key',
    ],
    ...[
      'accessToken',
      'refresh_token',
      'token',
      'csrfToken',
      'sessionId',
      'Set-Cookie',
      'cookie',
      'Authorization',
    ],
    ...[
      'databaseUrl',
      'DATABASE_URL',
      'connectionString',
      'privateKey',
      'pin',
      'cardPin',
      'cvc',
      'otp',
      'jwt',
    ],
    ...[
      'email',
      'e-mail',
      'emailAddress',
      'phone',
      'phoneNumber',
      'mobile',
      'firstName',
      'last_name',
      'fullName',
    ],
    ...['dateOfBirth', 'birthday', 'iban', 'cardNumber', 'ssn', 'streetAddress'],
  ])('%s is', (name) => expect(isSensitive(name)).toBe(true));

  it.each([
    ...[
      'name',
      'title',
      'spin',
      'margin',
      'tokensUsed',
      'maxTokens',
      'passed',
      'emailVerified',
      'emailCount',
      'id',
    ],
    ...[
      'status',
      'userId',
      'keyboard',
      'pinned',
      'streetlights',
      'authors',
      'carding',
      'opinion',
      'telemetry',
    ],
  ])('%s is not', (name) => expect(isSensitive(name)).toBe(false));

  it('takes those of the manifest too, whatever their case and dashes, with a star for anything', () => {
    const of = sensitiveNames(['name', 'nick_name', 'private*', '*note*']);
    for (const name of ['name', 'Name', 'nickName', 'NICKNAME', 'privateRemark', 'theNotes'])
      expect(of(name), name).toBe(true);
    for (const name of ['names', 'rename', 'xprivate', 'nothing']) expect(of(name), name).toBe(false);
  });
});

describe('a JSON body', () => {
  it('is masked by name through all its depth, and keeps its shape', () => {
    const value = {
      users: [{ id: 7, email: 'ann@example.com', profile: { firstName: 'Ann', phone: 4917012345, age: 30 } }],
      session: { accessToken: 'abc', tokens: 3, password: null, secret: { parts: ['a', { b: true }] } },
    };
    expect(masked(value)).toEqual({
      users: [{ id: 7, email: '***', profile: { firstName: '***', phone: '***', age: 30 } }],
      session: { accessToken: '***', tokens: 3, password: null, secret: { parts: ['***', { b: true }] } },
    });
    expect(masked({ name: 'Ann', x: { name: 1 } }, ['name'])).toEqual({ name: '***', x: { name: '***' } });
  });

  it('is masked by form, whatever the member is called', () => {
    expect(
      masked({
        note: `write to ann.o-neil+x@mail.example.co.uk or call +49 170 1234567.`,
        where: 'postgresql://app:hunter2@db:5432/x',
        said: `Bearer abcdefghijkl and ${JWT}`,
        paid: `from ${IBAN} with ${CARD} TODAY`,
        number: Number(CARD.replaceAll(' ', '')),
        key: `sk_live_${'a1'.repeat(8)}`,
        'ann@example.com': 1,
      }),
    ).toEqual({
      note: 'write to *** or call ***.',
      where: 'postgresql://app:***@db:5432/x',
      said: 'Bearer *** and ***',
      paid: 'from *** with *** TODAY',
      number: '***',
      key: '***',
      '***': 1,
    });
  });

  it('leaves what only looks alike', () => {
    const value = {
      at: 1_764_023_670_123,
      iso: '2026-11-24T22:34:30.123Z',
      uuid: '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      card: null,
      order: '4111 1111 1111 1112',
      bank: 'DE89 3704 0044 0532 0130 01',
      mention: 'a @ b, @ann, x@y',
      sum: '+12 %',
      long: '9'.repeat(30),
      code: 'P2021',
      table: 'The column `users.email` does not exist in the current database.',
    };
    expect(masked(value)).toEqual(value);
  });

  it('stays as it was written where nothing was masked, and keeps its layout where something was', () => {
    expect(plain.body('{"a" : 1.0}', { a: 1 })).toBe('{"a" : 1.0}');
    expect(plain.body('{"email"       :"a"}', { email: 'a' })).toBe('{"email":"***"}');
    expect(plain.body('{"email":"a"}', { email: 'a' })).toBe('{"email":"***"}');
    expect(plain.body('{\n "email":"a"}', { email: 'a' })).toBe('{\n  "email": "***"\n}');
  });

  it('ends however deep it is', () => {
    const text = `${'['.repeat(50_000)}"ann@example.com"${']'.repeat(50_000)}`;
    const deep: unknown = JSON.parse(text);
    expect(plain.body(text, deep)).toMatch(/^\[{100,}"…"\]{100,}$/);
  });
});

describe('a body of text', () => {
  it('is masked by names beside values, in pages, scripts, forms and lines', () => {
    const page = `<input type="hidden" name="csrf_token" value="s3cret"><input name="q" value="kept">
      <script>{"props":{"email":"ann@example.com","firstName":"Ann \\"A\\"","phone": 49170,"title":"kept"}}</script>
      <script>self.x.push("{\\"lastName\\":\\"Miller\\",\\"title\\":\\"kept\\"}")</script>
      password=hunter2&title=kept; Authorization: Bearer abcdefghijklm`;
    const shown = plain.body(page);
    for (const secret of ['s3cret', 'ann@', 'Ann', '49170', 'Miller', 'hunter2', 'abcdefghijklm'])
      expect(shown).not.toContain(secret);
    expect(shown.split('kept')).toHaveLength(page.split('kept').length);
  });

  it('shows nothing of what stands across its cut', () => {
    const text = `${'x '.repeat(5_000)}ann@example.com and ${'y '.repeat(5_000)}`;
    for (const most of [9_990, 10_000, 10_005, 10_010, 10_020]) {
      const shown = plain.body(text, undefined, most);
      expect(shown).not.toContain('ann');
      expect(shown.length).toBeGreaterThan(5_000);
      expect(shown.length).toBeLessThanOrEqual(most);
    }
    expect(plain.body('{"a":1}', { a: 1 }, 3)).toBe('{"a');
  });

  it('is masked where a cut left a value open', () => {
    expect(plain.body('{"title":"x","firstName":"Ann')).toBe('{"title":"x","firstName":"***"');
  });
});

describe('headers', () => {
  it('keep names, and of cookies which they are', () => {
    expect(
      plain.headers({
        'Set-Cookie': ['sid=abc; Path=/; HttpOnly', 'theme=dark; Max-Age=60'],
        authorization: 'Basic YW5uOg==',
        'x-api-key': 'k',
        location: '/login?token=abc&next=%2F',
        'content-type': 'text/html',
        nothing: undefined,
      }),
    ).toEqual({
      'set-cookie': 'sid=***; Path=/; HttpOnly, theme=***; Max-Age=60',
      authorization: '***',
      'x-api-key': '***',
      location: '/login?token=***&next=%2F',
      'content-type': 'text/html',
    });
  });
});

describe('whatever comes', () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{12,24}$/);
  it('no value of a sensitive member is left, and masking twice is masking once', () => {
    const name = fc.constantFrom('password', 'apiKey', 'email', 'firstName', 'access_token', 'nick');
    fc.assert(
      fc.property(fc.jsonValue(), name, secret, (around, member, hidden) => {
        const value = { around, list: [{ [member]: hidden, deep: { [member]: [hidden] } }] };
        const mask = masking(['nick']);
        const once = mask.body(JSON.stringify(value), value);
        expect(once).not.toContain(hidden);
        expect(mask.body(once, JSON.parse(once))).toBe(once);
        // The same as text, as where it was cut or no JSON.
        expect(mask.body(`x ${JSON.stringify(value)}`)).not.toContain(`"${member}":"${hidden}"`);
      }),
    );
  });

  // Each is the worst for some pattern; a quadratic one would go on for hours.
  const MEGABYTE = 1024 * 1024;
  it.each([
    ...[
      'a',
      '1',
      '1 ',
      'a.',
      'a-',
      'a@',
      '@',
      '://',
      'a://b:',
      'eyJ-',
      'eyJa.',
      '+1',
      '+1 1',
      '"',
      '\\"',
      '"a":"',
    ],
    ...[
      '<input',
      '<input ',
      '<',
      'token=',
      'token ',
      ' token',
      'DE11',
      'DE11 ',
      'A1',
      '-----BEGIN ',
      'bearer ',
      '\\',
    ],
    ...[
      '"a\\":\\"',
      '{"a":',
      'sk_live_',
      'password',
      'é',
      '=',
      ': ',
      'a:',
      'x=y&',
      '-----BEGIN PRIVATE KEY-----',
    ],
  ])(
    'a megabyte of %j is gone through',
    (part) => {
      const text = part.repeat(Math.ceil(MEGABYTE / part.length));
      expect(plain.body(text).length).toBeGreaterThan(0);
    },
    60_000,
  );
});
