import { z } from 'zod';
import { RuleId } from './rules';
import { Impact, Severity } from './verdict';

export const SubjectKind = z.enum([
  'database',
  'table',
  'column',
  'enum',
  'enum-value',
  'primary-key',
  'unique',
  'foreign-key',
  'index',
  'migration',
  'client',
  'model',
  'field',
  'process',
  'endpoint',
]);
export type SubjectKind = z.infer<typeof SubjectKind>;

/** What a finding is about: enough to filter by table, model or story, and to draw its causes. */
export const Subject = z.object({
  kind: SubjectKind,
  schema: z.string().optional(),
  table: z.string().optional(),
  /** The name of the thing itself: the column, the index, the enum, the migration, the endpoint `GET /api/…`. */
  name: z.string(),
  model: z.string().optional(),
  field: z.string().optional(),
  story: z.string().optional(),
});
export type Subject = z.infer<typeof Subject>;

export const Remedy = z.object({ kind: z.enum(['sql', 'command', 'edit', 'note']), text: z.string() });
export type Remedy = z.infer<typeof Remedy>;

export const SourcePosition = z.object({ file: z.string(), line: z.number().int().positive() });
export type SourcePosition = z.infer<typeof SourcePosition>;

/** One difference between what is expected and what is observed, with its cause and its repair. */
export const Finding = z.object({
  /** `rule:subject`, stable between runs; waivers and comparisons of runs use it. */
  key: z.string(),
  rule: RuleId,
  severity: Severity,
  impact: Impact,
  subject: Subject,
  /** One sentence that names both sides. */
  message: z.string(),
  /** As text; the two never print the same. */
  expected: z.string(),
  observed: z.string(),
  source: SourcePosition.optional(),
  remedy: Remedy,
  /** Keys of the findings that bring this one about; filled by the causes pass, empty as a check returns it. */
  causedBy: z.array(z.string()),
  /** Endpoints (`GET /api/…`) that this finding makes fail or slow; filled by the causes pass. */
  affects: z.array(z.string()),
  /** First run in which this key was seen without a break, where a history exists (ISO 8601). */
  since: z.string().optional(),
});
export type Finding = z.infer<typeof Finding>;
