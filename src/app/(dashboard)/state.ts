import { cache } from 'react';
import { dashboard, dashboardState } from '@/server/dashboard/dashboard';
import { firstRows } from '@/server/dashboard/objects';
import type { RowKind } from '@/shared/rows';

/** The one place from which the pages get the state; once per request. */
export const readState = cache(dashboardState);

/** The rows of some kinds that come with the page, of the run that it shows. */
export async function readRows(kinds: readonly RowKind[]) {
  const { latest } = await readState();
  return latest === null ? null : firstRows((await dashboard()).store, latest.number, kinds);
}
