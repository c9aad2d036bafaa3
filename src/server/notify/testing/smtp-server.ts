import { createServer, type Socket } from 'node:net';
import { z } from 'zod';

/** A mail as it arrived. */
export type TakenMail = { from: string; to: string[] /** Head and body, as sent. */; text: string };

export type SmtpServer = {
  /** `127.0.0.1:PORT` */
  host: string;
  mails: TakenMail[];
  /** Every line that clients said outside of mails. */
  said: string[];
  close(): Promise<void>;
};

const Address = z.object({ port: z.number() });

/**
 * A mail server for tests, of the few words that a client needs.
 * @param answers what it says instead of yes, by the command; `null` for never answering
 */
export async function startSmtpServer(
  answers: Readonly<Record<string, string | null>> = {},
  offers: readonly string[] = [],
): Promise<SmtpServer> {
  const sockets = new Set<Socket>();
  const mails: TakenMail[] = [];
  const said: string[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, { answers, offers, mails, said });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = Address.parse(server.address());
  return {
    host: `127.0.0.1:${port}`,
    mails,
    said,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

type Talk = Pick<SmtpServer, 'mails' | 'said'> & {
  answers: Readonly<Record<string, string | null>>;
  offers: readonly string[];
};

function converse(socket: Socket, { answers, offers, mails, said }: Talk): void {
  const say = (command: string, usual: string) => {
    const line = answers[command] === undefined ? usual : answers[command];
    if (line !== null && !socket.destroyed) socket.write(`${line}\r\n`);
    return line === usual;
  };
  let mail: TakenMail = { from: '', to: [], text: '' };
  let taking = false;
  let rest = '';
  const take = (line: string) => {
    if (taking) {
      if (line !== '.') {
        mail.text += `${line.replace(/^\.\./, '.')}\n`;
        return;
      }
      taking = false;
      if (say('MAIL', '250 Taken as 4711')) mails.push(mail);
      mail = { from: '', to: [], text: '' };
      return;
    }
    said.push(line);
    const command = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (command === 'EHLO') {
      const all = ['near', ...offers];
      say('EHLO', all.map((one, place) => `250${place === all.length - 1 ? ' ' : '-'}${one}`).join('\r\n'));
    } else if (command === 'AUTH') say('AUTH', '235 Welcome');
    else if (command === 'DATA') taking = say('DATA', '354 Go on');
    else if (command === 'QUIT') socket.end('221 Bye\r\n');
    else {
      if (command === 'MAIL') mail.from = address;
      if (command === 'RCPT') mail.to.push(address);
      say(command === 'MAIL' ? 'FROM' : command, '250 Yes');
    }
  };
  socket.on('data', (chunk) => {
    const lines = `${rest}${chunk.toString('utf8')}`.split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  say('CONNECT', '220 near ESMTP');
}
