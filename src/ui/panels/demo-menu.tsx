'use client';
import type { DemoName } from '@/shared/job';
import { Menu } from '../parts/menu';
import { useJobs } from '../queries/jobs';
import { useDashboard } from '../queries/state';

const DEMOS: { id: DemoName; label: string; note: string }[] = [
  {
    id: 'stale-client',
    label: 'Stale client',
    note: 'Loads a client from before Epic 5: most of its routes fail',
  },
  { id: 'missing-column', label: 'Missing column', note: 'Drops a column that routes read' },
  { id: 'missing-table', label: 'Missing table', note: 'Drops a table that routes read' },
  { id: 'enum-value', label: 'Enum value', note: 'Takes away a value of an enum' },
  { id: 'dropped-index', label: 'Dropped index', note: 'Drops one of the strategic indexes' },
  {
    id: 'invalid-index',
    label: 'Invalid index',
    note: 'Leaves an index behind that PostgreSQL does not use',
  },
  { id: 'manual-sql', label: 'SQL by hand', note: 'A change that no migration knows' },
  { id: 'slow-route', label: 'Slow route', note: 'Makes one route exceed its budget' },
];

/** Illnesses for trying out. Offered on the embedded Americano only, and marked as what they are. */
export function DemoMenu({ disabled }: { disabled: boolean }) {
  const { demos } = useDashboard();
  const { start } = useJobs();
  const entries = [
    ...DEMOS.map((demo) => ({ ...demo, disabled: disabled || demos.includes(demo.id) })),
    {
      id: 'heal',
      label: 'Heal',
      note: 'Undoes every demo',
      disabled: disabled || demos.length === 0,
      separated: true,
    },
  ];
  const choose = (id: string) => {
    const demo = DEMOS.find((each) => each.id === id);
    start.mutate({ kind: 'demo', name: demo?.id ?? 'heal' });
  };
  return (
    <Menu
      label="Make Americano ill (demo)"
      heading="Demo: really breaks the embedded Americano, never another application"
      entries={entries}
      onSelect={choose}
    />
  );
}
