'use client';
import { Waypoints } from 'lucide-react';
import { Button } from '../../parts/button';
import { useAddress } from '../address';

/** Whether the graph is shown; it stands in the address, so that a link opens it. */
export function useGraph(): [boolean, (open: boolean) => void] {
  const { read, write } = useAddress();
  return [read('graph') === '1', (open) => write({ graph: open ? '1' : null })];
}

/** Shows and hides the graph from root causes to routes. */
export function GraphButton() {
  const [open, setOpen] = useGraph();
  return (
    <Button aria-expanded={open} onClick={() => setOpen(!open)}>
      <Waypoints size={14} aria-hidden="true" /> Graph
    </Button>
  );
}
