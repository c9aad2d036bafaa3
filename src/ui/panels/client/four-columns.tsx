import type { ReactNode } from 'react';
import type { ClientDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import { type Joint, jointsOf } from '../../model/client-joints';
import { Disclosure } from '../../parts/disclosure';
import { plural, shortHash } from '../../parts/format';
import { Identifier } from '../../parts/identifier';
import { Ago } from '../../parts/time';
import { NotMeasured } from '../../parts/units';
import { VerdictMark, VerdictShape } from '../../parts/verdict-mark';

/** The four that must agree, side by side; the line between two of them is broken where they do not. */
export function FourColumns({ report, client }: { report: Report; client: ClientDetails }) {
  const [schemaAndDisk, diskAndDatabase, process] = jointsOf(report, client);
  const { schema, disk, database, processes } = client;
  return (
    <section
      aria-label="The four that must agree"
      className="grid gap-y-2 lg:grid-cols-[1fr_1.1fr_1fr_1.1fr_1fr_1.1fr_1fr]"
    >
      <Column title="schema.prisma">
        {schema && (
          <>
            <Fingerprint label="schema" hash={schema.fingerprint} />
            <p>
              {plural(schema.models, 'model')}, {plural(schema.enums, 'enum')}
            </p>
            {schema.files.slice(0, 3).map((file) => (
              <Identifier key={file} name={file} className="text-muted" />
            ))}
            {schema.files.length > 3 ? (
              <p className="text-muted">and {schema.files.length - 3} more files</p>
            ) : null}
          </>
        )}
      </Column>
      <JointLine joint={schemaAndDisk} />
      <Column title="generated client">
        {disk?.map((one) => (
          <div key={one.name}>
            {disk.length > 1 ? <Identifier name={one.name} /> : null}
            <Fingerprint label="schema" hash={one.schemaFingerprint} />
            <Fingerprint label="client" hash={one.fingerprint} />
            <p>
              {plural(one.modelNames.length, 'model')}, {plural(one.enumNames.length, 'enum')}
            </p>
            <p className="text-muted">
              Prisma {one.version}, generated <Ago at={one.generatedAt} />
            </p>
          </div>
        ))}
      </Column>
      <JointLine joint={diskAndDatabase} />
      <Column title="database">
        {database && (
          <>
            <Fingerprint label="catalogue" hash={database.fingerprint} />
            <p>
              {plural(database.tables, 'table')}, {plural(database.enums, 'enum')}
            </p>
          </>
        )}
      </Column>
      <JointLine joint={process} />
      <Column title={processes !== null && processes.length > 1 ? 'running processes' : 'running process'}>
        {processes && processes.length > 0
          ? processes.map((each) => (
              <div key={`${each.pid} ${each.startedAt}`}>
                <Fingerprint label="client" hash={each.fingerprint} />
                <p>
                  {plural(each.models.length, 'model')}, Prisma {each.version}
                </p>
                <p className="text-muted">
                  pid <span className="font-mono text-mono">{each.pid}</span>, loaded{' '}
                  <Ago at={each.loadedAt} />
                </p>
              </div>
            ))
          : null}
      </Column>
    </section>
  );
}

function Column({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-w-0 border-t-2 border-line-strong pt-2">
      <h2 className="pb-1 font-mono text-mono font-strong">{title}</h2>
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

/** The line between two neighbours: whole, broken, or hatched where nobody could tell. */
function JointLine({ joint }: { joint: Joint }) {
  const { verdict, sentence, found } = joint;
  const whole = verdict === 'pass';
  return (
    <div data-verdict={verdict} className="min-w-0 lg:px-3">
      <div className="-mt-[5px] flex items-center max-lg:hidden" aria-hidden="true">
        <span
          className={`h-0.5 flex-1 ${whole ? 'bg-verdict' : 'border-t-2 border-dashed border-verdict'}`}
        />
        <VerdictShape verdict={verdict} className="mx-1" />
        <span
          className={`h-0.5 flex-1 ${whole ? 'bg-verdict' : 'border-t-2 border-dashed border-verdict'}`}
        />
      </div>
      <div className="edge py-1 pl-3 lg:before:hidden lg:pl-0">
        <p>
          <VerdictMark verdict={verdict} /> <span className={whole ? 'text-muted' : ''}>{sentence}</span>
        </p>
        {found.length > 1 ? (
          <Disclosure
            summary={<span className="text-muted">{plural(found.length - 1, 'more difference')}</span>}
          >
            <ul className="grid gap-1">
              {found.slice(1).map(({ finding }) => (
                <li key={finding.key}>{finding.message}</li>
              ))}
            </ul>
          </Disclosure>
        ) : null}
      </div>
    </div>
  );
}
