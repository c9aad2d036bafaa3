import type { RowKind } from '@/shared/rows';
import { IndexesPanel } from '@/ui/panels/indexes/indexes-panel';
import { readRows } from '../state';

/** What each view shows first; the findings come with the run itself. */
const ROWS = new Map<string, RowKind[]>([
  ['all', ['indexes']],
  ['queries', ['queries']],
  ['tables', ['coverage']],
]);

export default async function IndexesPage({
  searchParams,
}: {
  searchParams: Promise<{ view?: string | string[] }>;
}) {
  const { view } = await searchParams;
  return <IndexesPanel seed={await readRows((typeof view === 'string' && ROWS.get(view)) || [])} />;
}
