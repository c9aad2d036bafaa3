import type { Finding } from '../shared/finding';
import { migratedTables } from './support/migrated-tables';
import { partsResult } from './support/part-finding';
import { policyFindings } from './support/policy-findings';
import { hasRowSecurity, switchFindings } from './support/row-security-findings';
import { defineCheck } from './types';

const WHAT = 'row security policies';

/** Row security as the migrations switch it on and as the database has it: which rows a role sees and may write. */
export const rowSecurity = defineCheck({
  id: 'row-security',
  group: 'schema',
  title: 'Row security',
  needs: ['schema.prisma', 'schema.ddl', 'database.catalogue'],
  uses: ['migrations.replay', 'migrations.folder'],
  run: (observed, settings) => {
    const all = migratedTables(observed, settings, WHAT, hasRowSecurity);
    const findings: Finding[] = [];
    let compared = 0;
    for (const at of all.tables) {
      compared += 1;
      findings.push(...switchFindings(at, all.side), ...policyFindings(at, all));
    }
    return partsResult({ compared, findings }, all, WHAT);
  },
});
