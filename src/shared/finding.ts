import { z } from 'zod';
import { RuleId } from './rules';
import { Impact, Severity } from './verdict';
import { FindingWaiver } from './waivers';

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
  'check-constraint',
  'exclusion',
  'view',
  'trigger',
  'policy',
  'extension',
  'sequence',
  'migration',
  'client',
  'model',
  'field',
  'process',
  'endpoint',
  'query',
  'cache',
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

export const SourcePosition = z.object({ file: z.string(), line: z.number().int().positive() });
export type SourcePosition = z.infer<typeof SourcePosition>;

/** The order in which statements of several repairs run: what others stand on comes first. */
export const REPAIR_PHASES = [
  'schema',
  'extension',
  'drop-dependent',
  'enum',
  'sequence',
  'table',
  'column',
  'primary-key',
  'index',
  'unique',
  'foreign-key',
  'check',
  'exclusion',
  'view',
  'trigger',
  'row-security',
  'validate',
  'data',
  'drop',
] as const;
export const RepairPhase = z.enum(REPAIR_PHASES);
export type RepairPhase = z.infer<typeof RepairPhase>;

/** PostgreSQL's table locks, weakest first (its documentation, "Explicit Locking"). */
export const TABLE_LOCKS = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export const TableLock = z.enum(TABLE_LOCKS);
export type TableLock = z.infer<typeof TableLock>;

/** One statement of a repair, with what it does to a database in use. */
export const RepairStatement = z.object({
  /** One SQL statement with its semicolon, schema-qualified. */
  sql: z.string(),
  phase: RepairPhase,
  /** The strongest lock that it takes on a table, and which one; null where it takes none on a table that exists already. */
  lock: TableLock.nullable(),
  lockedTable: z.string().nullable(),
  /** It writes the whole table anew while it holds the lock. */
  rewrites: z.boolean(),
  /** It reads the whole table while it holds the lock. */
  scans: z.boolean(),
  /** `certain`: it removes or changes stored values; `possible`: it may, or it fails on values that do not fit. */
  dataLoss: z.enum(['none', 'possible', 'certain']),
  /** `outside`: not within a transaction block (CONCURRENTLY, a new enum value before its use). */
  transaction: z.enum(['inside', 'outside']),
  /** What to know before running it, as a sentence. */
  note: z.string().nullable(),
});
export type RepairStatement = z.infer<typeof RepairStatement>;

export const Remedy = z.object({
  kind: z.enum(['sql', 'command', 'edit', 'note']),
  /** Paste-ready. */
  text: z.string(),
  /** The parts of a `sql` remedy, in their order. */
  statements: z.array(RepairStatement).optional(),
});
export type Remedy = z.infer<typeof Remedy>;

const EditPart = z.object({
  /** Where it goes; without a line at the end of the file. */
  file: z.string(),
  line: z.number().int().positive().nullable(),
  /** `replace` the line, `insert` after it, `remove` it, or `append` at the end of the file. */
  action: z.enum(['replace', 'insert', 'remove', 'append']),
  /** Empty for `remove`. */
  text: z.string(),
});
export type EditPart = z.infer<typeof EditPart>;

/** The other direction: the edit of `schema.prisma` that accepts what the database has. */
export const AcceptEdit = EditPart.extend({
  /** What belongs to it in other places: the other end of a relation. Lines count as the files stand before any edit. */
  and: z.array(EditPart).optional(),
});
export type AcceptEdit = z.infer<typeof AcceptEdit>;

/** What each of the three sides says of the subject, as text; null where that side does not have it, absent where it was not read. */
export const Sides = z.object({
  schema: z.string().nullable().optional(),
  migrations: z.string().nullable().optional(),
  database: z.string().nullable().optional(),
  /** Which side stands alone, and what that means, in one sentence. */
  verdict: z.string(),
});
export type Sides = z.infer<typeof Sides>;

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
  /** Another repair that somebody may choose and that no plan takes by itself: it removes what may be wanted. */
  alternative: Remedy.optional(),
  /** The edit of `schema.prisma` that accepts what the database has, where there is one. */
  accept: AcceptEdit.optional(),
  /** The edit of `schema.prisma` that belongs to the repair: what that makes in the database is to be declared as well. */
  along: AcceptEdit.optional(),
  /** Filled by the three-sides pass where the migrations were replayed. */
  sides: Sides.optional(),
  /** Keys of the findings that bring this one about; filled by the causes pass, empty as a check returns it. */
  causedBy: z.array(z.string()),
  /** Endpoints (`GET /api/…`) that this finding makes fail or slow: those that a check knows by declaration, and those that the causes pass finds. */
  affects: z.array(z.string()),
  /** First run in which this key was seen without a break, where a history exists (ISO 8601). */
  since: z.string().optional(),
  /** Who has accepted it, until when and why; filled as the run is concluded, absent where nobody has. */
  waiver: FindingWaiver.optional(),
});
export type Finding = z.infer<typeof Finding>;
