import type { ClientDetails } from '@/shared/details';
import { type VersionRow, versionRows } from '../../model/client-versions';
import { Name } from '../../parts/identifier';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Heading } from '../../parts/small';
import { NotMeasured } from '../../parts/units';
import { VerdictShape } from '../../parts/verdict-mark';

const COLUMNS: PlainColumn<VersionRow>[] = [
  { id: 'what', header: 'What', cell: ({ what }) => <Name>{what}</Name> },
  { id: 'role', header: 'Role', cell: ({ role }) => <span className="text-muted">{role}</span> },
  { id: 'version', header: 'Version', align: 'right', cell: (row) => <Version row={row} /> },
];

/** Every version that takes part in a query; those that are not one with `@prisma/client` are marked. */
export function VersionTable({ client }: { client: ClientDetails }) {
  const rows = versionRows(client);
  const reference = rows.some(({ state }) => state === 'reference');
  const unread = rows.some(({ state }) => state === 'unread');
  const differ = rows.filter(({ state }) => state === 'differs').length;
  return (
    <section aria-label="Versions">
      <Heading
        note={
          !reference
            ? undefined
            : differ > 0
              ? `${differ} ${differ === 1 ? 'differs' : 'differ'} from the @prisma/client beside the client`
              : unread
                ? 'none that was read differs'
                : 'all are one'
        }
      >
        Versions
      </Heading>
      <Plain
        caption="Versions of Prisma"
        columns={COLUMNS}
        rows={rows}
        look={{
          key: ({ what, role, version }) => `${what} ${role} ${version}`,
          verdict: ({ state }) => (state === 'differs' ? 'warn' : 'skipped'),
        }}
      />
    </section>
  );
}

function Version({ row: { version, state } }: { row: VersionRow }) {
  if (state === 'absent') return <span className="text-muted">not installed</span>;
  if (version === null) return <NotMeasured worded />;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {state === 'differs' ? (
        <>
          <VerdictShape verdict="warn" />
          <span className="sr-only">differs: </span>
        </>
      ) : null}
      {version}
    </span>
  );
}
