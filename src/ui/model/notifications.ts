import type { Delivery, NotificationKind, NotificationState } from '@/shared/notification';
import type { Verdict } from '@/shared/verdict';

/** Something to know, with how it looks: never green, since none of it was measured. */
export type Notice = { key: string; verdict: Exclude<Verdict, 'pass'>; text: string };

/** What keeps messages back, or makes less of them than they could be. */
export function noticesOf(state: NotificationState): Notice[] {
  const { kept, recording, flappingSince, quietHours, publicUrl, channels } = state;
  if (channels.length === 0) return [];
  const notices: (Notice | null)[] = [
    kept === 'away'
      ? {
          key: 'away',
          verdict: 'unknown',
          text: `Nothing is told until the store is back: what was told before stands there. ${recording.reason ?? ''}`,
        }
      : null,
    kept === 'memory'
      ? {
          key: 'memory',
          verdict: 'warn',
          text: 'No STORE_URL is set: a restart forgets what waits here, and nothing is verified while nobody looks.',
        }
      : null,
    flappingSince === null
      ? null
      : {
          key: 'flapping',
          verdict: 'warn',
          text: `It is flapping since ${inUtc(flappingSince)}: nothing more is told until its verdict stands.`,
        },
    quietHours === null
      ? null
      : {
          key: 'quiet',
          verdict: quietHours.isNow ? 'warn' : 'skipped',
          text: quietHours.isNow
            ? `Quiet hours are now, ${quietHours.words}. ${waiting(quietHours.held)}`
            : `Quiet hours are ${quietHours.words}.${quietHours.held > 0 ? ` ${waiting(quietHours.held)}` : ''}`,
        },
    publicUrl === null
      ? {
          key: 'link',
          verdict: 'skipped',
          text: 'Messages have no link: set publicUrl to where people reach this page.',
        }
      : null,
  ];
  return notices.flatMap((notice) => notice ?? []);
}

function waiting(held: number): string {
  if (held === 0) return 'No message waits for their end.';
  return held === 1 ? '1 message waits for their end.' : `${held} messages wait for their end.`;
}

function inUtc(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** How a message stands. One that its receiver took is the only one that is fine. */
export function standingOf({ state, tries, failure }: Delivery): { verdict: Verdict; word: string } {
  if (state === 'sent') return { verdict: 'pass', word: 'Sent' };
  if (state === 'failed') return { verdict: 'fail', word: 'Given up' };
  if (failure !== null) return { verdict: 'warn', word: 'Is tried again' };
  return { verdict: 'skipped', word: tries === 0 ? 'Waits' : 'Is being sent' };
}

export const KIND_WORDS: Record<NotificationKind, string> = {
  ill: 'failure',
  'another-cause': 'another cause',
  warned: 'warning',
  recovered: 'recovery',
  blind: 'could not look',
  'seen-again': 'can look again',
  flapping: 'flapping',
  settled: 'settled',
  'quiet-summary': 'quiet hours',
  test: 'test',
};

export const CHANNEL_WORDS = { webhook: 'webhook', slack: 'Slack', email: 'mail' } as const;
