import { createHash } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json';
import type { Settings } from '../../shared/config';
import { redact } from '../../shared/redact';

/** With the embedded environment these name ports that are chosen anew at each start: nobody has changed them. */
const CHOSEN_AT_START = new Set(['databaseUrl', 'shadowDatabaseUrl', 'storeUrl', 'baseUrl', 'redisUrl']);

/** Of each setting a short hash, without secrets: it tells that one was changed, and neither from what nor to what. */
export function settingPrints(settings: Settings): Record<string, string> {
  const entries = Object.entries(settings).filter(
    ([name]) => !(settings.embedded && CHOSEN_AT_START.has(name)),
  );
  return Object.fromEntries(entries.map(([name, value]) => [name, printOf(value)]));
}

function printOf(value: unknown): string {
  const bare = typeof value === 'string' && URL.canParse(value) ? withoutUser(new URL(value)) : value;
  const text = redact(canonicalJson(bare ?? null));
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

function withoutUser({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}
