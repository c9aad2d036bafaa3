import { dashboard } from '@/server/dashboard/dashboard';
import { HttpError } from '@/server/dashboard/http';
import { compareKept, runHistory } from '@/server/history/history';
import { RunsPanel, type RunsSeed } from '@/ui/panels/runs/runs-panel';

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function RunsPage({ searchParams }: { searchParams: Search }) {
  const search = await searchParams;
  return (
    <RunsPanel seed={await seedOf(numberOf(search.before), numberOf(search.from), numberOf(search.to))} />
  );
}

/** What the page shows at first, so that it can be read before (or without) JavaScript. */
async function seedOf(before?: number, from?: number, to?: number): Promise<RunsSeed> {
  const { store, beside, waivers: known } = await dashboard();
  const history = await runHistory(store, before, beside);
  const waivers = (await known?.list()) ?? null;
  if (from === undefined || to === undefined) return { history, comparison: null, waivers };
  // The page asks again and says what is wrong.
  const comparison = await compareKept(store, from, to).catch((error: unknown) => {
    if (error instanceof HttpError) return null;
    throw error;
  });
  return { history, comparison, waivers };
}

function numberOf(text: string | string[] | undefined): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
