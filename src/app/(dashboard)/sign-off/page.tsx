import { dashboard } from '@/server/dashboard/dashboard';
import { HttpError } from '@/server/dashboard/http';
import type { SignOffState } from '@/shared/sign-off';
import { numberIn } from '@/ui/panels/runs/run-number';
import { SignOffPanel } from '@/ui/panels/sign-off/sign-off-panel';

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignOffPage({ searchParams }: { searchParams: Search }) {
  const { run } = await searchParams;
  return <SignOffPanel seed={await seedOf(typeof run === 'string' ? numberIn(run) : null)} />;
}

/** What the page shows at first; where it cannot be told, the page asks again and says why. */
async function seedOf(run: number | null): Promise<SignOffState | null> {
  const { signOffs } = await dashboard();
  return signOffs.state(run).catch((error: unknown) => {
    if (error instanceof HttpError) return null;
    throw error;
  });
}
