import type { RunDetails } from '../../shared/details';
import type { Report } from '../../shared/report';
import type { RowKind, Rows } from '../../shared/rows';
import type { SignOffSettings, StandingSignOff } from '../../shared/sign-off';
import type { Verdict } from '../../shared/verdict';

/** What a report is written from. */
export type ReportInput = {
  report: Report;
  /** Null of a run that no store keeps. */
  number: number | null;
  /** Null where only the report is known, as of a file. */
  details: RunDetails | null;
  /** What was seen of the objects; null where it is not kept of this run. A kind is null where it was not measured. */
  rows: { [K in Extract<RowKind, 'tables' | 'enums' | 'indexes'>]: readonly Rows[K][] | null } | null;
  /** Which gates hold a release back here. */
  gates: SignOffSettings['gates'];
  /** What was decided on this run, newest first; or why nobody knows. */
  decisions: { known: readonly StandingSignOff[] } | { unknown: string };
  /** ISO 8601: when the report is written, which is later than the run. */
  madeAt: string;
  /** Where the run is from, as a sentence: `It was made for this report.` */
  origin: string;
};

/** A piece of text. `evidence` names observations: where each writer puts their numbers and the moment. */
export type Piece =
  | string
  | { code: string }
  /** A state: shape, word and colour together. The word is the verdict's own where none is given. */
  | { verdict: Verdict; word?: string }
  | { evidence: readonly string[] };
export type Cell = Piece | readonly Piece[];

export type Column = { head: string; align?: 'right' };
export type Block =
  | { kind: 'paragraph'; text: Cell }
  | { kind: 'facts'; facts: readonly (readonly [label: string, text: Cell])[] }
  | { kind: 'table'; caption: string; columns: readonly Column[]; rows: readonly (readonly Cell[])[] }
  | { kind: 'list'; items: readonly Cell[] }
  | { kind: 'code'; text: string }
  /** Lines to be filled in by hand, on paper or in the ticket. */
  | { kind: 'blanks'; labels: readonly string[] };

export type Section = { id: string; title: string; note?: string; blocks: readonly Block[] };

/** One observation with everything that was asked for it. */
export type EvidenceEntry = {
  /** `E3`. */
  label: string;
  need: string;
  /** When the last of it was asked; null where nothing was kept. */
  at: string | null;
  pieces: Report['evidence'][string];
};

/** A report as its writers get it: plain text everywhere, nothing escaped yet. */
export type ReportDocument = {
  title: string;
  verdict: Verdict;
  headline: string;
  sections: readonly Section[];
  evidence: readonly EvidenceEntry[];
};
