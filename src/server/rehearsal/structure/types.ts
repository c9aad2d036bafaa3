/** One statement that makes a part of the copy, and how a sentence names that part. */
export type Part = { what: string; sql: string };

/** What cannot be copied, and why: what rests on it is not rehearsed. */
export type NotCopied = { what: string; why: string };

/** The live structure as statements, in the order in which they usually run. */
export type Structure = {
  extensions: { name: string; schema: string }[];
  parts: Part[];
  /** Indexes that are not valid, or not ready: made so on purpose. */
  broken: { what: string; name: string; table: string; sql: string; ready: boolean }[];
  notCopied: NotCopied[];
};
