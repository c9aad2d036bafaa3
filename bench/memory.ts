import type { Memory } from './contract';
import { type Place, prepareLook } from './look';
import type { Prepared } from './sizes';
import { heldMemoryMb, peakMemoryMb } from './timing';

const UNCHANGED_LOOKS = 30;
const WARM_LOOKS = 3;

/** The memory of looking, in a process that did nothing else: what is expected is remembered in the data folder. */
export async function measureMemory(prepared: Prepared, place: Place): Promise<Memory> {
  const loadedMb = peakMemoryMb();
  const looker = await prepareLook(prepared, place);
  try {
    await looker.look();
    const firstLookMb = peakMemoryMb();
    for (let time = 0; time < UNCHANGED_LOOKS; time += 1) await looker.lookAgain();
    const unchangedMb = peakMemoryMb();
    for (let time = 0; time < WARM_LOOKS; time += 1) await looker.look();
    return { loadedMb, firstLookMb, unchangedMb, warmMb: peakMemoryMb(), heldMb: heldMemoryMb() };
  } finally {
    await looker.close();
  }
}
