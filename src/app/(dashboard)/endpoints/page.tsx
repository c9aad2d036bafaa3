import { EndpointsPanel } from '@/ui/panels/endpoints/endpoints-panel';

export default function EndpointsPage() {
  return <EndpointsPanel />;
}
