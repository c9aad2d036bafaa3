import type { Median, Result, SizeResult } from './contract';
import { printEndpoints } from './endpoints/print';
import { type Judged, perThousand, targets } from './targets';

type Row = { what: string; cell: (result: SizeResult) => string };

/** The whole output: tables that read well in a terminal and are Markdown too. */
export function printResult(result: Result): string {
  const parts = [headOf(result), ...(result.sizes.length === 0 ? [] : [printSizes(result)])];
  return [...parts, printEndpoints(result.endpoints), ''].join('\n\n');
}

/** When, of what, and on which machine. */
export function headOf({ date, commit, machine }: Result): string {
  return [
    `${date}, ${commit === null ? 'no commit' : `commit ${commit}`}: ${machine.cores} cores, ${machine.memoryGb} GB, ${machine.system}, Node ${machine.node}, PostgreSQL ${machine.postgres}.`,
    machine.loadAverage > machine.cores / 4
      ? `The machine was busy with other work when it began (load average ${machine.loadAverage}): read the ratios, not the milliseconds.`
      : `Load average at the beginning: ${machine.loadAverage}.`,
  ].join(' ');
}

/** Looking at catalogues, by their sizes. */
export function printSizes({ sizes }: Pick<Result, 'sizes'>): string {
  const judged = targets(sizes).map(
    ({ what, unit, judge }): Row => ({ what, cell: (size) => judgedCell(judge(size), unit) }),
  );
  return [
    table('against the targets', judged, sizes),
    table('ms, warm, medians', TIMES, sizes),
    table('what was looked at', WORK, sizes),
    table('whole processes and memory', PROCESSES, sizes),
    ...clientTable(sizes.filter(({ client }) => client !== null)),
    ...unanswered(sizes),
  ].join('\n\n');
}

const TIMES: Row[] = [
  { what: 'the floor: five text cells, two connections', cell: ({ rounds }) => ms(rounds.floor) },
  { what: '… with making the two connections', cell: ({ rounds }) => ms(rounds.floorConnecting) },
  { what: '**ours**, unchanged since the last look', cell: ({ rounds }) => ms(rounds.unchanged) },
  { what: '… with opening the session', cell: ({ rounds }) => ms(rounds.unchangedOpening) },
  {
    what: '**ours**, unchanged, while others write data',
    cell: ({ rounds }) => ms(rounds.unchangedWritten),
  },
  { what: '… with opening the session', cell: ({ rounds }) => ms(rounds.unchangedWrittenOpening) },
  { what: '**ours**, everything read, modelled, compared', cell: ({ rounds }) => ms(rounds.look) },
  { what: '… with opening the session', cell: ({ rounds }) => ms(rounds.lookOpening) },
  { what: 'ours: a whole run with causes and rows of pages', cell: ({ rounds }) => ms(rounds.whole) },
  { what: '… with nothing changed since the last one', cell: ({ rounds }) => ms(rounds.wholeUnchanged) },
  { what: "Prisma's schema engine, database against schema", cell: ({ rounds }) => ms(rounds.engine) },
  { what: "Node's processor time: the floor", cell: ({ rounds }) => cpu(rounds.floor) },
  { what: "Node's processor time: ours, unchanged", cell: ({ rounds }) => cpu(rounds.unchangedOpening) },
  { what: "Node's processor time: ours, everything", cell: ({ rounds }) => cpu(rounds.lookOpening) },
  {
    what: "Node's processor time: a whole run, nothing changed",
    cell: ({ rounds }) => cpu(rounds.wholeUnchanged),
  },
  { what: "Node's processor time: Prisma's engine", cell: ({ rounds }) => cpu(rounds.engine) },
  {
    what: 'ours for 1,000 objects',
    cell: (size) => number(perThousand(size.rounds.look.wallMs, size)),
  },
  {
    what: 'the floor for 1,000 objects',
    cell: (size) => number(perThousand(size.rounds.floor.wallMs, size)),
  },
  { what: 'what is expected, worked out', cell: ({ rounds }) => ms(rounds.expectedFirst) },
  { what: 'what is expected, remembered', cell: ({ rounds }) => ms(rounds.expectedRemembered) },
];

