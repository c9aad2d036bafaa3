import { formatSmoke } from '../formats/smoke';
import type { Io } from '../io';
import { verify } from './verify';

/** `driftboard smoke`: the endpoints only, a line a route. */
export function smoke(args: readonly string[], io: Io): Promise<number> {
  return verify(args, io, { only: ['endpoints'], text: formatSmoke });
}
