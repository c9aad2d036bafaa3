import { DatabasePanel } from '@/ui/panels/database/database-panel';

export default function DatabasePage() {
  return <DatabasePanel />;
}
