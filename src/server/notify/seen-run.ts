import type { RunRecord } from '../../shared/details';
import { weightOf } from '../../shared/finding-weight';
import type { NotifiedCause } from '../../shared/notification';
import type { Cause } from '../../shared/report';
import type { SeenRun } from './state';

/**
 * What notifications go by, out of a whole run. A cause with eleven symptoms is one thing to tell; what a person has
 * accepted is none.
 */
export function seenRun({ number, report, details }: RunRecord): SeenRun {
  const { runId, startedAt, verdict, headline } = report;
  const all = failingCauses(report);
  const causes = verdict === 'fail' ? all.open : [];
  const explained = new Set([...all.open, ...all.accepted].flatMap(({ routes }) => routes));
  const failing = (details.endpoints ?? []).filter((endpoint) => endpoint.verdict === 'fail');
  return {
    number,
    runId,
    startedAt,
    verdict,
    headline,
    causes,
    accepted: all.accepted.map(({ key }) => key),
    routes: failing.map(({ id }) => id).filter((id) => !explained.has(id)),
    reasons: [
      ...new Set(
        report.checks.flatMap(({ verdict: of, reason }) => (of === 'unknown' && reason ? [reason] : [])),
      ),
    ],
  };
}

/** The root causes of errors, and the errors that stand alone: those that are open, and those whose errors are all waived. */
function failingCauses({ causes, checks }: RunRecord['report']): {
  open: NotifiedCause[];
  accepted: NotifiedCause[];
} {
  const errors = checks.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  const errorKeys = new Set(errors.map(({ key }) => key));
  const openKeys = new Set(errors.filter((one) => weightOf(one) === 'error').map(({ key }) => key));
  const ofErrors = causes.filter((cause) => keysOf(cause).some((key) => errorKeys.has(key)));
  const told = new Set(ofErrors.flatMap(keysOf));
  const isOpen = new Map<string, boolean>();
  for (const cause of ofErrors)
    isOpen.set(
      cause.key,
      keysOf(cause).some((key) => openKeys.has(key)),
    );
  for (const { key } of errors) if (!told.has(key)) isOpen.set(key, openKeys.has(key));
  const all = [
    ...ofErrors.map(({ key, title, symptomKeys, endpoints }) => ({
      key,
      title,
      symptoms: symptomKeys.length,
      routes: endpoints,
    })),
    ...errors
      .filter(({ key }) => !told.has(key))
      .map(({ key, message, affects }) => ({ key, title: message, symptoms: 0, routes: affects })),
  ];
  return {
    open: all.filter(({ key }) => isOpen.get(key) === true),
    accepted: all.filter(({ key }) => isOpen.get(key) !== true),
  };
}

function keysOf({ rootKeys, symptomKeys }: Cause): string[] {
  return [...rootKeys, ...symptomKeys];
}
