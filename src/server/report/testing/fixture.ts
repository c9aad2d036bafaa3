import { Settings } from '../../../shared/config';
import { fixtureRows, fixtureState, type Scenario } from '../../../ui/fixtures';
import type { ReportInput } from '../model';

/** The newest run of a scenario of the gallery, with its rows. */
export function fixtureInput(scenario: Scenario): ReportInput {
  const { latest } = fixtureState(scenario);
  if (latest === null) throw new Error(`The scenario ${scenario} has no run.`);
  const { tables, enums, indexes } = fixtureRows(scenario);
  const { report, details, number } = latest;
  return {
    report,
    details,
    number,
    rows: { tables: tables ?? null, enums: enums ?? null, indexes: indexes ?? null },
    gates: Settings.parse({}).signOff.gates,
    decisions: { unknown: 'No store was asked.' },
    madeAt: '2026-11-23T14:30:00.000Z',
    origin: 'The run was made for it.',
  };
}
