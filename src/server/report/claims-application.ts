import type { RunDetails } from '../../shared/details';
import { weightOf } from '../../shared/finding-weight';
import { latencyOfRun } from '../../shared/latency';
import type { ReportInput } from './model';
import { byCheck, comparedText, NO_DETAILS, type Standing } from './standing';
import { checkOf, durationText, momentText, notMeasured, percentText, plural, someOf } from './words';

/* What the incident's report claimed of client, routes, cache and types, and what a run measured of it. */

export function client({ report, details }: ReportInput): Standing {
  const disk = details?.client.disk ?? [];
  const text = disk.map(({ name, version, generatedAt, schemaFingerprint, installed }) => {
    const same = schemaFingerprint === details?.client.schema?.fingerprint;
    const beside = installed?.client == null ? '' : `, @prisma/client ${installed.client} is installed`;
    return `${name}: generated ${momentText(generatedAt)} by Prisma ${version}${beside}; the schema inside it is ${same ? 'schema.prisma' : 'another one'}.`;
  });
  const found = text.length > 0 ? text.join(' ') : comparedText(report, 'client-freshness');
  return byCheck(report, 'client-freshness', found);
}

export function processes({ report, details }: ReportInput): Standing {
  const processes = details?.client.processes ?? null;
  const found = checkOf(report, 'processes')?.findings ?? [];
  const said = found.length === 0 ? 'none has another client loaded' : `${found[0]?.message}`;
  const text =
    processes === null
      ? comparedText(report, 'processes')
      : `${plural(processes.length, 'process', 'processes')} answered in ${plural(details?.client.asked?.requests ?? 0, 'request')}; ${said}.`;
  return byCheck(report, 'processes', text);
}

export function schemaErrors({ report }: ReportInput): Standing {
  const wrong = (checkOf(report, 'endpoints')?.findings ?? []).filter(
    ({ rule }) => rule === 'endpoint.schema-error',
  );
  const asked = checkOf(report, 'endpoints')?.compared ?? 0;
  const standing = byCheck(
    report,
    'endpoints',
    `${plural(wrong.length, 'schema error')} in ${plural(asked, 'route')} that were asked.`,
  );
  if (standing.verdict === 'unknown' || standing.verdict === 'skipped') return standing;
  // Another failure of a route is not one of the schema: it stands in the next line.
  const fails = wrong.some((finding) => weightOf(finding) === 'error');
  return { ...standing, verdict: fails ? 'fail' : wrong.length > 0 ? 'warn' : 'pass' };
}

export function routes({ report, details }: ReportInput): Standing {
  const { endpoints } = report.summary;
  if (endpoints === null) return byCheck(report, 'endpoints', null);
  const { declared, passing, failing } = endpoints;
  const times = latencyOfRun(details?.endpoints ?? []);
  const speed =
    times.p50Ms === null || times.p95Ms === null
      ? ''
      : `; p50 ${durationText(times.p50Ms)}, p95 ${durationText(times.p95Ms)} over ${plural(times.samples, 'warm answer')}`;
  const wrong = failing.length === 0 ? '' : `; not: ${someOf(failing)}`;
  return byCheck(
    report,
    'endpoints',
    `${passing} of ${declared} answered as declared (status, form of the body, assertions), ${percentText(passing, declared)} at this moment${wrong}${speed}.`,
  );
}

export function code({ report }: ReportInput): Standing {
  const check = checkOf(report, 'routes');
  const findings = check?.findings ?? [];
  const count = (rule: string) => findings.filter((finding) => finding.rule === rule).length;
  return byCheck(
    report,
    'routes',
    `${plural(check?.compared ?? 0, 'route')} of the manifest and the code compared: ${count('endpoint.unserved')} without code, ${count('endpoint.undeclared')} that nobody tests.`,
  );
}

export function models({ report, details, rows }: ReportInput): Standing {
  const { models: figures } = report.summary;
  if (figures === null) return byCheck(report, 'delegates', null);
  const stories = new Map((rows?.tables ?? []).map(({ model, story }) => [model, story]));
  const ofEpic = (details?.client.delegates ?? []).filter(({ model }) =>
    stories.get(model)?.startsWith('5.'),
  );
  const epic =
    ofEpic.length === 0 ? '' : ` Of Epic 5: ${ofEpic.filter(({ ok }) => ok).length} of ${ofEpic.length}.`;
  const failing = figures.failing.length === 0 ? '' : ` Not: ${someOf(figures.failing)}.`;
  return byCheck(
    report,
    'delegates',
    `${figures.usable} of ${figures.expected} models: a row read and counted through each.${epic}${failing}`,
  );
}

export function cache({ details }: ReportInput): Standing {
  const reads: RunDetails['cache']['reads'] = details?.cache.reads ?? { value: null, reason: NO_DETAILS };
  const needs = ['cache.reads'];
  if (reads.value === null) {
    return {
      verdict: 'skipped',
      measured: notMeasured(reads.reason ?? 'no check of this run asked for it'),
      needs,
    };
  }
  const told = reads.value.reads.flatMap(({ endpoint, missMs, hitMs }) => {
    const [miss, hit] = [median(missMs), median(hitMs)];
    return miss === null || hit === null || miss === 0 ? [] : [{ endpoint, miss, hit }];
  });
  if (told.length === 0) {
    const why = reads.value.reads.find(({ unmeasured }) => unmeasured !== null)?.unmeasured;
    const reason = why ?? `none of ${plural(reads.value.asked, 'route')} said that it answers from a cache`;
    return { verdict: 'unknown', measured: notMeasured(reason), needs };
  }
  const text = told.map(
    ({ endpoint, miss, hit }) =>
      `${endpoint} ${percentText(miss - hit, miss)} (cold ${durationText(miss)}, warm ${durationText(hit)})`,
  );
  const faster = told.every(({ miss, hit }) => hit < miss);
  return { verdict: faster ? 'pass' : 'warn', measured: `Faster, by medians: ${text.join('; ')}.`, needs };
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

export function types({ report }: ReportInput): Standing {
  const check = checkOf(report, 'client-types');
  const errors = (check?.findings ?? []).filter(({ severity }) => severity === 'error').length;
  const others = (check?.findings.length ?? 0) - errors;
  return byCheck(
    report,
    'client-types',
    `${plural(errors, 'kind')} of error from the client, ${others} others, in ${plural(check?.compared ?? 0, 'file')}.`,
  );
}
