import { breakText } from '../../server/audit/breaks';
import { type AuditOutcome, auditBreaks } from '../../server/audit/verify';
import { ConfigError, loadConfig } from '../../server/config';
import { embeddedStoreUrl } from '../../server/config/running-services';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import { plural } from '../../server/report/words';
import { storeClient } from '../../server/store/postgres/client';
import { storeSentence } from '../../server/store/postgres/open';
import { Settings } from '../../shared/config';
import { redact } from '../../shared/redact';
import { parseArguments } from '../arguments';
import { EXIT, type Io } from '../io';
import { AUDIT_OPTIONS, settingFlags } from '../verify-options';

const FORMATS = ['text', 'json'] as const;

/**
 * `driftboard audit`: follows the chain of everything that people decided, and holds each decision against it. It only
 * reads.
 * @returns 0 where nothing was changed, 1 where something was, 2 where it could not be read
 */
export async function auditCommand(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(args, AUDIT_OPTIONS, { min: 0, max: 0, what: 'nothing' });
  const format = FORMATS.find((name) => name === (parsed.values.format ?? 'text'));
  const expected = textOf(parsed.values.expect);
  const faults = [
    ...parsed.faults,
    ...(format === undefined ? ['--format takes text or json.'] : []),
    ...(expected === undefined || HASH.test(expected)
      ? []
      : ['--expect takes a hash as driftboard audit prints it: sha256:….']),
  ];
  if (faults.length > 0 || format === undefined) throw new ConfigError(faults);
  const url = await storeUrlOf(textOf(parsed.values['store-url']), settingFlags(parsed), io);
  const outcome = await readChain(url, expected);
  if ('unread' in outcome) {
    if (format === 'json')
      io.out(`${JSON.stringify({ version: 1, verdict: 'unknown', reason: outcome.unread }, null, 2)}\n`);
    io.err(`driftboard: not verified: ${outcome.unread}\n`);
    return EXIT.unknown;
  }
  const faultsFound = faultsOf(outcome, expected);
  io.out(format === 'json' ? inJson(outcome, faultsFound) : inText(outcome, faultsFound, expected));
  return faultsFound.length === 0 ? EXIT.ok : EXIT.finding;
}

const HASH = /^sha256:[0-9a-f]{1,64}$/;

function textOf(value: string | boolean | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The store that is named, that of the settings, or that of the embedded server, where that runs. */
async function storeUrlOf(
  given: string | undefined,
  flags: ReturnType<typeof settingFlags>,
  io: Io,
): Promise<string> {
  // Whoever names the store needs nothing else to be configured.
  const named = given ?? (io.env.DRIFTBOARD_STORE_URL || io.env.STORE_URL || undefined);
  if (named !== undefined) {
    if (Settings.shape.storeUrl.safeParse(named).success) return named;
    const what = given === undefined ? 'STORE_URL' : '--store-url';
    throw new ConfigError([`${what} must begin with postgresql:// or postgres://.`]);
  }
  const projectRoot = findProjectRoot();
  const { settings } = await loadConfig({ flags, env: io.env, cwd: io.cwd, projectRoot });
  const embedded = settings.embedded ? await embeddedStoreUrl(dataDirOf(projectRoot, io.env)) : null;
  const url = settings.storeUrl ?? embedded;
  if (url !== null) return url;
  throw new ConfigError([
    settings.embedded
      ? 'The PostgreSQL that comes along does not run: start the dashboard with driftboard up, or name the store with --store-url.'
      : 'No store is named: --store-url, STORE_URL, or storeUrl in driftboard.config.ts.',
  ]);
}

async function readChain(
  url: string,
  expected: string | undefined,
): Promise<AuditOutcome | { unread: string }> {
  try {
    const client = storeClient(url);
    try {
      return await auditBreaks(client, expected);
    } finally {
      await client.$disconnect();
    }
  } catch (error) {
    return { unread: redact(storeSentence(error, url)) };
  }
}

function faultsOf(outcome: AuditOutcome, expected: string | undefined): string[] {
  return [
    ...outcome.breaks.map(breakText),
    ...(outcome.hasExpected === false
      ? [`No event has the hash ${expected}: the chain was cut off before it, or written anew.`]
      : []),
  ];
}

/** What this cannot know, unless somebody wrote a hash down elsewhere. */
const BLIND =
  'Nobody can tell from the store alone whether events at the end of the chain were cut off together with what they tell: write the last hash down elsewhere, and give it with --expect.';

function inText(outcome: AuditOutcome, faults: readonly string[], expected: string | undefined): string {
  const { events, signOffs, waivers, lastHash } = outcome;
  const read = `${plural(events, 'event')}, ${plural(signOffs, 'decision')} and ${plural(waivers, 'waiver')} were read.`;
  return `${[
    ...faults.map((fault) => `■ ${fault}`),
    faults.length === 0 ? `● Nothing was changed. ${read}` : `${plural(faults.length, 'fault')}. ${read}`,
    `The last hash is ${lastHash}.`,
    ...(expected === undefined ? [BLIND] : []),
  ].join('\n')}\n`;
}

function inJson({ events, signOffs, waivers, lastHash }: AuditOutcome, faults: readonly string[]): string {
  const verdict = faults.length === 0 ? 'pass' : 'fail';
  return `${JSON.stringify({ version: 1, verdict, events, signOffs, waivers, lastHash, faults, blindSpot: BLIND }, null, 2)}\n`;
}
