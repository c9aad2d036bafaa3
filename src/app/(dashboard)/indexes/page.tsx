import { IndexesPanel } from '@/ui/panels/indexes/indexes-panel';

export default function IndexesPage() {
  return <IndexesPanel />;
}
