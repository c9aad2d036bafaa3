import { delegateVerdict } from '../../../shared/client';
import type { EndpointRow, MigrationRow } from '../../../shared/details';
import { budgetFor, latencyOf } from '../../../shared/latency';
import type { Verdict } from '../../../shared/verdict';
import type { Block, ReportInput, Section } from '../model';
import { NO_DETAILS } from '../standing';
import { bytesText, countText, durationText, momentText, notMeasured, plural, whyNot } from '../words';

/** What stands in place of a table that nobody measured: hatched, with its reason. */
export function unmeasured(reason: string): Block {
  return {
    kind: 'paragraph',
    text: [{ verdict: 'unknown', word: 'not measured' }, ` ${notMeasured(reason)}`],
  };
}

/** The routes by story, with the time of the answer that decided. */
export function endpointsSection({ report, details }: ReportInput): Section {
  const rows = details?.endpoints ?? null;
  const reason = details === null ? NO_DETAILS : whyNot(report, 'endpoints');
  const byStory = [...(rows ?? [])].sort((a, b) => byText(a.story ?? '~', b.story ?? '~'));
  return {
    id: 'endpoints',
    title: 'Endpoints by story',
    blocks:
      rows === null
        ? [unmeasured(reason)]
        : [
            {
              kind: 'table',
              caption: 'Routes by story',
              columns: [
                { head: 'Story' },
                { head: 'Route' },
                { head: 'State' },
                { head: 'Since' },
                { head: 'Status', align: 'right' },
                { head: 'Time', align: 'right' },
                { head: 'Budget', align: 'right' },
                { head: 'Asked' },
                { head: 'Why' },
              ],
              rows: byStory.map(endpointCells),
            },
          ],
  };
}

function endpointCells(row: EndpointRow) {
  const last = row.tries.at(-1);
  const timeMs = latencyOf(row);
  return [
    row.story ?? '–',
    { code: row.id },
    { verdict: row.verdict },
    standingText(row),
    last === undefined ? '–' : String(last.status ?? last.transportError?.code ?? '–'),
    timeMs === null ? '–' : durationText(timeMs),
    durationText(budgetFor(row, row.cold)),
    last === undefined ? 'not asked' : momentText(last.startedAt),
    row.reason ?? (row.cold ? 'the first answer after a start' : ''),
  ];
}

const WHEN_ASKED = { pass: 'passed', warn: 'was amber', fail: 'failed' } as const;

/** Since when it is so; of one that was not asked how it stood before. */
function standingText({ verdict, standing }: EndpointRow): string {
  if (standing === undefined) return 'not known';
  const { since, lastGreenNumber } = standing;
  const from = momentText(since);
  if (verdict === 'pass') return from;
  const green = lastGreenNumber === null ? 'no green run is known' : `last green in run #${lastGreenNumber}`;
  if (standing.verdict === verdict) return `${from}; ${green}`;
  return `not asked now; ${WHEN_ASKED[standing.verdict]} when asked last, since ${from}; ${green}`;
}

/** A row and a count through every model of the client. */
export function modelsSection({ report, details }: ReportInput): Section {
  const results = details?.client.delegates ?? null;
  const reason = details === null ? NO_DETAILS : whyNot(report, 'delegates');
  return {
    id: 'models',
    title: 'Models',
    blocks:
      results === null
        ? [unmeasured(reason)]
        : [
            {
              kind: 'table',
              caption: 'Models, each through its delegate',
              columns: [
                { head: 'Model' },
                { head: 'State' },
                { head: 'Rows', align: 'right' },
                { head: 'Time', align: 'right' },
                { head: 'Why' },
              ],
              rows: results.map((result) => [
                { code: result.model },
                { verdict: delegateVerdict(result) },
                result.count !== null
                  ? countText(result.count)
                  : result.estimate === null
                    ? '–'
                    : `about ${countText(result.estimate)}`,
                durationText(result.durationMs),
                result.message ?? '',
              ]),
            },
          ],
  };
}

const MIGRATION: Record<MigrationRow['state'], { verdict: Verdict; word: string }> = {
  applied: { verdict: 'pass', word: 'applied' },
  pending: { verdict: 'fail', word: 'pending' },
  failed: { verdict: 'fail', word: 'failed' },
  'rolled-back': { verdict: 'warn', word: 'rolled back' },
  edited: { verdict: 'fail', word: 'edited after it was applied' },
  unknown: { verdict: 'fail', word: 'applied, and not in the folder' },
};

/** The history, and beside it what Prisma itself says of it. */
export function migrationsSection({ report, details }: ReportInput): Section {
  const rows = details?.migrations ?? null;
  const reason = details === null ? NO_DETAILS : whyNot(report, 'migrations');
  const engine = details?.engineDiagnosis;
  return {
    id: 'migrations',
    title: 'Migrations',
    blocks: [
      ...(rows === null
        ? [unmeasured(reason)]
        : [
            {
              kind: 'table' as const,
              caption: 'Migrations, folder against history',
              columns: [{ head: 'Migration' }, { head: 'State' }, { head: 'Applied' }],
              rows: rows.map((row) => [
                { code: row.name },
                MIGRATION[row.state],
                row.appliedAt === null ? 'not applied' : momentText(row.appliedAt),
              ]),
            },
          ]),
      ...(engine == null
        ? []
        : [
            {
              kind: 'paragraph' as const,
              text: `prisma migrate status compares names only, and says: ${engine.sentence}`,
            },
          ]),
    ],
  };
}

/** What the cache's own server says, and the reads that were asked cold and warm. */
export function cacheSection({ details }: ReportInput): Section {
  const cache = details?.cache;
  const server = cache?.server.value ?? null;
  const lookups = server === null ? 0 : server.hits + server.misses;
  return {
    id: 'cache',
    title: 'Cache',
    blocks: [
      server === null
        ? unmeasured(cache?.server.reason ?? NO_DETAILS)
        : {
            kind: 'facts',
            facts: [
              ['Server', `Redis ${server.version} at ${server.url}, ping ${durationText(server.pingMs)}`],
              [
                'Hits',
                lookups === 0
                  ? 'nothing was looked up yet'
                  : `${countText(server.hits)} of ${plural(lookups, 'lookup')} since its start`,
              ],
              [
                'Memory',
                `${bytesText(server.usedMemoryBytes)}, ${plural(server.evictedKeys, 'key')} evicted`,
              ],
            ],
          },
    ],
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
