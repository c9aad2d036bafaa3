import { createHmac } from 'node:crypto';
import type { Notification } from '../../shared/notification';

/**
 * What a receiver checks with the common secret: `sha256=` and the HMAC of time, dot and body in hexadecimal digits. The
 * time is in it so that nobody can send an old message again.
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** The body of an incoming webhook as Slack, Mattermost and others take it. */
export function slackBody(message: Notification): { text: string } {
  const { run } = message;
  const link = run?.url == null ? '' : `<${run.url}|Run #${run.number}>`;
  const lines = linesOf(message).map(escaped);
  return { text: [`*${escaped(message.title)}*`, ...lines, link].filter((line) => line !== '').join('\n') };
}

/** The body of a mail. */
export function mailText(message: Notification): string {
  const { run, id } = message;
  const foot = run === null ? [] : [`Run #${run.number}${run.url === null ? '' : `: ${run.url}`}`];
  return [message.title, '', ...linesOf(message), '', ...foot, `Message ${id} of Driftboard`, ''].join('\n');
}

function linesOf({ text, causes, causesInAll, routes, routesInAll }: Notification): string[] {
  return [
    ...text.split('\n'),
    ...causes.map(({ title, symptoms, routes: affected }) => {
      const follows = [
        ...(symptoms > 0 ? [symptoms === 1 ? '1 symptom' : `${symptoms} symptoms`] : []),
        ...(affected.length > 0 ? [affected.join(', ')] : []),
      ];
      return follows.length === 0 ? `• ${title}` : `• ${title} (${follows.join('; ')})`;
    }),
    ...(causesInAll > causes.length ? [`• and ${causesInAll - causes.length} more causes`] : []),
    ...(routes.length > 0 ? [`Routes that fail for no known cause: ${routes.join(', ')}`] : []),
    ...(routesInAll > routes.length ? [`and ${routesInAll - routes.length} more routes`] : []),
  ].filter((line) => line !== '');
}

/** Slack reads these three as its own marks; a line end in the middle would end a list's entry. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
