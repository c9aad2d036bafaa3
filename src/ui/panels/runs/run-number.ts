/** A run's number in the address; null where there is none, or something else stands there. */
export function numberIn(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
