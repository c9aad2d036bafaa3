import type { ReactNode } from 'react';
import type { RunDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import { jointsOf } from '../../model/client-joints';
import { type ProcessRow, processRows } from '../../model/client-processes';
import { plural, shortHash } from '../../parts/format';
import { Identifier } from '../../parts/identifier';
import { Ago } from '../../parts/time';
import { NotMeasured } from '../../parts/units';
import { JointLine } from './joint-line';
import { ProcessMark } from './process-mark';

/** The four that must agree, side by side; the line between two of them is broken where they do not. */
export function FourColumns({
  report,
  details,
  label = 'The four that must agree',
}: {
  report: Report;
  details: RunDetails;
  label?: string;
}) {
  const [schemaClient, clientDatabase, processesDatabase, clientProcesses] = jointsOf(report, details);
  const { schema, disk, database } = details.client;
  const processes = processRows(report, details.client);
  const several = (processes?.length ?? 0) > 1;
  return (
    <section aria-label={label} className="grid gap-y-1 lg:grid-cols-[1fr_1fr_1.1fr_1fr_1fr_1fr_1.1fr]">
      <Column title="schema.prisma">
        {schema === null ? null : (
          <>
            <p>
              {plural(schema.modelNames.length, 'model')}, {plural(schema.enumNames.length, 'enum')}
            </p>
            <Fingerprint label="schema" hash={schema.fingerprint} />
            {schema.files.slice(0, 3).map((file) => (
              <Identifier key={file} name={file} className="text-muted" />
            ))}
            {schema.files.length > 3 ? (
              <p className="text-muted">and {plural(schema.files.length - 3, 'more file')}</p>
            ) : null}
          </>
        )}
      </Column>
      <JointLine joint={schemaClient} />
      <Column title={disk !== null && disk.length > 1 ? 'generated clients' : 'generated client'}>
        {disk?.map((one) => (
          <div key={one.name} className="pb-1.5">
            {disk.length > 1 ? <Identifier name={one.name} className="font-strong" /> : null}
            <p>
              {plural(one.modelNames.length, 'model')}, {plural(one.enumNames.length, 'enum')}
            </p>
            <Fingerprint label="schema" hash={one.schemaFingerprint} />
            <p className="text-muted">Prisma {one.version}</p>
            <p className="text-muted">
              generated <Ago at={one.generatedAt} />
            </p>
          </div>
        ))}
      </Column>
      <JointLine joint={clientDatabase} />
      <Column title="database">
        {database === null ? null : (
          <>
            <p>
              {plural(database.tables, 'table')}, {plural(database.enums, 'enum')}
            </p>
            <Fingerprint label="catalogue" hash={database.fingerprint} />
            {details.server === null ? null : (
              <p className="text-muted">
                PostgreSQL {details.server.version}, <code>{details.server.database}</code>
              </p>
            )}
          </>
        )}
      </Column>
      <JointLine joint={processesDatabase} />
      <Column title={several ? 'running processes' : 'running process'}>
        {processes === null || processes.length === 0 ? null : (
          <>
            {processes.slice(0, MOST).map((row) => (
              <Process key={row.instance} row={row} several={several} />
            ))}
            {processes.length > MOST ? (
              <p className="text-muted">
                and {plural(processes.length - MOST, 'more process', 'more processes')}
              </p>
            ) : null}
          </>
        )}
      </Column>
      <JointLine joint={clientProcesses} bracket />
    </section>
  );
}

/** More processes than this stand in the table below only. */
const MOST = 4;

function Process({ row, several }: { row: ProcessRow; several: boolean }) {
  const { loaded } = row;
  return (
    <div className="pb-1.5">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="whitespace-nowrap">
          pid <code>{loaded.pid}</code>
        </span>
        <ProcessMark state={row.state} />
      </p>
      {several ? null : (
        <>
          <p>{plural(loaded.models.length, 'model')}</p>
          <Fingerprint label="schema" hash={loaded.schemaFingerprint} />
          <p className="text-muted">Prisma {loaded.version}</p>
        </>
      )}
      <p className="text-muted">
        loaded <Ago at={loaded.loadedAt} />
      </p>
    </div>
  );
}

function Column({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-t-2 border-line-strong pt-1.5">
      <h2 className="pb-0.5 font-mono text-mono font-strong">{title}</h2>
      {children || (
        <p>
          <NotMeasured worded />
        </p>
      )}
    </div>
  );
}

function Fingerprint({ label, hash }: { label: string; hash: string }) {
  return (
    <p title={hash} className="whitespace-nowrap">
      <span className="text-muted">{label} </span>
      <code>{shortHash(hash)}</code>
    </p>
  );
}
