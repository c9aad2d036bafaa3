/** What a manifest and an application's code say differently of its routes. */
export type Comparison = {
  undeclared: { id: string; message: string }[];
  unserved: { id: string; message: string }[];
  /** Models that the code reaches and an entry does not name, where it names any. */
  models: { id: string; lacking: string[] }[];
  /** Why the comparison is not whole; null where it is. */
  unknown: string | null;
};
