import type { JudgedWaiver } from '../../../shared/waivers';
import type { Cell, ReportInput, Section } from '../model';
import { momentText } from '../words';

const WORDS: Record<JudgedWaiver['state'], string> = {
  counts: 'counts',
  idle: 'nothing to waive',
  expired: 'has ended',
  changed: 'ended by a change',
  unbound: 'waives nothing',
  ended: 'has ended',
};

/** Who has accepted which findings, why and until when; and which waivers count no more. */
export function waiversSection({ report }: ReportInput): Section {
  const { waivers } = report;
  return {
    id: 'waivers',
    title: 'Waivers',
    note: 'A waived error is amber and stands among the remaining issues.',
    blocks:
      waivers.length === 0
        ? [{ kind: 'paragraph', text: 'The run knew of none.' }]
        : [
            {
              kind: 'table',
              caption: 'Waivers',
              columns: [
                { head: 'State' },
                { head: 'Of' },
                { head: 'Person' },
                { head: 'Reason' },
                { head: 'Until' },
                { head: 'Why it waives nothing' },
              ],
              rows: waivers.map(cells),
            },
          ],
  };
}

function cells({ state, pattern, person, proven, reason, endsAt, why }: JudgedWaiver): Cell[] {
  return [
    { verdict: state === 'counts' ? 'warn' : 'skipped', word: WORDS[state] },
    { code: pattern },
    proven ? person : `${person} (as typed)`,
    reason,
    momentText(endsAt),
    why ?? '',
  ];
}
