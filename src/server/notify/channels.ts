import type { ChannelSetting } from '../../shared/notify-settings';
import { takeCredentials } from '../url-credentials';

type Environment = Readonly<Record<string, string | undefined>>;

/** A channel with its secrets filled in. */
export type Channel = ChannelSetting & {
  /** Where it leads, as it may be shown: path and query of a webhook are often its secret. */
  target: string;
  /** What must stand in no text about it. */
  secrets: readonly string[];
};

const SCHEMES: Record<ChannelSetting['kind'], RegExp> = {
  webhook: /^https?:$/,
  slack: /^https?:$/,
  email: /^smtps?:$/,
};

/** Fills variables in and reads the addresses; every fault is a sentence without a secret. */
export function readChannels(
  settings: readonly ChannelSetting[],
  env: Environment,
): { channels: Channel[]; faults: string[] } {
  const channels: Channel[] = [];
  const faults: string[] = [];
  for (const setting of settings) {
    const fault = (text: string) => faults.push(`The channel ${setting.name} of notify ${text}`);
    if (settings.find(({ name }) => name === setting.name) !== setting) {
      fault('is there twice: give each a name of its own.');
    }
    const missing = new Set<string>();
    const fill = (text: string) => filled(text, env, missing);
    const whole: ChannelSetting =
      setting.kind === 'email'
        ? { ...setting, server: fill(setting.server) }
        : setting.kind === 'slack'
          ? { ...setting, url: fill(setting.url) }
          : {
              ...setting,
              url: fill(setting.url),
              ...(setting.secret === undefined ? {} : { secret: fill(setting.secret) }),
            };
    for (const name of missing) {
      fault(`needs the environment variable ${name}, which is not set: set it where Driftboard runs.`);
    }
    const address = addressOf(whole);
    if (missing.size > 0) continue;
    if (!URL.canParse(address) || !SCHEMES[whole.kind].test(new URL(address).protocol)) {
      const scheme = whole.kind === 'email' ? 'smtp:// or smtps://' : 'https:// or http://';
      fault(
        `has an address that is no ${scheme} address: correct its ${whole.kind === 'email' ? 'server' : 'url'}.`,
      );
      continue;
    }
    channels.push({ ...whole, target: targetOf(whole), secrets: secretsOf(whole) });
  }
  return { channels, faults };
}

/** The address of what is connected to. */
export function addressOf(channel: ChannelSetting): string {
  return channel.kind === 'email' ? channel.server : channel.url;
}

function filled(text: string, env: Environment, missing: Set<string>): string {
  return text.replace(/\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
    const value = env[name] ?? '';
    if (value === '') missing.add(name);
    return value;
  });
}

function targetOf(channel: ChannelSetting): string {
  const { protocol, host } = new URL(addressOf(channel));
  if (channel.kind !== 'email') return `${protocol}//${host}/…`;
  const domains = [...new Set(channel.to.map((address) => address.slice(address.lastIndexOf('@') + 1)))];
  const count = channel.to.length === 1 ? '1 recipient' : `${channel.to.length} recipients`;
  return `${count} at ${domains.join(', ')} by way of ${host}`;
}

function secretsOf(channel: ChannelSetting): string[] {
  const address = new URL(addressOf(channel));
  const taken = takeCredentials(address);
  const path = `${address.pathname}${address.search}`;
  return [
    ...(path.length > 1 ? [path, path.slice(1)] : []),
    ...(taken === null ? [] : [taken.password]),
    ...(channel.kind === 'webhook' && channel.secret !== undefined ? [channel.secret] : []),
  ].filter((secret) => secret !== '');
}
