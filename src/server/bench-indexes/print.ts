import { type MeasuredIndex, type MeasuredQuery, PAYS_FROM_RATIO, PAYS_FROM_SAVED } from './measure';
import { quantile } from './timing';

const MB = 1024 * 1024;
const percent = (share: number) => `${Math.round(share * 100)} %`;
const ms = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** The measured indexes as Markdown: what they come to, each query, and what each index costs. */
export function printIndexes(
  indexes: readonly MeasuredIndex[],
  about: { head: string; rows: number },
): string {
  const queries = indexes.flatMap((index) => index.queries);
  return [
    `${about.head} ${about.rows.toLocaleString('en')} rows.`,
    '',
    summary(indexes, queries),
    '',
    table(
      ['query', 'route', 'index', 'median ms without → with', 'p95 ms', 'ratio', 'pages read', 'verdict'],
      '---|---|---|--:|--:|--:|--:|---',
      indexes.flatMap((index) => index.queries.map((query) => queryCells(index, query))),
    ),
    '',
    table(
      ['what it costs', 'rows', 'size MB', 'µs an inserted row without → with', 'more', 'verdict'],
      '---|--:|--:|--:|--:|---',
      indexes.map(({ name, cost, pays }) => {
        const { without, with: loaded } = cost.insertMicros;
        return [
          `\`${name}\``,
          cost.rows.toLocaleString('en'),
          (cost.sizeBytes / MB).toFixed(1),
          `${without.toFixed(1)} → ${loaded.toFixed(1)}`,
          percent(loaded / without - 1),
          pays ? 'pays' : 'does not pay',
        ];
      }),
    ),
  ].join('\n');
}

function summary(indexes: readonly MeasuredIndex[], queries: readonly MeasuredQuery[]): string {
  const paying = indexes.filter(({ pays }) => pays).length;
  const byTime = indexes.filter((index) =>
    index.queries.some(({ taken, ratio }) => taken && ratio >= PAYS_FROM_RATIO),
  ).length;
  const saved = queries.map(({ ratio }) => 1 - 1 / ratio);
  const range = (values: number[]) =>
    `from ${percent(quantile(values, 0))} to ${percent(quantile(values, 1))}, in the middle ${percent(quantile(values, 0.5))}`;
  return [
    `**${paying} of ${indexes.length} indexes pay.** An index pays where it makes a query at least ${PAYS_FROM_RATIO} times as fast at the median,`,
    `or saves at least ${percent(PAYS_FROM_SAVED)} of the pages that it reads; and only where the plan uses it. By time alone ${byTime} would.`,
    `Over the ${queries.length} queries that they are declared for, the time saved at the median goes ${range(saved)};`,
    `the pages saved ${range(queries.map((query) => query.saved))}.`,
  ].join('\n');
}

function queryCells({ name }: MeasuredIndex, query: MeasuredQuery): string[] {
  const { without, with: served } = query;
  const verdict = query.pays ? 'pays' : query.taken ? 'does not pay' : 'not used';
  return [
    query.query,
    query.endpoints.map((endpoint) => endpoint.replace('GET /api/', '')).join(', '),
    `\`${name}\``,
    `${ms(without.medianMs)} → ${ms(served.medianMs)}`,
    `${ms(without.p95Ms)} → ${ms(served.p95Ms)}`,
    query.ratio.toFixed(2),
    `${without.buffers} → ${served.buffers}`,
    verdict,
  ];
}

function table(head: string[], alignment: string, rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${alignment}|`, ...rows.map(line)].join('\n');
}
