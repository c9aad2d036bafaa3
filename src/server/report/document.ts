import type { EvidenceEntry, ReportDocument, ReportInput } from './model';
import { claimsSection, criteriaSection } from './sections/claims';
import { issuesSection } from './sections/issues';
import { enumsSection, indexesSection, tablesSection } from './sections/objects';
import { cacheSection, endpointsSection, migrationsSection, modelsSection } from './sections/parts';
import { signOffSection } from './sections/sign-off';
import { checksSection, problemSection, summarySection } from './sections/summary';
import { waiversSection } from './sections/waivers';

/**
 * A run as a document for a release: what the incident's hand-written report had, each figure with its evidence.
 * Plain text throughout; the writers (`markdown.ts`, `html.ts`) escape it.
 */
export function reportDocument(input: ReportInput): ReportDocument {
  const { report, number } = input;
  const run = number === null ? '' : `, run #${number}`;
  return {
    title: `Schema health of ${report.environment}${run}`,
    verdict: report.verdict,
    headline: report.headline,
    sections: [
      summarySection(input),
      problemSection(input),
      criteriaSection(input),
      claimsSection(input),
      checksSection(input),
      endpointsSection(input),
      modelsSection(input),
      tablesSection(input),
      enumsSection(input),
      indexesSection(input),
      migrationsSection(input),
      cacheSection(input),
      issuesSection(input),
      waiversSection(input),
      signOffSection(input),
    ],
    evidence: evidenceOf(input),
  };
}

/** Every observation of the run by a number of its own, in the order of their names. */
function evidenceOf({ report }: ReportInput): EvidenceEntry[] {
  const needs = new Set([
    ...Object.keys(report.evidence).filter((need) => report.evidence[need]?.length !== 0),
  ]);
  return [...needs].sort().map((need, index) => {
    const pieces = report.evidence[need] ?? [];
    const at = pieces.map((piece) => piece.at).sort();
    return { label: `E${index + 1}`, need, at: at.at(-1) ?? null, pieces };
  });
}
