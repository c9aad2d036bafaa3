import { errorCode, errorText } from '../probes/client/errors';

/** What the file system refuses, and what to do about it. */
const REFUSALS: Readonly<Record<string, string>> = {
  ENOSPC: 'No space is left on the disk: free some, then start again.',
  EDQUOT: 'The quota of the disk is used up: free some space, then start again.',
  EROFS:
    'The file system is read-only: mount it so that it can be written, or let the client be written elsewhere.',
  EACCES:
    'The folder may not be written by the user that Driftboard runs as: give it the right to, then start again.',
  EPERM:
    'The folder may not be written by the user that Driftboard runs as: give it the right to, then start again.',
  EMFILE: 'Too many files are open: raise the limit of open files, then start again.',
};

/** A program tells its refusals in its own words only. */
const IN_WORDS = new RegExp(`\\b(${Object.keys(REFUSALS).join('|')})\\b`);

/** What a failed step says: for a refusal of the file system the way out first, then the words of the system. */
export function faultSentence(error: unknown): string {
  const text = errorText(error);
  const code = codeOf(error) ?? IN_WORDS.exec(text)?.[1];
  const refusal = code === undefined ? undefined : REFUSALS[code];
  return refusal === undefined || text.startsWith(refusal) ? text : `${refusal} ${text}`;
}

/** Its own, or that of what caused it. */
function codeOf(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = errorCode(each);
    if (code !== null && code in REFUSALS) return code;
  }
  return undefined;
}
