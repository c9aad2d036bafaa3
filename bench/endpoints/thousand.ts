import { z } from 'zod';
import { DEFAULT_CONCURRENCY } from '../../src/shared/config';
import { peakMemoryMb, timed } from '../timing';
import type { EndpointTask, Thousand } from './contract';
import { ourAsking } from './ours';

const ROUTES = 1_000;
const DELAY_MS = 5;
const Seen = z.object({ most: z.number().int(), requests: z.number().int() });

/** A thousand declared routes; how many the server saw at a time it counted itself. */
export async function measureThousand(task: EndpointTask): Promise<Thousand> {
  const seen = async () => Seen.parse(await (await fetch(`http://127.0.0.1:${task.port}/seen`)).json());
  await seen();
  const routes = Array.from({ length: ROUTES }, (_, index) => ({
    path: `/wait/${DELAY_MS}/${index}`,
    query: { kb: String(task.bodyKilobytes) },
  }));
  const asking = await ourAsking(routes, task);
  const loadedMb = peakMemoryMb();
  const { value: results, sample } = await timed(asking);
  const { most, requests } = await seen();
  const failed = results.filter(({ tries, notSent }) => tries.at(-1)?.status !== 200 && notSent === null);
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${ROUTES} routes were neither answered nor held back.`);
  return {
    bodyKilobytes: task.bodyKilobytes,
    concurrency: DEFAULT_CONCURRENCY,
    mostAtOnce: most,
    asked: requests,
    notAsked: results.filter(({ notSent }) => notSent !== null).length,
    wallMs: sample.wallMs,
    loadedMb,
    peakMb: peakMemoryMb(),
  };
}
