import { afterEach, describe, expect, test } from 'vitest';
import { send } from './send';
import { channel, message, sending } from './testing/messages';
import { type SmtpServer, startSmtpServer } from './testing/smtp-server';

let servers: SmtpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
});

async function server(...of: Parameters<typeof startSmtpServer>) {
  const started = await startSmtpServer(...of);
  servers.push(started);
  return started;
}

const mailTo = (host: string, login = '') =>
  channel({
    kind: 'email',
    name: 'mail',
    server: `smtp://${login}${host}`,
    from: 'driftboard@example.com',
    to: ['ada@example.com', 'grace@example.com'],
  });

describe('a mail', () => {
  test('arrives with its words, its link and a name by which one that comes twice is known', async () => {
    const { host, mails } = await server();
    const sent = await send(mailTo(host), message(), sending());
    expect(sent).toEqual({
      ok: true,
      sentence: `${host} took the mail.`,
      retry: false,
      answer: '250 Taken as 4711',
    });
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail).toMatchObject({
      from: 'driftboard@example.com',
      to: ['ada@example.com', 'grace@example.com'],
    });
    expect(mail?.text).toContain('Subject: [Driftboard] shop fails: The client is older than the schema');
    expect(mail?.text).toContain('X-Driftboard-ID: run-7:ill');
    expect(mail?.text).toContain(`Message-ID: <${Buffer.from('run-7:ill').toString('hex')}@driftboard>`);
    expect(mail?.text).toContain('Auto-Submitted: auto-generated');
  });

  test('takes no line of its head from a title', async () => {
    const { host, mails } = await server();
    await send(mailTo(host), message({ title: 'ill\r\nBcc: evil@example.com' }), sending());
    expect(mails[0]?.to).toEqual(['ada@example.com', 'grace@example.com']);
    expect(mails[0]?.text.split('\n\n')[0]).not.toMatch(/^Bcc:/m);
  });

  test.each([
    ['a server that is full', { RCPT: '452 Full' }, true],
    ['a server that does not know them', { RCPT: '550 Nobody here' }, false],
    ['a mail that is not wanted', { MAIL: '554 No' }, false],
    ['a server that is closing', { FROM: '421 Later' }, true],
  ])('to %s fails with what it said', async (_, answers, retry) => {
    const { host, mails } = await server(answers);
    const sent = await send(mailTo(host), message(), sending());
    expect(sent).toMatchObject({ ok: false, retry });
    expect(sent.sentence).toContain(`${host} did not take the mail`);
    expect(mails).toEqual([]);
  });

  test('to a server that says nothing is given up after its time', async () => {
    const { host } = await server({ CONNECT: null });
    expect(await send(mailTo(host), message(), sending({ timeoutMs: 300 }))).toEqual({
      ok: false,
      retry: true,
      sentence: `${host} did not take the mail within 0.3 s.`,
      answer: '',
    });
  });

  test('to where nobody listens is tried again', async () => {
    const { host, close } = await server();
    await close();
    const sent = await send(mailTo(host), message(), sending());
    expect(sent).toMatchObject({ ok: false, retry: true });
    expect(sent.sentence).toContain(host);
  });

  test('with a login that is refused says so without the password', async () => {
    const refusal = '535 The password s3cret-word is wrong';
    const { host, said } = await server({ AUTH: refusal }, ['AUTH PLAIN']);
    const { answer, ...sent } = await send(mailTo(host, 'me:s3cret-word@'), message(), sending());
    expect(sent).toEqual({
      ok: false,
      retry: false,
      sentence: `${host} did not accept the login (535): see its server address.`,
    });
    expect(answer).toBe('535 The password *** is wrong');
    expect(said.some((line) => line.startsWith('AUTH PLAIN'))).toBe(true);
  });
});
