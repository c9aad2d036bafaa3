/** The name that differs least from a given one; null where none is like it. */
export function nearest(name: string, among: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null;
  for (const other of among) {
    const found = distance(name, other);
    if (best === null || found < best.distance) best = { name: other, distance: found };
  }
  return best !== null && best.distance <= Math.ceil(name.length / 2) ? best.name : null;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
