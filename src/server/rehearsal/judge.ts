import { checks } from '../../checks/registry';
import type { CheckSettings, Need, Observed } from '../../checks/types';
import type { Finding } from '../../shared/finding';

/** What a structure can be judged by without an application, a client, a history or data. */
export const STRUCTURE_NEEDS: ReadonlySet<Need> = new Set<Need>([
  'schema.prisma',
  'schema.ddl',
  'migrations.folder',
  'migrations.replay',
  'migrations.history',
  'database.catalogue',
]);

/**
 * What the schema and index checks find on a structure. A check that needs more than was observed takes no part, as
 * in the run whose findings are held against these.
 */
export function judgeStructure(observed: Partial<Observed>, settings: CheckSettings): Finding[] {
  const known: Partial<Observed> = {};
  const take = <N extends Need>(need: N) => {
    known[need] = observed[need];
  };
  for (const need of STRUCTURE_NEEDS) take(need);
  return checks
    .filter(({ group }) => group === 'schema' || group === 'indexes')
    .filter(({ needs }) => needs.every((need) => STRUCTURE_NEEDS.has(need) && observed[need] !== undefined))
    .filter(
      ({ atLeastOne = [] }) =>
        atLeastOne.length === 0 || atLeastOne.some((need) => known[need] !== undefined),
    )
    .flatMap((check) => check.runWith(known, settings).findings);
}
