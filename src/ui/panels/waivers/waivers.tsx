'use client';
import type { RunRecord } from '@/shared/details';
import type { Verdict } from '@/shared/verdict';
import type { KeptWaiver, WaiverList } from '@/shared/waivers';
import { endedText, type StandingRow, standingRows } from '../../model/waivers';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Name } from '../../parts/identifier';
import { Empty, Heading } from '../../parts/small';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';
import { useDashboard } from '../../queries/state';
import { useWaivers } from '../../queries/waivers';
import { acceptedWords } from './accepted';
import { EndForm } from './end-form';

/** Who has accepted which findings until when, and how former waivers ended. */
export function Waivers({ record, seed }: { record: RunRecord; seed: WaiverList | null }) {
  const { data: list, error } = useWaivers(record.number, seed);
  const { recording } = useDashboard();
  const { waived } = record.report.summary;
  return (
    <section aria-label="Waivers" id="waivers">
      <Heading
        note={`What a named person has accepted for a time; in run #${record.number} ${plural(waived, 'finding')}.`}
      >
        Waivers
      </Heading>
      {error !== null ? (
        <Unknown verdict="unknown" why={`They cannot be fetched: ${error.message}`} />
      ) : list === undefined ? (
        <p className="py-2 text-muted">Asking for them…</p>
      ) : (
        <>
          {list.away === null ? null : (
            <Unknown verdict={recording.state === 'none' ? 'skipped' : 'unknown'} why={list.away} />
          )}
          <Standing rows={standingRows(list, record.report)} list={list} />
          <Ended ended={list.ended} />
        </>
      )}
    </section>
  );
}

/** None known is not none. */
function Unknown({ verdict, why }: { verdict: Verdict; why: string }) {
  return (
    <p data-verdict={verdict} className="edge flex flex-wrap items-baseline gap-x-3 py-1 pl-4">
      <VerdictMark verdict={verdict} /> <span className="min-w-0">{why}</span>
    </p>
  );
}

function Standing({ rows, list }: { rows: readonly StandingRow[]; list: WaiverList }) {
  if (rows.length === 0) {
    return list.away === null ? (
      <Empty>Nobody has accepted a finding. At each finding stands “Waive…”.</Empty>
    ) : null;
  }
  return (
    <ul aria-label="Waivers that stand" className="border-t border-line">
      {rows.map((row) => (
        <li key={row.key} data-verdict="warn" className="edge border-b border-line py-1.5 pl-4 pr-2">
          <p className="flex flex-wrap items-baseline gap-x-3">
            <VerdictShape verdict="warn" />
            <Name>{row.pattern}</Name>
            <span className="text-muted">{row.does}</span>
          </p>
          <p>{acceptedWords(row)}</p>
          {row.id === null ? null : <EndForm id={row.id} namesAreTold={list.namesAreTold} />}
        </li>
      ))}
    </ul>
  );
}

function Ended({ ended }: { ended: readonly KeptWaiver[] }) {
  if (ended.length === 0) return null;
  return (
    <Disclosure summary={`${plural(ended.length, 'waiver')} that ended`}>
      <ul aria-label="Waivers that ended" className="border-t border-line">
        {ended.map((waiver) => (
          <li key={waiver.id} className="border-b border-line py-1.5">
            <p>
              <Name>{waiver.pattern}</Name>
            </p>
            <p className="text-muted">{acceptedWords(waiver)}</p>
            <p>{endedText(waiver)}</p>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
