import { editDistance } from '../../shared/edit-distance';

/** The name that differs least from a given one; null where none is like it. */
export function nearest(name: string, among: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const other of among) {
    const found = editDistance(name, other);
    if (best === null || found < best.distance) best = { name: other, distance: found };
  }
  return best !== null && best.distance <= Math.ceil(name.length / 2) ? best.name : null;
}
