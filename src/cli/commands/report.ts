import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, loadConfig } from '../../server/config';
import { exitCode } from '../../server/engine/verdicts';
import { dataDirOf, findProjectRoot } from '../../server/project-root';
import type { ReportInput } from '../../server/report/model';
import { REPORT_FORMATS, renderReport } from '../../server/report/render';
import { readRunState } from '../../server/run-state';
import { Settings } from '../../shared/config';
import { RunRecord } from '../../shared/details';
import { ErrorBody } from '../../shared/http';
import { Report } from '../../shared/report';
import { ROWS_A_PAGE, type RowKind, type Rows, RowsPage } from '../../shared/rows';
import { SignOffState } from '../../shared/sign-off';
import { parseArguments } from '../arguments';
import type { Io } from '../io';
import { tellUnknown } from '../tell-unknown';
import { REPORT_OPTIONS, SETTING_OPTIONS, settingFlags } from '../verify-options';
import { withDashboard } from '../with-dashboard';
import { formatOf, reportWriter, unknownFormat, verify } from './verify';

/**
 * `driftboard report [RUN]`: a run as a document. Without RUN a fresh one, with all that `verify` does.
 * @returns the exit code that `verify` gives for that run
 */
export async function reportCommand(args: readonly string[], io: Io): Promise<number> {
  const parsed = parseArguments(
    args,
    { ...SETTING_OPTIONS, ...REPORT_OPTIONS },
    { min: 0, max: 1, what: 'a run' },
  );
  const [run] = parsed.positionals;
  const projectRoot = findProjectRoot();
  const dataDir = dataDirOf(projectRoot, io.env);
  if (run === undefined) {
    const fresh = () => verify(args, io, { formats: REPORT_FORMATS, options: REPORT_OPTIONS });
    // What is wrong with the words is said by verify, before anything is started.
    const starts = parsed.values.up === true && parsed.faults.length === 0;
    return starts ? withDashboard({ projectRoot, dataDir }, io, fresh) : fresh();
  }

  const format = REPORT_FORMATS.find((name) => name === formatOf(parsed.values.format, REPORT_FORMATS));
  const faults = [
    ...parsed.faults,
    ...(format === undefined ? [unknownFormat(parsed.values.format, REPORT_FORMATS)] : []),
  ];
  if (faults.length > 0 || format === undefined) throw new ConfigError(faults);
  const { failOn, signOff } = await loadConfig({
    flags: settingFlags(parsed),
    env: io.env,
    cwd: io.cwd,
    projectRoot,
  })
    .then(({ settings }) => settings)
    // A file can be read without anything being configured.
    .catch(() => Settings.parse({}));
  const write = await reportWriter(parsed.values.out, io);
  const input = /^[1-9]\d*$/.test(run) ? await ofDashboard(Number(run), dataDir) : await ofFile(run, io.cwd);
  const written = { ...input, gates: signOff.gates, madeAt: new Date().toISOString() };
  write.text(renderReport(written, format));
  await write.end();
  tellUnknown(input.report, io);
  return exitCode(input.report, failOn);
}

type Found = Omit<ReportInput, 'madeAt' | 'gates'>;

async function ofFile(name: string, cwd: string): Promise<Found> {
  const text = await readFile(path.resolve(cwd, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([
      `${name} cannot be read (${error.code ?? error.message}): name the number of a kept run, or a file of driftboard verify --format json.`,
    ]);
  });
  const parsed = Report.safeParse(parseJson(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError([
      `${name} is no report of driftboard verify --format json (${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'unreadable'}): write one with it, then name that.`,
    ]);
  }
  const origin = `It is made of the file ${path.basename(name)}, which holds the findings and figures of a run and not its lists.`;
  const decisions = { unknown: 'A file does not say what was decided.' };
  return { report: parsed.data, number: null, details: null, rows: null, decisions, origin };
}

/** From the dashboard that runs on this data folder. */
async function ofDashboard(number: number, dataDir: string): Promise<Found> {
  const state = await readRunState(dataDir);
  if (state === null) {
    throw new ConfigError([
      `No dashboard runs here that could keep run ${number}: start one with driftboard up, or leave the number out for a fresh run.`,
    ]);
  }
  const url = new URL(`/api/health/runs/${number}`, state.baseUrl);
  const record = await ask(url, RunRecord);
  if ('refusal' in record) throw new ConfigError([record.refusal]);
  const { report, details } = record.value;
  return {
    report,
    number,
    details,
    rows: await rowsOf(url, details.counts),
    decisions: await decisionsOf(state.baseUrl, number),
    origin: `It is kept by the dashboard at ${state.baseUrl}.`,
  };
}

/** What was decided on a run, as far as the dashboard can tell. */
async function decisionsOf(baseUrl: string, number: number): Promise<ReportInput['decisions']> {
  const answer = await ask(new URL(`/api/health/sign-offs?run=${number}`, baseUrl), SignOffState);
  if ('refusal' in answer) return { unknown: answer.refusal };
  return { known: answer.value.signOffs.filter(({ run }) => run === number) };
}

/** The lists of a run; null where they are not kept any more. */
async function rowsOf(
  url: URL,
  counts: z.infer<typeof RunRecord>['details']['counts'],
): Promise<ReportInput['rows']> {
  const all = async <K extends 'tables' | 'enums' | 'indexes'>(
    kind: K,
  ): Promise<Rows[K][] | null | 'gone'> => {
    if (counts[kind] === null) return null;
    const rows: Rows[K][] = [];
    for (;;) {
      const page = await ask(pageUrl(url, kind, rows.length), RowsPage[kind]);
      if ('refusal' in page) return 'gone';
      rows.push(...page.value.rows);
      if (page.value.rows.length < ROWS_A_PAGE || rows.length >= page.value.total) return rows;
    }
  };
  const [tables, enums, indexes] = await Promise.all([all('tables'), all('enums'), all('indexes')]);
  return tables === 'gone' || enums === 'gone' || indexes === 'gone' ? null : { tables, enums, indexes };
}

function pageUrl(run: URL, kind: RowKind, from: number): URL {
  const url = new URL(`${run.pathname}/rows`, run);
  url.search = new URLSearchParams({ kind, from: String(from) }).toString();
  return url;
}

async function ask<T>(url: URL, schema: z.ZodType<T>): Promise<{ value: T } | { refusal: string }> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new Error(`The dashboard at ${url.origin} does not answer: is it still running?`, { cause: error });
  });
  const body = parseJson(await response.text());
  if (!response.ok) {
    const refused = ErrorBody.safeParse(body);
    return {
      refusal: refused.success ? refused.data.error.message : `${url.href} answered ${response.status}.`,
    };
  }
  return { value: z.parse(schema, body) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
