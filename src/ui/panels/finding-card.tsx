import type { Finding } from '@/shared/finding';
import { Code } from '../parts/code';
import { Disclosure } from '../parts/disclosure';
import { someOf } from '../parts/format';
import { Identifier, Source } from '../parts/identifier';
import { Ago } from '../parts/time';
import { AcceptBox } from './accept-box';
import { EvidenceLink } from './evidence-link';
import { RepairStatements } from './repair-statements';
import { Accepted } from './waivers/accepted';
import { WaiveButton } from './waivers/waive-button';

const REMEDY: Record<Finding['remedy']['kind'], { title: string; what: string }> = {
  sql: { title: 'Repair, SQL', what: 'the SQL' },
  command: { title: 'Repair, command', what: 'the command' },
  edit: { title: 'Repair, edit', what: 'the edit' },
  note: { title: 'Repair', what: 'the note' },
};

/** How to repair it, ready to paste; SQL with what each statement does to a database in use. */
export function RemedyBox({ remedy, lead }: { remedy: Finding['remedy']; lead?: string }) {
  const { title, what } = REMEDY[remedy.kind];
  const statements = remedy.statements ?? [];
  return (
    <div>
      <p className="pb-1 text-muted">{lead ?? title}</p>
      {statements.length > 0 ? (
        <RepairStatements statements={statements} />
      ) : remedy.kind === 'note' ? (
        <p>{remedy.text}</p>
      ) : (
        <Code text={remedy.text} what={what} />
      )}
    </div>
  );
}

/** Both sides of a finding, one under the other, so that they can be compared letter by letter. */
function Sides({ expected, observed }: { expected: string; observed: string }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
      <dt className="text-muted">expected</dt>
      <dd className="min-w-0 font-mono text-mono">
        <Side text={expected} />
      </dd>
      <dt className="text-muted">observed</dt>
      <dd data-verdict="fail" className="min-w-0 font-mono text-mono text-verdict">
        <Side text={observed} />
      </dd>
    </dl>
  );
}

/** What a row shows of a long list of names; all of it stands one click away. */
const SIDE_CHARACTERS = 240;

function Side({ text }: { text: string }) {
  if (text.length <= SIDE_CHARACTERS) return text;
  return (
    <>
      {text.slice(0, SIDE_CHARACTERS)}…<Disclosure summary="All of it">{text}</Disclosure>
    </>
  );
}

/** A finding in full: sentence, which side stands alone, repair, the other direction, both sides, place, evidence. */
export function FindingDetail({
  finding,
  checkId,
  message = true,
}: {
  finding: Finding;
  checkId: string | null;
  message?: boolean;
}) {
  // Where the repair is an edit, accepting is that edit with its place: said once.
  const accept = finding.accept;
  const isRepair = accept !== undefined && finding.remedy.kind === 'edit';
  return (
    <div className="grid gap-2">
      {message ? <p>{finding.message}</p> : null}
      {finding.waiver === undefined ? null : <Accepted waiver={finding.waiver} />}
      {finding.sides === undefined ? null : <p>{finding.sides.verdict}</p>}
      {isRepair ? (
        <AcceptBox edit={accept} lead={REMEDY.edit.title} />
      ) : (
        <RemedyBox remedy={finding.remedy} />
      )}
      {finding.along === undefined ? null : <AcceptBox edit={finding.along} lead="And declare it:" />}
      {finding.alternative === undefined ? null : (
        <RemedyBox remedy={finding.alternative} lead="Or, if nobody needs it" />
      )}
      {accept === undefined || isRepair ? null : <AcceptBox edit={accept} />}
      <Sides expected={finding.expected} observed={finding.observed} />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-muted">
        <Identifier name={finding.rule} />
        {finding.source === undefined ? null : <Source source={finding.source} />}
        {finding.since === undefined ? null : (
          <span>
            first seen <Ago at={finding.since} />
          </span>
        )}
        {finding.affects.length === 0 ? null : <span>affects {someOf(finding.affects)}</span>}
        {checkId === null ? null : <EvidenceLink checkId={checkId}>Evidence</EvidenceLink>}
      </p>
      {/* What a rehearsal found on a copy is nothing to accept. */}
      {checkId === null ? null : <WaiveButton finding={finding} />}
    </div>
  );
}
