import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its key, both as PEM; made anew by each test, so that nothing of it is a secret. */
export type Certificate = { cert: string; key: string };
export type Authority = Certificate & { issue(of: Issued): Certificate };
type Issued = { host: string; notBefore?: Date; notAfter?: Date };

const DAY_MS = 24 * 60 * 60 * 1000;

/** An authority of the test's own; whoever is to trust it is given its `cert`. */
export function createAuthority(name: string): Authority {
  const keys = newKeys();
  const own = { issuer: name, signer: keys.privateKey, subject: name, keys, isAuthority: true, host: null };
  return {
    ...write(own, {}),
    issue: ({ host, ...dates }) =>
      write(
        { issuer: name, signer: keys.privateKey, subject: host, keys: newKeys(), isAuthority: false, host },
        dates,
      ),
  };
}

/** A certificate that only itself vouches for. */
export function selfSigned(host: string): Certificate {
  const keys = newKeys();
  return write({ issuer: host, signer: keys.privateKey, subject: host, keys, isAuthority: false, host }, {});
}

type Keys = { publicKey: KeyObject; privateKey: KeyObject };
const newKeys = (): Keys => generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Content = {
  issuer: string;
  signer: KeyObject;
  subject: string;
  keys: Keys;
  isAuthority: boolean;
  host: string | null;
};

let serial = 1;

/** X.509 as DER: Node can sign and read certificates, but not write one. */
function write(content: Content, dates: Omit<Issued, 'host'>): Certificate {
  const { notBefore = new Date(Date.now() - DAY_MS), notAfter = new Date(Date.now() + DAY_MS) } = dates;
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  serial += 1;
  const body = sequence(
    der(0xa0, integer(2)),
    integer(serial),
    algorithm,
    name(content.issuer),
    sequence(time(notBefore), time(notAfter)),
    name(content.subject),
    content.keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(content))),
  );
  const signature = sign('sha256', body, content.signer);
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature));
  const base64 = whole.toString('base64').replace(/.{1,64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
    key: content.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function extensions({ isAuthority, host }: Content): Buffer[] {
  const constraints = sequence(...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : []));
  const basic = sequence(oid('2.5.29.19'), der(0x01, Buffer.from([0xff])), der(0x04, constraints));
  if (host === null) return [basic];
  const alternative =
    isIP(host) === 4 ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host));
  return [basic, sequence(oid('2.5.29.17'), der(0x04, sequence(alternative)))];
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const integer = (value: number) => der(0x02, Buffer.from([value]));
const name = (common: string) =>
  sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(common)))));

/** `20260101000000Z`: GeneralizedTime, which has no century to guess. */
const time = (date: Date) =>
  der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`));

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const part of rest) {
    const groups = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}
