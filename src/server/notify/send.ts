import type { Notification } from '../../shared/notification';
import { redact } from '../../shared/redact';
import { resolveBySystem } from '../probes/http/address';
import { createSecrets } from '../probes/http/secrets';
import { signatureOf, slackBody } from './bodies';
import type { Channel } from './channels';
import { postBody } from './post-body';
import { sendMail } from './send-mail';
import type { PinnedSending, Sending, Sent } from './sent';

const MOST_ANSWER = 500;

/** Sends a message over a channel once. It never throws but where the signal was aborted. */
export async function send(channel: Channel, message: Notification, sending: Sending): Promise<Sent> {
  const secrets = createSecrets();
  for (const secret of channel.secrets) secrets.add(secret);
  const shown = (text: string) => redact(secrets.mask(text));
  const sent = await sendOver(channel, message, { ...sending, resolve: sending.resolve ?? resolveBySystem });
  return {
    ...sent,
    sentence: shown(sent.sentence),
    answer: shown(sent.answer)
      .replace(/[^\P{C}\n]/gu, '')
      .slice(0, MOST_ANSWER),
  };
}

function sendOver(channel: Channel, message: Notification, sending: PinnedSending): Promise<Sent> {
  switch (channel.kind) {
    case 'email':
      return sendMail(channel, message, sending);
    case 'slack':
      return postBody(channel.url, JSON.stringify(slackBody(message)), {}, sending);
    case 'webhook': {
      const body = JSON.stringify(message);
      const timestamp = sending.now();
      const signed: Record<string, string> =
        channel.secret === undefined
          ? {}
          : { 'x-driftboard-signature': signatureOf(channel.secret, timestamp, body) };
      const headers = {
        'x-driftboard-id': message.id,
        'x-driftboard-timestamp': timestamp,
        ...signed,
      };
      return postBody(channel.url, body, headers, sending);
    }
  }
}
