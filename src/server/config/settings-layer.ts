import { resolve } from 'node:path';
import type { z } from 'zod';
import { Settings } from '../../shared/config';
import { thresholdFaults } from './threshold-faults';

export type SettingName = keyof Settings;

/** Settings from one source (command line, environment, file), not yet checked. */
export interface Layer {
  values: Partial<Record<SettingName, unknown>>;
  /** How that source calls a setting: `--timeout-ms`, `DRIFTBOARD_TIMEOUT_MS`, `driftboard.config.ts: timeoutMs`. */
  label(name: SettingName): string;
  /** What relative paths of this source are relative to. */
  base: string;
}

const PATHS: readonly SettingName[] = [
  'schema',
  'migrations',
  'client',
  'manifest',
  'source',
  'indexManifest',
  'queryLog',
  'waivers',
  'typeCheck',
];
const URLS: readonly SettingName[] = [
  'databaseUrl',
  'shadowDatabaseUrl',
  'baseUrl',
  'redisUrl',
  'storeUrl',
  'restartWebhook',
  'publicUrl',
];
const shape: Record<SettingName, z.ZodType> = Settings.shape;

/** All setting names, in the order of the schema. */
export const SETTING_NAMES = Settings.keyof().options;

/** Checks each value of a layer; good ones come back with absolute paths, each bad one as a sentence. */
export function checkLayer(layer: Layer): { values: Layer['values']; faults: string[] } {
  const values: Layer['values'] = {};
  const faults: string[] = [];
  for (const name of SETTING_NAMES) {
    const raw = layer.values[name];
    if (raw === undefined) continue;
    const value = PATHS.includes(name) ? absolute(layer.base, raw) : raw;
    const complaints = complaintsOf(name, value);
    if (complaints.length === 0) values[name] = value;
    for (const complaint of complaints) faults.push(`${layer.label(name)} ${complaint}.`);
  }
  return { values, faults };
}

function absolute(base: string, raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map((one: unknown) => absolute(base, one));
  return typeof raw === 'string' && raw !== '' ? resolve(base, raw) : raw;
}

function complaintsOf(name: SettingName, value: unknown): string[] {
  if (PATHS.includes(name) && value === '') return ['must be a path (it is empty)'];
  if (name === 'thresholds') return thresholdFaults(value);
  const parsed = shape[name].safeParse(value);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `${complaint(issue)} (it is ${shown(name, value)})`);
  const url = URLS.includes(name) ? value : null;
  if (typeof url === 'string' && !URL.canParse(url)) {
    return ['is not a valid URL: write special characters of its password percent-encoded'];
  }
  return [];
}

function complaint(issue: z.core.$ZodIssue): string {
  const [first, ...others] = issue.path;
  const within = others.length === 0 ? '' : `, ${others.join('.')}`;
  const where =
    first === undefined
      ? ''
      : typeof first === 'number'
        ? `(entry ${first + 1}${within}) `
        : `(${issue.path.join('.')}) `;
  switch (issue.code) {
    case 'invalid_value':
      return `${where}must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${where}must be at least ${issue.minimum}`;
    case 'too_big':
      return `${where}must be at most ${issue.maximum}`;
    case 'invalid_type':
      return `${where}must be ${issue.expected === 'int' ? 'a whole number' : `of type ${issue.expected}`}`;
    case 'unrecognized_keys':
      return `${where}has no ${issue.keys.join(', ')}`;
    default:
      return `${where}${issue.message}`;
  }
}

/** Of a webhook the whole address may be the secret, and a command may carry one at any place. */
function shown(name: SettingName, value: unknown): string {
  const isSecret =
    name === 'notify' ||
    ((name === 'restartWebhook' || name === 'restartCommand') && typeof value === 'string' && value !== '');
  return isSecret ? 'not shown, since it may hold a secret' : show(value);
}

/** A URL that is no URL may still hold a password that `redact` would not see. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (/@/.test(text)) return 'not shown, since it may hold a password';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
