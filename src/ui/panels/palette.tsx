'use client';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import type { RunRecord } from '@/shared/details';
import { lookOf } from '../model/findings';
import { matches } from '../parts/table-model';
import { VerdictShape } from '../parts/verdict-mark';
import { useJobs } from '../queries/jobs';
import { useRows } from '../queries/rows';
import { useStartRun } from '../queries/runs';
import { useDashboard } from '../queries/state';
import { setOverlay } from './overlay-state';
import { PAGES } from './pages';
import { useThemeCycle } from './theme-switch';

const GROUP =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted';

/** Every action, page, table, enum, route and finding, found by typing a part of it. */
export function Palette({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const { latest } = useDashboard();
  const [typed, setTyped] = useState('');
  const { mutate: startRun } = useStartRun();
  const { start } = useJobs();
  const { now, cycle } = useThemeCycle();
  const act = (action: () => void) => () => {
    onClose();
    action();
  };
  const go = (href: string) => act(() => router.push(href));
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Dialog.Content
          data-floating
          aria-describedby={undefined}
          className="fixed left-1/2 top-[12vh] z-50 w-[calc(100%-32px)] max-w-[600px] -translate-x-1/2 overflow-hidden rounded bg-surface shadow-float"
        >
          <Dialog.Title className="sr-only">Search and commands</Dialog.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              autoFocus
              value={typed}
              onValueChange={setTyped}
              placeholder="A command, table, enum, route or finding"
              className="h-11 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted"
            />
            <Command.List aria-label="Results" className="max-h-[56vh] overflow-y-auto p-1">
              <Command.Empty className="px-3 py-6 text-muted">Nothing has this name.</Command.Empty>
              <Command.Group heading="Actions" className={GROUP}>
                <Entry value="Re-verify run all checks" onSelect={act(() => startRun())}>
                  Re-verify: run all checks now
                </Entry>
                <Entry value="Regenerate client" onSelect={act(() => start.mutate({ kind: 'regenerate' }))}>
                  Regenerate client
                </Entry>
                <Entry value="Theme light dark system" onSelect={act(cycle)}>
                  Change the theme (now {now})
                </Entry>
                <Entry value="Keyboard help" onSelect={act(() => setOverlay('help'))}>
                  Show all keys
                </Entry>
              </Command.Group>
              <Command.Group heading="Pages" className={GROUP}>
                {PAGES.map(({ href, label }) => (
                  <Entry key={href} value={`page ${label}`} onSelect={go(href)}>
                    {label}
                  </Entry>
                ))}
              </Command.Group>
              {latest === null ? null : <Things latest={latest} typed={typed} go={go} />}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** A list draws every entry that could match: of more than this, only those that do. */
const MOST = 150;

/** Those whose name holds what was typed, as many as one looks through. */
function some<T>(things: readonly T[] | null, typed: string, textOf: (thing: T) => string): readonly T[] {
  if (things === null) return [];
  if (things.length <= MOST) return things;
  const found: T[] = [];
  for (const thing of things) {
    if (found.length === MOST) break;
    if (matches(typed, [textOf(thing)])) found.push(thing);
  }
  return found;
}

function Things({
  latest,
  typed,
  go,
}: {
  latest: RunRecord;
  typed: string;
  go: (href: string) => () => void;
}) {
  const { counts, endpoints } = latest.details;
  const tables = useRows(latest.number, 'tables', counts.tables !== null).rows;
  const enums = useRows(latest.number, 'enums', counts.enums !== null).rows;
  const at = (page: string, key: string) => go(`${page}?open=${encodeURIComponent(key)}`);
  const findings = latest.report.checks.flatMap((check) =>
    check.findings.map((finding) => ({ finding, check })),
  );
  return (
    <>
      <Command.Group heading="Findings" className={GROUP}>
        {some(findings, typed, ({ finding }) => `${finding.key} ${finding.message}`).map(
          ({ finding, check }) => (
            <Entry
              key={finding.key}
              value={`${finding.key} ${finding.message}`}
              onSelect={go(`/?check=${encodeURIComponent(check.id)}`)}
            >
              <VerdictShape verdict={lookOf(finding)} /> <span className="truncate">{finding.message}</span>
            </Entry>
          ),
        )}
      </Command.Group>
      <Command.Group heading="Endpoints" className={GROUP}>
        {(endpoints ?? []).map((row) => (
          <Entry key={row.id} value={row.id} onSelect={at('/endpoints', row.id)}>
            <VerdictShape verdict={row.verdict} /> <code>{row.id}</code>
          </Entry>
        ))}
      </Command.Group>
      <Command.Group heading="Tables" className={GROUP}>
        {some(tables, typed, (row) => `${row.schema}.${row.name} ${row.model ?? ''}`).map((row) => (
          <Entry
            key={`${row.schema}.${row.name}`}
            value={`table ${row.schema}.${row.name} ${row.model ?? ''}`}
            onSelect={at('/database', `${row.schema}.${row.name}`)}
          >
            <VerdictShape verdict={row.verdict} /> <code>{row.name}</code>
            <span className="text-muted">{row.model}</span>
          </Entry>
        ))}
      </Command.Group>
      <Command.Group heading="Enums" className={GROUP}>
        {some(enums, typed, (row) => `${row.schema}.${row.name}`).map((row) => (
          <Entry
            key={`${row.schema}.${row.name}`}
            value={`enum ${row.schema}.${row.name}`}
            onSelect={go(`/database?view=enums&open=${encodeURIComponent(`${row.schema}.${row.name}`)}`)}
          >
            <VerdictShape verdict={row.verdict} /> <code>{row.name}</code>
          </Entry>
        ))}
      </Command.Group>
    </>
  );
}

function Entry({ value, onSelect, children }: { value: string; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-row cursor-pointer items-center gap-2 rounded-sm px-2 data-[selected=true]:bg-line"
    >
      {children}
    </Command.Item>
  );
}
