import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CLIENT_STATES } from '@/ui/fixtures/client-states';
import { INDEX_STATES } from '@/ui/fixtures/index-states';
import { ClientInState } from '@/ui/gallery/client';
import { EndpointsInStates } from '@/ui/gallery/endpoints';
import { Gallery } from '@/ui/gallery/gallery';
import { IndexesInState } from '@/ui/gallery/indexes';
import { ManyTables } from '@/ui/gallery/many';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Parts · Driftboard' };

const MOST_TABLES = 20_000;

/**
 * Every part in all of its states, for whoever changes one; with `?tables=10000` the database page on so many tables,
 * with `?client=stale process` the client page in that state, with `?endpoints=routes` the endpoints page with routes in
 * every state, with `?endpoints=graph` the graph of sixty things, with `?indexes=findings` the page of indexes in that
 * state. In development, or with DRIFTBOARD_DESIGN=1.
 */
export default async function DesignPage({
  searchParams,
}: {
  searchParams: Promise<Partial<Record<'tables' | 'client' | 'endpoints' | 'indexes', string | string[]>>>;
}) {
  if (process.env.NODE_ENV !== 'development' && process.env.DRIFTBOARD_DESIGN !== '1') notFound();
  const { tables, client, endpoints, indexes } = await searchParams;
  const state = CLIENT_STATES.find((each) => each === client);
  if (state !== undefined) return <ClientInState state={state} renderedAt={Date.now()} />;
  if (endpoints === 'routes' || endpoints === 'graph')
    return <EndpointsInStates view={endpoints} renderedAt={Date.now()} />;
  const ofIndexes = INDEX_STATES.find((each) => each === indexes);
  if (ofIndexes !== undefined) return <IndexesInState state={ofIndexes} renderedAt={Date.now()} />;
  const count = Math.min(Number(tables ?? 0), MOST_TABLES);
  return count > 0 ? (
    <ManyTables count={count} renderedAt={Date.now()} />
  ) : (
    <Gallery renderedAt={Date.now()} />
  );
}
