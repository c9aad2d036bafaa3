import type { ClientDetails } from '@/shared/details';
import type { Report } from '@/shared/report';
import type { RuleId } from '@/shared/rules';
import type { Verdict } from '@/shared/verdict';
import type { Found } from './findings';

/** The line between two neighbouring columns of the client's page. */
export type Joint = { verdict: Verdict; sentence: string; found: Found[] };

const SCHEMA_AND_DISK: RuleId[] = [
  'client.missing',
  'client.incomplete',
  'client.schema-changed',
  'client.version',
  'client.types',
];
const DISK_AND_DATABASE: RuleId[] = [
  'client.model-missing',
  'client.field-missing',
  'client.enum-missing',
  'client.enum-value-missing',
  'client.delegate-failing',
];
const PROCESS: RuleId[] = ['client.process-stale'];

/**
 * The three lines between schema.prisma, the generated client, the database and the running process. A line is broken
 * where a finding says so, and whole only where both of its sides were read and no check of the client is unknown.
 */
export function jointsOf(report: Report, client: ClientDetails): [Joint, Joint, Joint] {
  const found = report.checks.flatMap((check) => check.findings.map((finding) => ({ finding, check })));
  const open = report.checks.some((check) => check.group === 'client' && check.verdict === 'unknown');
  const of = (rules: readonly RuleId[], measured: boolean, differ: boolean, fine: string): Joint => {
    const some = found.filter(({ finding }) => rules.includes(finding.rule));
    const [first] = some;
    if (first !== undefined) {
      const fails = some.some(({ finding }) => finding.severity === 'error');
      return { verdict: fails ? 'fail' : 'warn', sentence: first.finding.message, found: some };
    }
    if (!measured) return { verdict: 'unknown', sentence: 'One of the two sides was not read.', found: [] };
    if (differ)
      return {
        verdict: 'unknown',
        sentence: 'Their fingerprints differ, and no check says in what.',
        found: [],
      };
    if (open) return { verdict: 'unknown', sentence: 'A check of the client could not be made.', found: [] };
    return { verdict: 'pass', sentence: fine, found: [] };
  };
  const { schema, disk, database, processes } = client;
  const loaded = processes ?? [];
  return [
    of(
      SCHEMA_AND_DISK,
      schema !== null && disk !== null,
      disk?.some((one) => one.schemaFingerprint !== schema?.fingerprint) ?? false,
      'Generated from this schema.prisma.',
    ),
    of(
      DISK_AND_DATABASE,
      disk !== null && database !== null,
      false,
      'Each model and enum of the client is in the database.',
    ),
    of(
      PROCESS,
      disk !== null && loaded.length > 0,
      disk !== null && loaded.some((process) => !disk.some((one) => one.fingerprint === process.fingerprint)),
      'The process has loaded the client that is on disk.',
    ),
  ];
}
