import { z } from 'zod';

/** PostgreSQL takes notifications of less than 8,000 bytes. */
const MAX_BYTES = 7_000;
/** What is larger is progress that its viewers can do without: they are told when the run is kept, and fetch it. */
const MAX_PIECES = 20;
/** Of messages whose last piece never came. */
const MAX_UNFINISHED = 100;

const Piece = z.object({
  /** Of the instance. */
  from: z.string(),
  /** Of the message, counted by that instance. */
  id: z.number().int(),
  piece: z.number().int().nonnegative(),
  of: z.number().int().positive().max(MAX_PIECES),
  text: z.string(),
});

/**
 * A text as notifications that PostgreSQL takes.
 * @param id no other message of this instance has it
 * @returns none where it would be too many
 */
export function piecesOf(text: string, from: string, id: number): string[] {
  // Base64 holds whatever a cut could break, and says the same of every language in bytes.
  const encoded = Buffer.from(text).toString('base64');
  const of = Math.ceil(encoded.length / MAX_BYTES);
  if (of > MAX_PIECES) return [];
  return Array.from({ length: of }, (_, piece) =>
    JSON.stringify({
      from,
      id,
      piece,
      of,
      text: encoded.slice(piece * MAX_BYTES, (piece + 1) * MAX_BYTES),
    }),
  );
}

/**
 * Puts messages together again. What another instance's end has cut off is forgotten in time.
 * @param own messages of this instance come back to itself, and are not for it
 */
export function createAssembler(own: string): (payload: string) => string | null {
  const unfinished = new Map<string, string[]>();
  return (payload) => {
    const read = Piece.safeParse(asJson(payload));
    if (!read.success || read.data.from === own) return null;
    const { from, id, piece, of, text } = read.data;
    const key = `${from} ${id}`;
    const texts = unfinished.get(key) ?? [];
    // Notifications of one session come in their order: with a hole the message is lost.
    if (texts.length !== piece) {
      unfinished.delete(key);
      return null;
    }
    texts.push(text);
    if (texts.length === of) {
      unfinished.delete(key);
      return Buffer.from(texts.join(''), 'base64').toString();
    }
    unfinished.set(key, texts);
    const [oldest] = unfinished.keys();
    if (unfinished.size > MAX_UNFINISHED && oldest !== undefined) unfinished.delete(oldest);
    return null;
  };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
