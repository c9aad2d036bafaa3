import { z } from 'zod';

/** As `(page - 1) * pageSize` reaches PostgreSQL's OFFSET; nobody pages further by hand. */
const MAX_PAGE = 100_000;
const MAX_PAGE_SIZE = 100;
const DEFAULT_PAGE_SIZE = 20;

/** A whole number in a query string: `Number('')` is 0, so the text is judged first. */
export function integer(minimum: number, maximum: number) {
  return z
    .string()
    .regex(/^-?\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum));
}

/** A number between 0 and 1: a confidence, a probability, a score. */
export const fraction = z
  .string()
  .regex(/^\d(?:\.\d{1,6})?$/, 'must be a number between 0 and 1')
  .transform(Number)
  .pipe(z.number().min(0).max(1));

export const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** A day (`2026-03-01`, its first moment in UTC) or a moment with its offset. */
export const moment = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'must be a date such as 2026-03-01 or a date and time such as 2026-03-01T08:00:00Z',
  })
  .transform((value) => new Date(value));

export const pageParams = {
  page: integer(1, MAX_PAGE).default(1),
  pageSize: integer(1, MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
};
export const rangeParams = { from: moment.optional(), to: moment.optional() };

/** In: parsed `from` and `to`. Out: true when they do not contradict each other; for `.refine`. */
export function rangeInOrder(range: { from?: Date | undefined; to?: Date | undefined }): boolean {
  return !range.from || !range.to || range.from <= range.to;
}
export const RANGE_FAULT = { path: ['from'], error: 'must not be later than `to`' };

/** The id of a user; anything else could never be one, and a NUL byte would be an error of PostgreSQL. */
export const UserId = z
  .string()
  .regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, hyphens or underscores');

export const Pagination = z.object({
  page: z.number().int(),
  pageSize: z.number().int(),
  total: z.number().int(),
  pages: z.number().int(),
});
export type Pagination = z.infer<typeof Pagination>;

type Page = { page: number; pageSize: number };

/** In: the page asked for (1-based). Out: Prisma's `skip` and `take`. */
export function slice({ page, pageSize }: Page): { skip: number; take: number } {
  return { skip: (page - 1) * pageSize, take: pageSize };
}

/** In: the page asked for and how many rows there are in all. Out: what the answer says of them. */
export function pagination({ page, pageSize }: Page, total: number): Pagination {
  return { page, pageSize, total, pages: Math.ceil(total / pageSize) };
}

/** In: parsed `from` and `to`. Out: Prisma's filter of a date column, both ends included; undefined without either. */
export function between(range: { from?: Date | undefined; to?: Date | undefined }) {
  if (!range.from && !range.to) return undefined;
  return { ...(range.from ? { gte: range.from } : {}), ...(range.to ? { lte: range.to } : {}) };
}
