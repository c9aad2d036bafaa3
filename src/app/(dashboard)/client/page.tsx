import { ClientPanel } from '@/ui/panels/client/client-panel';

export default function ClientPage() {
  return <ClientPanel />;
}
