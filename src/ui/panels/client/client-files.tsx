import type { ClientDetails } from '@/shared/details';
import { Disclosure } from '../../parts/disclosure';
import { plural } from '../../parts/format';
import { Identifier, Name } from '../../parts/identifier';
import { Plain, type PlainColumn } from '../../parts/plain-table';
import { Heading, Unmeasured } from '../../parts/small';
import { Ago } from '../../parts/time';
import { Bytes } from '../../parts/units';
import { VerdictShape } from '../../parts/verdict-mark';

/** So many of the largest files are shown, the others are folded: a client of today has one per model. */
const SHOWN = 6;

type Disk = NonNullable<ClientDetails['disk']>[number];
type FileRow = { path: string; file: Disk['files'][number] | null };

/** The files of each client on disk with sizes and times; those that lack come first. */
export function ClientFiles({ client, reasons }: { client: ClientDetails; reasons: readonly string[] }) {
  const { disk } = client;
  return (
    <section aria-label="Files">
      {disk === null ? (
        <>
          <Heading>Files</Heading>
          <Unmeasured what="The generated client was" reasons={reasons} />
        </>
      ) : (
        disk.map((one) => <FilesOf key={one.name} disk={one} />)
      )}
    </section>
  );
}

function FilesOf({ disk }: { disk: Disk }) {
  const bySize = disk.files
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
    .map((file): FileRow => ({ path: file.path, file }));
  const missing = disk.missingFiles.map((path): FileRow => ({ path, file: null }));
  const [largest, others] = [bySize.slice(0, SHOWN), bySize.slice(SHOWN)];
  const total = disk.files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <div>
      <Heading
        note={
          <>
            <Identifier name={disk.dir} /> <span className="whitespace-nowrap">{disk.layout}</span>,{' '}
            {plural(disk.files.length, 'file')}, <Bytes bytes={total} />
          </>
        }
      >
        Files
      </Heading>
      <Files rows={[...missing, ...largest]} />
      {others.length === 0 ? null : (
        <Disclosure summary={plural(others.length, 'smaller file')}>
          <Files rows={others} />
        </Disclosure>
      )}
    </div>
  );
}

const COLUMNS: PlainColumn<FileRow>[] = [
  {
    id: 'file',
    header: 'File',
    cell: ({ path, file }) => (
      <span className="inline-flex items-center gap-1.5">
        {file === null ? <VerdictShape verdict="fail" /> : null}
        <Name>{path}</Name>
      </span>
    ),
  },
  {
    id: 'size',
    header: 'Size',
    align: 'right',
    cell: ({ file }) =>
      file === null ? <span className="text-verdict">missing</span> : <Bytes bytes={file.sizeBytes} />,
  },
  {
    id: 'written',
    header: 'Written',
    align: 'right',
    cell: ({ file }) => (file === null ? '' : <Ago at={file.modifiedAt} className="text-muted" />),
  },
];

function Files({ rows }: { rows: readonly FileRow[] }) {
  return (
    <Plain
      caption="Files of the generated client"
      columns={COLUMNS}
      rows={rows}
      look={{ key: ({ path }) => path, verdict: ({ file }) => (file === null ? 'fail' : 'skipped') }}
    />
  );
}
