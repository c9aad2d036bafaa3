import type { Memory } from './contract';
import { type Place, prepareLook } from './look';
import type { Prepared } from './sizes';
import { peakMemoryMb } from './timing';

const WARM_LOOKS = 3;

/** The memory of looking, in a process that did nothing else: what is expected is remembered in the data folder. */
export async function measureMemory(prepared: Prepared, place: Place): Promise<Memory> {
  const loadedMb = peakMemoryMb();
  const looker = await prepareLook(prepared, place);
  try {
    await looker.look();
    const firstLookMb = peakMemoryMb();
    for (let time = 0; time < WARM_LOOKS; time += 1) await looker.look();
    return { loadedMb, firstLookMb, warmMb: peakMemoryMb() };
  } finally {
    await looker.close();
  }
}
