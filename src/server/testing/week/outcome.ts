import type { EndpointRow } from '../../../shared/details';
import type { Finding } from '../../../shared/finding';
import type { CheckReport } from '../../../shared/report';
import type { CheckGroup } from '../../../shared/verdict';
import type { RunOutcome } from '../../engine/run';
import { trialRoute, trialRun } from '../../store/contract';
import type { ScriptedCheck, ScriptedFinding, ScriptedRun } from './script';

const GROUPS: Readonly<Record<string, CheckGroup>> = {
  tables: 'schema',
  enums: 'schema',
  client: 'client',
  endpoints: 'endpoints',
  indexes: 'indexes',
};

/** What the engine would have given for a run of the script. */
export function outcomeOf(run: ScriptedRun): RunOutcome {
  const { environment, number, startedAt, verdict } = run;
  const trial = trialRun(startedAt, verdict, []);
  const place = number % 97;
  return {
    ...trial,
    report: {
      ...trial.report,
      runId: `${environment}-${number}`,
      environment,
      durationMs: 900 + place * 7.3,
      checks: run.checks.map((check) => checkOf(check, place)),
      causes: run.causes
        .filter(({ symptoms }) => symptoms.length > 0)
        .map(({ key, title, symptoms }) => ({
          key,
          rootKeys: [key],
          title,
          sentence: `${title}.`,
          symptomKeys: symptoms,
          endpoints: [],
          models: [],
          usedBy: [],
          links: [],
        })),
    },
    details: { ...trial.details, endpoints: run.routes.map((route) => rowOf(route, startedAt, place)) },
  };
}

function checkOf({ id, verdict, reason, findings }: ScriptedCheck, place: number): CheckReport {
  return {
    id,
    group: GROUPS[id] ?? 'environment',
    title: id,
    verdict,
    compared: verdict === 'unknown' || verdict === 'skipped' ? 0 : 3,
    durationMs: 3 + place / 7,
    reason,
    findings: findings.map(findingOf),
    needs: [],
  };
}

function findingOf({ key, text, severity }: ScriptedFinding): Finding {
  const route = key.startsWith('endpoint:') ? key.slice('endpoint:'.length) : null;
  return {
    key,
    rule: route === null ? 'table.missing' : 'endpoint.server-error',
    severity,
    impact: 'read',
    subject: route === null ? { kind: 'table', name: key } : { kind: 'endpoint', name: route },
    message: text,
    expected: key,
    observed: 'another',
    remedy: { kind: 'note', text: 'Mend it.' },
    causedBy: [],
    affects: [],
  };
}

function rowOf(
  { id, verdict, status }: ScriptedRun['routes'][number],
  startedAt: string,
  place: number,
): EndpointRow {
  const path = id.slice(id.indexOf(' ') + 1);
  return trialRoute(
    id,
    verdict,
    status === null
      ? []
      : [
          {
            url: `http://127.0.0.1${path}`,
            startedAt,
            status,
            transportError: null,
            durationMs: 12 + place / 3,
            firstByteMs: 10 + place / 3,
            failedIn: null,
            headers: {},
            contentType: 'application/json',
            bodyText: '{}',
            bodyBytes: 2,
          },
        ],
  );
}
