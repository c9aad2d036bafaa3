import { redact } from '../../../shared/redact';
import { untilAborted, withinTime } from '../../time-limit';

/** What came of asking: its answers, its refusal, or nothing that a Redis would say, with the reason as a sentence. */
export type RedisWords =
  | { came: 'answers'; info: string; pingMs: number }
  | { came: 'refused'; reason: string }
  | { came: 'nothing'; reason: string };

/** Asks PING and INFO on a connection of its own, and ends it. Never rejects. */
export async function askRedis(
  url: string,
  { limitMs, signal }: { limitMs: number; signal: AbortSignal },
): Promise<RedisWords> {
  // Loaded only where there is a Redis to ask.
  const { createClient, ErrorReply } = await import('redis');
  let client: { isOpen: boolean; destroy(): void } | undefined;
  let broken: unknown;
  let isLate = false;
  try {
    signal.throwIfAborted();
    const opened = createClient({
      url,
      RESP: 2,
      disableOfflineQueue: true,
      disableClientInfo: true,
      maintNotifications: 'disabled',
      socket: { connectTimeout: limitMs, reconnectStrategy: false },
    });
    client = opened;
    opened.on('error', (error: unknown) => {
      broken ??= error;
    });
    const ask = async (): Promise<RedisWords> => {
      await opened.connect();
      const begun = performance.now();
      await opened.ping();
      const pingMs = performance.now() - begun;
      return { came: 'answers', info: await opened.info(), pingMs };
    };
    return await withinTime(signal, limitMs, (limited) => {
      limited.addEventListener('abort', () => {
        isLate = true;
      });
      return untilAborted(limited, ask());
    });
  } catch (error) {
    if (isLate || signal.aborted)
      return {
        came: 'nothing',
        reason: signal.aborted
          ? 'Asking was cancelled with the run.'
          : `It did not answer within ${limitMs} ms: see whether the process hangs, or is not reached through a firewall.`,
      };
    if (error instanceof ErrorReply) return { came: 'refused', reason: refusal(error.message) };
    return { came: 'nothing', reason: reasonOf(broken ?? error) };
  } finally {
    if (client?.isOpen === true) client.destroy();
  }
}

/** In: an error reply, which begins with a word in capitals. Out: what it means and what to do, as a sentence. */
function refusal(message: string): string {
  const said = redact(message);
  if (/^(WRONGPASS|ERR invalid password|ERR AUTH)/i.test(message))
    return `user or password are not right (${said}). Correct --redis-url.`;
  if (message.startsWith('NOAUTH'))
    return 'it wants a password. Write it into --redis-url (redis://:password@host).';
  if (message.startsWith('NOPERM'))
    return `its user may not ask for this (${said}). Let it: ACL SETUSER … +ping +info.`;
  if (message.startsWith('LOADING')) return 'it is still reading its data from disk. Wait until it has.';
  return `${said}.`;
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'Nothing listens there: start Redis, or correct --redis-url.';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Its name leads nowhere: correct --redis-url.';
  const message = redact(error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  if (/^ERR_(TLS|SSL)|CERT|SELF_SIGNED/.test(code))
    return `The TLS connection does not come about (${message}): correct the certificate or --redis-url.`;
  return `What answers there is no Redis, or it broke off (${message}): correct --redis-url.`;
}
