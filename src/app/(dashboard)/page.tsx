import { Overview } from '@/ui/panels/overview/overview';

export default function OverviewPage() {
  return <Overview />;
}
