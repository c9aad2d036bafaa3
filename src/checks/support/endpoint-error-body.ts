import { z } from 'zod';
import type { EndpointTry } from '../../shared/endpoints';
import { ErrorBody } from '../../shared/http';
import { maskPatterns } from '../../shared/mask-patterns';
import { tellingLine } from './endpoint-failure';

/** So much of a body without a known form is repeated in a finding. */
const EXCERPT_CHARACTERS = 300;
/** A message of a known form is repeated whole, within reason. */
const MESSAGE_CHARACTERS = 2_000;
/** More of an error body is not searched: what tells the reason stands in front. */
const SEARCHED_CHARACTERS = 64 * 1024;

/**
 * The text in which an answer tells of an error, although its status may be that of success: the error member of a JSON
 * body, a page that shows an error, a text that begins as one. Data that only speak of errors are none.
 */
export function errorTextOf(one: EndpointTry): string | null {
  if (one.json !== undefined && typeof one.json !== 'string') return errorOfJson(one.json);
  const start = (typeof one.json === 'string' ? one.json : one.bodyText).slice(0, 200).trimStart();
  if (/^(?:\w{0,60}(?:Error|Exception)\b|error\s?:|Invalid `[\w.$]{1,100}\(\)` invocation)/i.test(start)) {
    return one.bodyText.slice(0, SEARCHED_CHARACTERS);
  }
  return errorPageOf(one) === null ? null : one.bodyText;
}

const Failing = z.union([
  z.looseObject({ error: z.union([z.string().min(1), z.looseObject({})]) }),
  z.looseObject({ errors: z.array(z.unknown()).min(1) }),
  z.looseObject({ ok: z.literal(false) }),
  z.looseObject({ success: z.literal(false) }),
  z.looseObject({ name: z.string().regex(/Error$/), message: z.string() }),
  z.looseObject({ code: z.union([z.string(), z.number()]), message: z.string() }),
  z.looseObject({ statusCode: z.number().min(400), message: z.string() }),
]);

function errorOfJson(json: unknown): string | null {
  const failing = Failing.safeParse(json);
  if (!failing.success) return null;
  const { error, errors, ...rest } = failing.data;
  // Beside an error member the other members are data.
  const told = error ?? errors ?? rest;
  return textsIn(told).join('\n').slice(0, SEARCHED_CHARACTERS);
}

/** All texts and codes of a JSON value, in order; `code: 42703` as one, so that the word stays beside its number. */
export function textsIn(json: unknown): string[] {
  const texts: string[] = [];
  const visit = (value: unknown, name: string, depth: number) => {
    if (texts.length > 2_000 || depth > 20) return;
    if (typeof value === 'string' || typeof value === 'number') {
      texts.push(/code$|sqlstate/i.test(name) ? `${name}: ${value}` : String(value));
    } else if (typeof value === 'object' && value !== null) {
      for (const [inner, below] of Object.entries(value)) visit(below, inner, depth + 1);
    }
  };
  visit(json, '', 0);
  return texts;
}

/** How error pages are called. A number alone is not enough: `500 Days of Summer` is none. */
const ERROR_TITLE =
  /^(?:error(?:$|[\s:!.]+(?:[45]\d\d|page|occurred))|[45]\d\d(?:$|[\s:–—-]+(?:error|internal|server|bad|not|forbidden|unauthor|service|gateway|gone|this page|too many|method))|internal server error|application error|(?:page )?not found$|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|forbidden$|unauthorized$)/i;

/** What a page that shows an error calls itself; null where it is none. */
export function errorPageOf(one: EndpointTry): string | null {
  if (!isPage(one)) return null;
  const title = titleOf(one.bodyText);
  if (title !== null && ERROR_TITLE.test(title)) return title;
  const next =
    /__next_error__|"err":\{"name":|Application error: a (?:server|client)-side exception has occurred/.exec(
      one.bodyText,
    );
  return next === null ? null : (title ?? 'an error page of Next');
}

export function isPage(one: EndpointTry): boolean {
  return (
    /html/i.test(one.contentType ?? '') ||
    /^\s{0,100}<(?:!doctype html|html)\b/i.test(one.bodyText.slice(0, 200))
  );
}

function titleOf(html: string): string | null {
  const title = /<title[^<>]{0,200}>([^<]{1,300})/i.exec(html)?.[1]?.replace(/\s+/g, ' ').trim();
  return title === undefined || title === '' ? null : title;
}

/** Where else applications write the message: RFC 9457 calls it title and detail. */
const Message = z.union([
  z.looseObject({ message: z.string().min(1) }).transform(({ message }) => message),
  z.looseObject({ error: z.string().min(1) }).transform(({ error }) => error),
  z
    .looseObject({ error: z.looseObject({ message: z.string().min(1) }) })
    .transform(({ error }) => error.message),
  z.looseObject({ detail: z.string().min(1) }).transform(({ detail }) => detail),
  z.looseObject({ title: z.string().min(1) }).transform(({ title }) => title),
]);

/** The message of an answer: of a known error body, else the line that tells the reason, else its beginning. */
export function saidBy(one: EndpointTry): string {
  const body = ErrorBody.safeParse(one.json);
  if (body.success) {
    const { message, details } = body.data.error;
    return cut(clean([message, ...(details ?? [])].join(' ')), MESSAGE_CHARACTERS);
  }
  const telling = tellingLine(one.json === undefined ? one.bodyText : textsIn(one.json).join('\n'));
  if (telling !== null) return clean(telling);
  const message = Message.safeParse(one.json);
  if (message.success) return cut(clean(message.data), MESSAGE_CHARACTERS);
  if (isPage(one)) {
    const title = titleOf(one.bodyText);
    const text = cut(withoutTags(one.bodyText));
    return title === null ? text || 'a page without text' : `a page “${clean(title)}”`;
  }
  const text = clean(one.bodyText);
  return text === '' ? 'an empty body' : cut(text);
}

/** On one line, and without what no report may hold. */
export function clean(text: string): string {
  return maskPatterns(text.slice(0, SEARCHED_CHARACTERS).replace(/\s+/g, ' ').trim());
}

function cut(text: string, most = EXCERPT_CHARACTERS): string {
  return text.length > most ? `${text.slice(0, most)} …` : text;
}

function withoutTags(html: string): string {
  return clean(html.replace(/<[^<>]*>/g, ' '));
}
