import type { Io } from '../io';
import { verify } from './verify';

/** `driftboard smoke`: the endpoints only. */
export function smoke(args: readonly string[], io: Io): Promise<number> {
  return verify(args, io, { only: ['endpoints'] });
}
