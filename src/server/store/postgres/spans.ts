import type { CheckReport, Report } from '../../../shared/report';
import type { SinceMap } from '../since';
import { inPieces, type Transaction } from './client';
import type { Packed } from './pack';

/** The spans of an environment that have no end yet. */
export type OpenSpans = {
  findings: ReadonlyMap<string, { id: bigint; hash: string; checkId: string; since: string }>;
  checks: ReadonlyMap<string, { id: bigint; verdict: string; reason: string | null }>;
};

/** What a run ends and begins. */
export type SpanChanges = {
  endedFindings: bigint[];
  begunFindings: { key: string; since: string }[];
  endedChecks: bigint[];
  begunChecks: CheckReport[];
};

export async function openSpans(transaction: Transaction, environmentId: number): Promise<OpenSpans> {
  const where = { environmentId, lastNumber: null };
  const findings = await transaction.findingSpan.findMany({
    where,
    select: { id: true, checkId: true, since: true, finding: { select: { key: true, hash: true } } },
  });
  const checks = await transaction.checkSpan.findMany({ where });
  return {
    findings: new Map(
      findings.map(({ id, checkId, since, finding }) => [
        finding.key,
        { id, checkId, hash: finding.hash, since: since.toISOString() },
      ]),
    ),
    checks: new Map(checks.map(({ id, checkId, verdict, reason }) => [checkId, { id, verdict, reason }])),
  };
}

/**
 * What a run changes of the open spans. A finding whose check did not look stays open: nobody saw it go.
 * @param since of all findings after this run
 */
export function changesOf(
  open: OpenSpans,
  since: SinceMap,
  report: Report,
  packed: Pick<Packed, 'findings'>,
): SpanChanges {
  const changes: SpanChanges = { endedFindings: [], begunFindings: [], endedChecks: [], begunChecks: [] };
  for (const [key, span] of open.findings) {
    const seen = packed.findings.get(key);
    const goesOn =
      seen === undefined ? since.has(key) : seen.hash === span.hash && seen.checkId === span.checkId;
    if (!goesOn) changes.endedFindings.push(span.id);
  }
  for (const [key, { hash, checkId }] of packed.findings) {
    const span = open.findings.get(key);
    if (span?.hash === hash && span.checkId === checkId) continue;
    changes.begunFindings.push({ key, since: since.get(key)?.since ?? report.startedAt });
  }
  const checks = new Map(report.checks.map((check) => [check.id, check]));
  for (const [id, span] of open.checks) {
    const check = checks.get(id);
    if (check?.verdict !== span.verdict || check.reason !== span.reason) changes.endedChecks.push(span.id);
  }
  for (const check of checks.values()) {
    const span = open.checks.get(check.id);
    if (span?.verdict !== check.verdict || span.reason !== check.reason) changes.begunChecks.push(check);
  }
  return changes;
}

/** Writes the changes of the run with this number. */
export async function keepChanges(
  transaction: Transaction,
  at: { environmentId: number; number: number },
  packed: Pick<Packed, 'findings'>,
  { endedFindings, begunFindings, endedChecks, begunChecks }: SpanChanges,
): Promise<void> {
  const { environmentId, number } = at;
  const ended = { lastNumber: number - 1 };
  for (const ids of inPieces(endedFindings)) {
    await transaction.findingSpan.updateMany({ where: { id: { in: ids } }, data: ended });
  }
  for (const piece of inPieces(begunFindings)) {
    const ids = await keepFindings(
      transaction,
      packed,
      piece.map(({ key }) => key),
    );
    const data = piece.flatMap(({ key, since }) => {
      const found = packed.findings.get(key);
      const findingId = found && ids.get(found.hash);
      return found === undefined || findingId === undefined
        ? []
        : [{ environmentId, findingId, checkId: found.checkId, since, firstNumber: number }];
    });
    await transaction.findingSpan.createMany({ data });
  }
  if (endedChecks.length > 0) {
    await transaction.checkSpan.updateMany({ where: { id: { in: endedChecks } }, data: ended });
  }
  if (begunChecks.length > 0) {
    await transaction.checkSpan.createMany({
      data: begunChecks.map(({ id, verdict, reason }) => ({
        environmentId,
        checkId: id,
        verdict,
        reason,
        firstNumber: number,
      })),
    });
  }
}

/** @returns ids by hash */
async function keepFindings(
  transaction: Transaction,
  packed: Pick<Packed, 'findings'>,
  keys: readonly string[],
): Promise<Map<string, bigint>> {
  const rows = keys.flatMap((key) => {
    const found = packed.findings.get(key);
    if (found === undefined) return [];
    const { rule, severity, subject, message } = found.finding;
    return [{ hash: found.hash, key, rule, severity, subject: `${subject.kind} ${subject.name}`, message }];
  });
  rows.sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await transaction.finding.createMany({ data: rows, skipDuplicates: true });
  const found = await transaction.finding.findMany({
    where: { hash: { in: rows.map(({ hash }) => hash) } },
    select: { id: true, hash: true },
  });
  return new Map(found.map(({ id, hash }) => [hash, id]));
}
