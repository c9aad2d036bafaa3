'use client';
import { fixtureState } from '../fixtures';
import { rehearsal } from '../fixtures/repair';
import { tableDetail } from '../fixtures/tables';
import { tableDiff } from '../model/table-diff';
import { PartSides } from '../panels/database/part-sides';
import { Result } from '../panels/database/rehearsal-view';
import { RepairView } from '../panels/database/repair-view';
import { UnreadSides } from '../panels/database/unread-sides';
import { Specimen } from './specimen';

const NOTHING_UNREAD = { schema: null, migrations: null, database: null };
const UNREAD = { ...NOTHING_UNREAD, migrations: 'No --migrations is set: name the folder to read it.' };

/** Three sides with differences, a repair with every hazard, and a rehearsal of it. */
export function Repairs({ renderedAt }: { renderedAt: number }) {
  const { latest } = fixtureState('missing-column', renderedAt);
  const { sides } = tableDetail('struggle_predictions', true);
  return (
    <>
      <Specimen title="Three sides">
        {tableDiff(sides, NOTHING_UNREAD).map((part) => (
          <PartSides key={part.title} part={part} unread={NOTHING_UNREAD} />
        ))}
      </Specimen>
      <Specimen title="Three sides, of which one was not read">
        <UnreadSides unread={UNREAD} />
        {tableDiff({ ...sides, migrations: null }, UNREAD).map((part) => (
          <PartSides key={part.title} part={part} unread={UNREAD} />
        ))}
      </Specimen>
      <Specimen title="Repair of all findings">
        {latest === null ? null : <RepairView report={latest.report} />}
      </Specimen>
      <Specimen title="Rehearsal">
        <Result rehearsal={rehearsal(new Date(renderedAt).toISOString())} />
      </Specimen>
    </>
  );
}
