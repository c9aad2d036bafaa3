'use client';
import { type FormEvent, useState } from 'react';
import type { NotificationState, NotificationTested } from '@/shared/notification';
import { CHANNEL_WORDS, standingOf } from '../../model/notifications';
import { Button } from '../../parts/button';
import { Code } from '../../parts/code';
import { plural } from '../../parts/format';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Heading } from '../../parts/small';
import { StateMark } from '../../parts/state-mark';
import { TextField } from '../../parts/text-field';
import { Ago } from '../../parts/time';
import { useNotificationTest } from '../../queries/notifications';

type Channel = NotificationState['channels'][number];
type Props = Pick<NotificationState, 'channels' | 'deliveries' | 'asksName'>;

/** Where messages go, without what may be a secret, and a button each to see whether they arrive. */
export function Channels({ channels, deliveries, asksName }: Props) {
  const [name, setName] = useState('');
  const test = useNotificationTest();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { nativeEvent } = event;
    const pressed = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null;
    if (!(pressed instanceof HTMLButtonElement)) return;
    test.mutate({ channel: pressed.value, person: asksName ? name : null });
  };
  // One that is refused holds back all that came later: that is how the channel stands.
  const tellingOf = ({ name: channel }: Channel) => {
    const own = deliveries?.filter((one) => one.channel === channel) ?? [];
    return own.find(({ state, failure }) => state === 'waiting' && failure !== null) ?? own[0];
  };
  const columns: PlainColumn<Channel>[] = [
    { id: 'name', header: 'Channel', cell: (channel) => <span className="font-strong">{channel.name}</span> },
    { id: 'kind', header: 'Kind', cell: ({ kind }) => CHANNEL_WORDS[kind] },
    { id: 'target', header: 'Leads to', cell: ({ target }) => <span className="break-all">{target}</span> },
    {
      id: 'standing',
      header: 'How it stands',
      cell: (channel) => {
        const telling = tellingOf(channel);
        if (telling === undefined) return deliveries === null ? 'not known' : 'no message yet';
        return (
          <span className="inline-flex flex-wrap gap-x-2">
            <StateMark {...standingOf(telling)} />
            <Ago at={telling.sentAt ?? telling.createdAt} />
          </span>
        );
      },
    },
    {
      id: 'test',
      header: 'Test',
      align: 'right',
      cell: (channel) => (
        <Button
          type="submit"
          value={channel.name}
          busy={test.isPending && test.variables.channel === channel.name}
          disabled={test.isPending}
          aria-label={`Send a test to ${channel.name}`}
        >
          Send a test
        </Button>
      ),
    },
  ];
  return (
    <section aria-label="Channels">
      <Heading note="Secrets are shown nowhere: of an address stands here only its host.">
        {plural(channels.length, 'channel')}
      </Heading>
      <form onSubmit={submit} className="grid gap-3">
        {asksName ? (
          <div className="max-w-md">
            <TextField
              label="Your name, which stands in a test message"
              value={name}
              onChange={setName}
              maxLength={120}
            />
          </div>
        ) : null}
        <Plain
          caption="Channels"
          columns={columns}
          rows={channels}
          look={{
            key: (channel) => channel.name,
            verdict: (channel) => {
              const telling = tellingOf(channel);
              return telling === undefined ? 'skipped' : standingOf(telling).verdict;
            },
          }}
        />
      </form>
      <div role="status" className="pt-2">
        {test.isPending ? (
          <p className="text-muted">A test is being sent to {test.variables.channel}.</p>
        ) : null}
        {test.data === undefined ? null : (
          <Tested channel={test.variables?.channel ?? ''} tested={test.data} />
        )}
        {test.error === null ? null : (
          <p className="flex flex-wrap items-baseline gap-x-2">
            <StateMark verdict="fail" word="Not sent" /> {test.error.message}
          </p>
        )}
      </div>
    </section>
  );
}

function Tested({ channel, tested }: { channel: string; tested: NotificationTested }) {
  const { sent, sentence, answer, audited } = tested;
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <StateMark verdict={sent ? 'pass' : 'fail'} word={sent ? 'Sent' : 'Not sent'} />
        <span>
          Test to {channel}: {sentence}
        </span>
        {audited ? null : (
          <span className="text-muted">That somebody tried is kept nowhere, since no store is reached.</span>
        )}
      </p>
      {answer === '' ? null : <Code text={answer} what="What it answered" />}
    </div>
  );
}
