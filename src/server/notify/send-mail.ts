import { isIP } from 'node:net';
import { z } from 'zod';
import type { Notification } from '../../shared/notification';
import { isInside, pinAddress } from '../probes/http/address';
import { transportErrorOf } from '../probes/http/transport-error';
import { untilAborted, withinTime } from '../time-limit';
import { takeCredentials } from '../url-credentials';
import { mailText } from './bodies';
import type { Channel } from './channels';
import type { PinnedSending, Sent } from './sent';

type MailChannel = Extract<Channel, { kind: 'email' }>;

/**
 * Hands a mail over to the server that is set.
 * @throws only the signal's reason
 */
export async function sendMail(
  channel: MailChannel,
  message: Notification,
  sending: PinnedSending,
): Promise<Sent> {
  const { timeoutMs, signal } = sending;
  const url = new URL(channel.server);
  const login = takeCredentials(url);
  try {
    return await withinTime(signal, timeoutMs, (limited) =>
      hand(channel, message, { ...sending, signal: limited, url, login }),
    );
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error, url, timeoutMs);
  }
}

type Hand = PinnedSending & { url: URL; login: { user: string; password: string } | null };

async function hand(
  { from, to }: MailChannel,
  message: Notification,
  { url, login, allowPrivateAddress, resolve, signal, timeoutMs }: Hand,
): Promise<Sent> {
  const pinned = await untilAborted(signal, pinAddress(url, { allowPrivate: allowPrivateAddress, resolve }));
  if (!pinned.ok) return { ok: false, sentence: pinned.reason, retry: false, answer: '' };
  const { createTransport } = await import('nodemailer');
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const [address = host] = pinned.addresses;
  const secure = url.protocol === 'smtps:';
  const isNear = pinned.addresses.every(isInside);
  const transport = createTransport({
    host: address,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    // A password goes over the open net only within TLS.
    requireTLS: !secure && login !== null && !isNear,
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password } }),
    // The name is for its certificate alone: it was resolved once, and leads nowhere else.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response } = await untilAborted(
      signal,
      transport.sendMail({
        from: { name: 'Driftboard', address: from },
        to,
        subject: `[Driftboard] ${message.title}`,
        text: mailText(message),
        // A mail that comes twice has the same name, by which programs know it.
        messageId: `<${Buffer.from(message.id).toString('hex')}@driftboard>`,
        headers: { 'X-Driftboard-ID': message.id, 'Auto-Submitted': 'auto-generated' },
      }),
    );
    return { ok: true, sentence: `${url.host} took the mail.`, retry: false, answer: response };
  } finally {
    transport.close();
  }
}

/** What nodemailer throws: a code of its own, and where the server said something, that. */
const MailError = z.looseObject({
  code: z.string().optional(),
  responseCode: z.number().optional(),
  response: z.string().optional(),
});

function failureOf(error: unknown, url: URL, timeoutMs: number): Sent {
  const told = MailError.safeParse(error).data ?? {};
  const { code, responseCode, response: answer = '' } = told;
  const failed = (sentence: string, retry: boolean): Sent => ({ ok: false, sentence, retry, answer });
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  if (isLate || code === 'ETIMEDOUT')
    return failed(`${url.host} did not take the mail within ${timeoutMs / 1_000} s.`, true);
  // Of SMTP, 4xx means later and 5xx means never.
  if (code === 'EAUTH')
    return failed(
      `${url.host} did not accept the login (${responseCode ?? code}): see its server address.`,
      responseCode === undefined || responseCode < 500,
    );
  if (responseCode !== undefined)
    return failed(`${url.host} did not take the mail (${responseCode}).`, responseCode < 500);
  if (code === 'ETLS')
    return failed(`${url.host} offers no TLS, without which no password is sent there.`, false);
  return failed(transportErrorOf(error, url).message, true);
}
