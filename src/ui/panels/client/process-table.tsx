import type { ClientDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import { type ProcessRow, processRows } from '../../model/client-processes';
import { plural, someOf } from '../../parts/format';
import { Identifier, Name } from '../../parts/identifier';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Empty, Heading, Unmeasured } from '../../parts/small';
import { Ago } from '../../parts/time';
import { VerdictShape } from '../../parts/verdict-mark';
import { PROCESS_LOOK, ProcessMark } from './process-mark';

/** Each process that answered behind the address: what it holds, since when, and whether it needs a restart. */
export function ProcessTable({ report, client }: { report: Report; client: ClientDetails }) {
  const rows = processRows(report, client);
  const check = report.checks.find(({ id }) => id === 'processes');
  const several = (client.disk?.length ?? 0) > 1;
  const stale = (rows ?? []).filter(({ state }) => state === 'stale');
  return (
    <section aria-label="Running processes">
      <Heading
        note={
          client.asked === null ? undefined : (
            <>
              {plural(client.asked.requests, 'request')} to <Name>{client.asked.url}</Name>
              {client.asked.requests > 1 ? ', until no new process answered' : ''}
            </>
          )
        }
      >
        Running processes
      </Heading>
      {rows === null ? (
        <Unmeasured what="Running processes were" reasons={check?.reason == null ? [] : [check.reason]} />
      ) : rows.length === 0 ? (
        <Empty>No process answered there, so which client runs is not known.</Empty>
      ) : (
        <>
          <Plain
            caption="Running processes"
            columns={[
              ...COLUMNS,
              ...(several ? [WHICH] : []),
              ...(rows.some(({ loaded }) => loaded.instance !== undefined) ? [WHERE] : []),
            ]}
            rows={rows}
            look={{ key: (row) => String(row.instance), verdict: (row) => PROCESS_LOOK[row.state].verdict }}
          />
          {check?.reason == null ? null : (
            <p data-verdict="unknown" className="flex items-baseline gap-1.5 pt-1.5">
              <VerdictShape verdict="unknown" /> <span>{check.reason}</span>
            </p>
          )}
          {stale.length === 0 ? null : (
            <p className="pt-1.5">
              <strong>{stale.length === 1 ? 'Needs a restart: ' : `${stale.length} need a restart: `}</strong>
              {someOf(
                stale.map(({ loaded }) => `pid ${loaded.pid}`),
                6,
              )}
              {everyNote(report)}
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** What the finding itself says how, where there is one way for all. */
function everyNote(report: Report): string {
  const notes = report.checks
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule === 'client.process-stale')
    .map(({ remedy }) => remedy.text);
  const [note, ...others] = [...new Set(notes)];
  return note === undefined || others.length > 0 ? '. The overview says how for each.' : `. ${note}`;
}

const COLUMNS: PlainColumn<ProcessRow>[] = [
  { id: 'pid', header: 'Process', cell: ({ loaded }) => <Name>{`pid ${loaded.pid}`}</Name> },
  { id: 'state', header: 'Client', cell: ({ state }) => <ProcessMark state={state} /> },
  {
    id: 'models',
    header: 'Knows',
    cell: ({ loaded, lacks }) =>
      `${plural(loaded.models.length, 'model')}${lacks.length === 0 ? '' : `, not ${someOf(lacks, 3)}`}`,
  },
  { id: 'version', header: 'Prisma', cell: ({ loaded }) => loaded.version },
  { id: 'loaded', header: 'Loaded', cell: ({ loaded }) => <Ago at={loaded.loadedAt} /> },
  { id: 'started', header: 'Started', cell: ({ loaded }) => <Ago at={loaded.startedAt} /> },
  {
    id: 'commit',
    header: 'Commit',
    cell: ({ loaded }) =>
      loaded.commit === null ? (
        <span className="text-muted">not told</span>
      ) : (
        <Identifier name={loaded.commit.slice(0, 12)} />
      ),
  },
];

const WHICH: PlainColumn<ProcessRow> = {
  id: 'which',
  header: 'Which',
  cell: ({ client }) => (client === null ? '' : <Name>{client}</Name>),
};

const WHERE: PlainColumn<ProcessRow> = {
  id: 'where',
  header: 'Instance',
  cell: ({ loaded }) =>
    loaded.instance === undefined ? (
      <span className="text-muted">not told</span>
    ) : (
      <Name>{loaded.instance}</Name>
    ),
};
