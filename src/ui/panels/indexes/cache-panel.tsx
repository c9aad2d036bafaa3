import type { CachedRead, CacheInfo } from '@/shared/cache';
import type { RunDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { hitRate, type ReadTimes, readTimes } from '../../model/cache';
import { lookOf } from '../../model/findings';
import { countOf, percentOf } from '../../parts/format';
import { Identifier, Name } from '../../parts/identifier';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { ShareBar } from '../../parts/share-bar';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { Bytes, Count, Duration, NotMeasured } from '../../parts/units';
import { worstOf } from '../../parts/verdict';
import { VerdictMark } from '../../parts/verdict-mark';
import { EvidenceLink } from '../evidence-link';
import { FindingDetail } from '../finding-card';
import { Fact, Facts } from '../page-head';

/** The cache: whether it is there, whether it answers, and what it is worth, route by route. */
export function CachePanel({ report, cache }: { report: Report; cache: RunDetails['cache'] }) {
  const checks = report.checks.filter(({ group }) => group === 'cache');
  const verdict: Verdict = checks.length === 0 ? 'skipped' : worstOf(checks.map((check) => check.verdict));
  return (
    <section aria-label="Cache" className="grid gap-5">
      <div data-verdict={verdict} className="edge grid gap-1 pl-4">
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <VerdictMark verdict={verdict} />
          {checks.map((check) => (
            <span key={check.id} className="inline-flex items-center gap-1.5">
              <VerdictMark verdict={check.verdict} quiet />
              <EvidenceLink checkId={check.id}>{check.title}</EvidenceLink>
            </span>
          ))}
        </p>
        <Server server={cache.server.value} reason={cache.server.reason} verdict={verdict} />
      </div>
      {checks.flatMap((check) =>
        check.findings.map((finding) => (
          <div key={finding.key} data-verdict={lookOf(finding)} className="edge pl-4">
            <FindingDetail finding={finding} checkId={check.id} />
          </div>
        )),
      )}
      <Reads reads={cache.reads} report={report} />
    </section>
  );
}

function Server({
  server,
  reason,
  verdict,
}: {
  server: CacheInfo | null;
  reason: string | null;
  verdict: Verdict;
}) {
  if (server === null) {
    return (
      <p className={verdict === 'skipped' ? 'text-muted' : undefined}>
        {reason ?? 'The cache was not asked.'}
      </p>
    );
  }
  const rate = hitRate(server);
  const { hits, misses, maxMemoryBytes, usedMemoryBytes } = server;
  return (
    <>
      <Facts>
        <Fact label="Redis">
          {server.version} at <Identifier name={server.url} />
        </Fact>
        <Fact label="answers in">
          <Duration ms={server.pingMs} />
        </Fact>
        <Fact label="up for">
          <Duration ms={server.uptimeSeconds * 1_000} />
        </Fact>
        <Fact label="keys">
          <Count value={server.keys} />
        </Fact>
      </Facts>
      <dl className="grid gap-x-6 gap-y-3 pt-1 sm:grid-cols-3">
        <Gauge label="hit rate" share={{ have: hits, of: hits + misses }}>
          {rate === null ? 'not asked yet' : `${percentOf(rate)} %`}
          <span className="text-muted"> of {countOf(hits + misses)} lookups</span>
        </Gauge>
        <Gauge
          label="memory"
          share={maxMemoryBytes === 0 ? null : { have: usedMemoryBytes, of: maxMemoryBytes }}
        >
          <Bytes bytes={usedMemoryBytes} />
          <span className="text-muted">
            {' '}
            {maxMemoryBytes === 0 ? (
              'without a limit'
            ) : (
              <>
                of <Bytes bytes={maxMemoryBytes} />
              </>
            )}
          </span>
        </Gauge>
        <div>
          <dt className="text-muted">evicted for room</dt>
          <dd>
            <Count value={server.evictedKeys} /> keys{' '}
            <span className="text-muted">
              by <Name>{server.evictionPolicy}</Name>, {countOf(server.expiredKeys)} expired
            </span>
          </dd>
        </div>
      </dl>
    </>
  );
}

function Gauge({
  label,
  share,
  children,
}: {
  label: string;
  share: { have: number; of: number } | null;
  children: React.ReactNode;
}) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-muted">{label}</dt>
      <dd className="grid gap-1">
        <span>{children}</span>
        {share === null ? null : <ShareBar share={share} />}
      </dd>
    </div>
  );
}

/** A read with what is said of it: without a measure it is unknown, whatever nobody says. */
type Read = ReadTimes & { verdict: Verdict };

function readsOf(reads: readonly CachedRead[], report: Report): Read[] {
  const said = report.checks.filter(({ group }) => group === 'cache').flatMap(({ findings }) => findings);
  return reads.map((read) => {
    const times = readTimes(read);
    const own = said.filter(({ subject }) => subject.name === read.endpoint);
    const measured: Verdict = times.unmeasured !== null || times.factor === null ? 'unknown' : 'pass';
    return { ...times, verdict: worstOf([measured, ...own.map(lookOf)]) };
  });
}

const COLUMNS: PlainColumn<Read>[] = [
  { id: 'route', header: 'Route', cell: (row) => <Name>{row.endpoint}</Name> },
  { id: 'state', header: 'State', cell: (row) => <VerdictMark verdict={row.verdict} /> },
  { id: 'cold', header: 'Cold', align: 'right', cell: (row) => <Duration ms={row.coldMs} /> },
  { id: 'warm', header: 'Warm', align: 'right', cell: (row) => <Duration ms={row.warmMs} /> },
  {
    id: 'factor',
    header: 'As fast',
    align: 'right',
    cell: (row) => (row.factor === null ? <NotMeasured /> : `${row.factor.toFixed(1)} ×`),
  },
  {
    id: 'times',
    header: 'Warm against cold',
    cell: (row) =>
      row.unmeasured === null ? (
        row.warmMs === null || row.coldMs === null ? (
          '–'
        ) : (
          <span className="block min-w-24 max-w-64">
            <ShareBar share={{ have: Math.min(row.warmMs, row.coldMs), of: row.coldMs }} />
          </span>
        )
      ) : (
        <span className="text-muted">{row.unmeasured}</span>
      ),
  },
];
const LOOK = { key: (row: Read) => row.endpoint, verdict: (row: Read) => row.verdict };

function Reads({
  reads: { value, reason },
  report,
}: {
  reads: RunDetails['cache']['reads'];
  report: Report;
}) {
  return (
    <section aria-label="Cached reads">
      <Heading note={value === null ? undefined : `of ${countOf(value.asked)} routes that were asked`}>
        Cached reads
      </Heading>
      {value === null ? (
        <Unmeasured what="Cached reads were" reasons={reason === null ? [] : [reason]} />
      ) : value.reads.length === 0 ? (
        <Empty>No route says x-cache: none is cached.</Empty>
      ) : (
        <Plain
          caption="Cached reads, cold and warm"
          columns={COLUMNS}
          rows={readsOf(value.reads, report)}
          look={LOOK}
        />
      )}
    </section>
  );
}
