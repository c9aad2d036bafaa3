import { DatabasePanel } from '@/ui/panels/database/database-panel';
import { readRows } from '../state';

export default async function DatabasePage() {
  return <DatabasePanel seed={await readRows(['tables', 'enums', 'others'])} />;
}
