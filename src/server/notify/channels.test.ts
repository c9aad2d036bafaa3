import { describe, expect, test } from 'vitest';
import { ChannelSettings } from '../../shared/notify-settings';
import { readChannels } from './channels';

const read = (given: unknown, env = {}) => readChannels(ChannelSettings.parse(given), env);

describe('channels', () => {
  test('get their secrets out of the environment, and show none of them', () => {
    const { channels, faults } = read(
      [
        { kind: 'webhook', name: 'ops', url: `\${env:HOOK}`, secret: `\${env:HOOK_SECRET}` },
        { kind: 'slack', name: 'team', url: `https://hooks.slack.example/\${env:SLACK_PATH}` },
        {
          kind: 'email',
          name: 'mail',
          server: `smtp://user:\${env:SMTP_PASSWORD}@mail.example:2525`,
          from: 'driftboard@example.com',
          to: ['ada@example.com', 'grace@example.org', 'joan@example.com'],
        },
      ],
      {
        HOOK: 'https://ops.example/in/p4th?key=k3y',
        HOOK_SECRET: 'c0mmon',
        SLACK_PATH: 'T1/B2/x3',
        SMTP_PASSWORD: 'p4ss',
      },
    );
    expect(faults).toEqual([]);
    const targets = channels.map(({ target }) => target);
    expect(targets).toEqual([
      'https://ops.example/…',
      'https://hooks.slack.example/…',
      '3 recipients at example.com, example.org by way of mail.example:2525',
    ]);
    expect(channels.flatMap(({ secrets }) => secrets)).toEqual(
      expect.arrayContaining(['/in/p4th?key=k3y', 'c0mmon', '/T1/B2/x3', 'p4ss']),
    );
  });

  test('whose variable is not set, or whose name or address is wrong, are refused without a secret', () => {
    const { channels, faults } = read(
      [
        { kind: 'webhook', name: 'ops', url: `\${env:HOOK}` },
        { kind: 'webhook', name: 'file', url: 'file:///etc/s3cret' },
        { kind: 'slack', name: 'no-address', url: 's3cret' },
        { kind: 'email', name: 'mail', server: 'https://s3cret', from: 'a@b.c', to: ['a@b.c'] },
        { kind: 'slack', name: 'twice', url: 'https://a.example/s3cret' },
        { kind: 'slack', name: 'twice', url: 'https://a.example/s3cret' },
      ],
      { HOOK: '' },
    );
    expect(channels.map(({ name }) => name)).toEqual(['twice', 'twice']);
    expect(faults).toEqual([
      'The channel ops of notify needs the environment variable HOOK, which is not set: set it where Driftboard runs.',
      'The channel file of notify has an address that is no https:// or http:// address: correct its url.',
      'The channel no-address of notify has an address that is no https:// or http:// address: correct its url.',
      'The channel mail of notify has an address that is no smtp:// or smtps:// address: correct its server.',
      'The channel twice of notify is there twice: give each a name of its own.',
    ]);
    expect(faults.join()).not.toContain('s3cret');
  });
});
