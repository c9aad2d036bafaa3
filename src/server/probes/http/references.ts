import type { z } from 'zod';

type Json = z.core.util.JSONType;
/** What an answer can give to a later request. */
export type SavedValue = string | number | boolean;

/** `${userId}`; `$${userId}` stands for the text itself. */
const REFERENCE = /(\$?)\$\{([^{}]*)\}/g;

/** The names that a text, or any text inside a value, refers to. */
export function referencesIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.matchAll(REFERENCE)].flatMap(([, escaped, name = '']) =>
      escaped === '$' ? [] : [name],
    );
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(referencesIn);
}

/** Puts the values into a text. Every name must be known. */
export function fillText(text: string, values: ReadonlyMap<string, SavedValue>): string {
  return text.replace(REFERENCE, (whole, escaped, name) =>
    escaped === '$' ? whole.slice(1) : String(values.get(name) ?? whole),
  );
}

/** The same for all texts inside a value; one that is nothing but a reference becomes the value with its type. */
export function fillJson(json: Json, values: ReadonlyMap<string, SavedValue>): Json {
  if (typeof json === 'string') {
    const only = /^\$\{([^{}]*)\}$/.exec(json)?.[1];
    return (only === undefined ? undefined : values.get(only)) ?? fillText(json, values);
  }
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((one) => fillJson(one, values));
  return Object.fromEntries(Object.entries(json).map(([name, one]) => [name, fillJson(one, values)]));
}

export function fillTexts(
  texts: Readonly<Record<string, string>>,
  values: ReadonlyMap<string, SavedValue>,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, fillText(text, values)]));
}
