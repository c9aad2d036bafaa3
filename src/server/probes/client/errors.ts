import { z } from 'zod';
import { redact } from '../../../shared/redact';

const WithCode = z.object({ code: z.string() });

/** The `code` of an error of Node or Prisma (`ENOENT`, `P2021`), or null. */
export function errorCode(error: unknown): string | null {
  const parsed = WithCode.safeParse(error);
  return parsed.success ? parsed.data.code : null;
}

/** What an error says, free of secrets, without the stack. */
export function errorText(error: unknown): string {
  return redact(error instanceof Error ? error.message : String(error)).trim();
}
