'use client';
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../parts/button';
import { Sheet } from '../parts/dialog';
import { FilterField } from '../parts/filter-field';
import { Menu } from '../parts/menu';
import { TabSet } from '../parts/tabs';
import { Hint } from '../parts/tooltip';
import { Specimen } from './specimen';

/** Everything that can be pressed. */
export function Controls() {
  const [open, setOpen] = useState<'box' | 'side' | null>(null);
  const [filter, setFilter] = useState('');
  const [tab, setTab] = useState('one');
  return (
    <Specimen title="Controls">
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary">Primary</Button>
        <Button>Plain</Button>
        <Button look="bare">Bare</Button>
        <Button disabled>Disabled</Button>
        <Button busy>Busy</Button>
        <IconButton label="Re-verify">
          <RefreshCw size={16} />
        </IconButton>
        <Hint text="A short explanation">
          <Button>With a hint</Button>
        </Hint>
        <Button onClick={() => setOpen('box')}>Dialog</Button>
        <Button onClick={() => setOpen('side')}>Panel</Button>
        <Menu
          label="Menu"
          heading="Of two entries"
          entries={[
            { id: 'a', label: 'First', note: 'Does one thing' },
            { id: 'b', label: 'Second', note: 'Cannot be chosen now', disabled: true, separated: true },
          ]}
          onSelect={() => setOpen(null)}
        />
        <FilterField label="Filter" value={filter} onChange={setFilter} />
      </div>
      <TabSet
        label="Tabs"
        value={tab}
        href={(id) => `#${id}`}
        onChange={setTab}
        tabs={[
          { id: 'one', label: 'One', content: () => 'The first view' },
          { id: 'two', label: 'Two', content: () => 'The second view' },
        ]}
      />
      <Sheet
        title="A title"
        description="And what it is about"
        open={open !== null}
        side={open === 'side'}
        onOpenChange={() => setOpen(null)}
      >
        Escape closes it, and the focus goes back to where it came from.
      </Sheet>
    </Specimen>
  );
}
