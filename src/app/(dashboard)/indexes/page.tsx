import { IndexesPanel } from '@/ui/panels/indexes/indexes-panel';
import { readRows } from '../state';

export default async function IndexesPage() {
  return <IndexesPanel seed={await readRows(['indexes'])} />;
}