const WORK: Row[] = [
  { what: 'tables', cell: ({ objects }) => count(objects.tables) },
  { what: 'columns', cell: ({ objects }) => count(objects.columns) },
  {
    what: 'constraints (of PostgreSQL ≤ 17: without NOT NULL)',
    cell: ({ objects }) => count(objects.constraints),
  },
  { what: 'indexes', cell: ({ objects }) => count(objects.indexes) },
  { what: 'rows that the floor counted', cell: ({ rounds }) => count(rounds.floorRows) },
  { what: 'things that ours compared', cell: ({ rounds }) => count(rounds.compared) },
  { what: 'findings', cell: ({ rounds }) => count(rounds.findings) },
  {
    what: 'checks that ran, of all of schema and indexes',
    cell: ({ rounds }) => `${rounds.ran.length} of ${rounds.ran.length + rounds.notRun.length}`,
  },
  { what: 'rounds', cell: ({ rounds }) => count(rounds.look.rounds) },
];

const PROCESSES: Row[] = [
  { what: 'cold `verify`, expected side remembered', cell: ({ cold }) => seconds(cold.remembered.wallMs) },
  { what: '… its peak memory', cell: ({ cold }) => megabytes(cold.remembered.memoryMb) },
  { what: 'cold `verify`, nothing remembered', cell: ({ cold }) => seconds(cold.empty.wallMs) },
  { what: '… its peak memory', cell: ({ cold }) => megabytes(cold.empty.memoryMb) },
  { what: "Prisma's schema engine as a process", cell: ({ cold }) => seconds(cold.engine.wallMs) },
  { what: '… its peak memory', cell: ({ cold }) => megabytes(cold.engine.memoryMb) },
  { what: 'a process that loaded our code', cell: ({ memory }) => megabytes(memory.loadedMb) },
  { what: '… after its first look', cell: ({ memory }) => megabytes(memory.firstLookMb) },
  {
    what: '… after thirty more that found nothing changed',
    cell: ({ memory }) => megabytes(memory.unchangedMb),
  },
  { what: '… after three more that read everything anew', cell: ({ memory }) => megabytes(memory.warmMb) },
  { what: '… of which is held, and is no garbage', cell: ({ memory }) => megabytes(memory.heldMb) },
];

const CLIENT: Row[] = [
  {
    what: 'whether it is up to date, without delegates',
    cell: ({ client }) => ms(client?.freshness ?? null),
  },
  { what: '… the first time in a process', cell: ({ client }) => ms(client?.freshnessFirst ?? null) },
  { what: "… Node's processor time", cell: ({ client }) => cpu(client?.freshness ?? null) },
  {
    what: '… things that were compared',
    cell: ({ client }) => (client === null ? NOTHING : count(client.compared)),
  },
  {
    what: 'every delegate tried, in a process of its own',
    cell: ({ client }) => ms(client?.allDelegates ?? null),
  },
  {
    what: '… of which trying them, and not starting and importing',
    cell: ({ client }) =>
      client === null ? NOTHING : number(client.allDelegates.wallMs - client.noDelegate.wallMs),
  },
  { what: '… delegates', cell: ({ client }) => (client === null ? NOTHING : count(client.delegates)) },
];

/** A check that did not run took no time: it must not pass for a fast one. */
function unanswered(sizes: readonly SizeResult[]): string[] {
  return sizes
    .filter(({ rounds }) => rounds.notRun.length > 0)
    .map(
      ({ size, rounds }) =>
        `Not run on ${size}: ${rounds.notRun.map(({ id, reason }) => `${id} (${reason})`).join(' · ')}`,
    );
}

function clientTable(sizes: readonly SizeResult[]): string[] {
  return sizes.length === 0 ? [] : [table('the generated client, ms', CLIENT, sizes)];
}

function table(title: string, rows: readonly Row[], sizes: readonly SizeResult[]): string {
  const cells = [
    [title, ...sizes.map(({ size }) => size)],
    ...rows.map(({ what, cell }) => [what, ...sizes.map(cell)]),
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? '').length)),
  );
  const lines = cells.map(
    (row) =>
      `| ${row.map((text, column) => (column === 0 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join(' | ')} |`,
  );
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(Math.max(width - 1, 1))}:`)).join(' | ')} |`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

function judgedCell({ value, ok }: Judged, unit: string): string {
  if (value === null) return '–';
  const mark = ok === null ? '' : ok ? ' ✓' : ' ✗';
  return `${unit === 'MB' ? value.toFixed(0) : value.toFixed(2)} ${unit}${mark}`;
}

const NOTHING = '–';
const number = (value: number) => (value < 10 ? value.toFixed(1) : count(Math.round(value)));
const count = (value: number) => value.toLocaleString('en');
const ms = (value: Median | null) => (value === null ? NOTHING : number(value.wallMs));
const cpu = (value: Median | null) => (value === null ? NOTHING : number(value.cpuMs));
const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;
const megabytes = (value: number) => `${value.toFixed(0)} MB`;
