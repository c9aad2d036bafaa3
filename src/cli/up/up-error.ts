/** Why `up` cannot go on, as a sentence. */
export class UpError extends Error {
  override name = 'UpError';
}
