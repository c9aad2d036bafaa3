'use client';
import type { ReactNode } from 'react';
import type { RunRecord } from '@/shared/details';
import type { CheckReport } from '@/shared/report';
import type { RowKind, Rows } from '@/shared/rows';
import { reasonsFor } from '../model/findings';
import { Unmeasured } from '../parts/small';
import { useRows } from '../queries/rows';
import { Waiting } from './waiting';

/** The rows of one kind, fetched; what was not measured says so and is never an empty list. */
export function Fetched<K extends RowKind>({
  record,
  kind,
  what,
  groups,
  reasons,
  children,
}: {
  record: RunRecord;
  kind: K;
  what: string;
  /** The checks whose reasons say why there is nothing. */
  groups: readonly CheckReport['group'][];
  /** Or why there is nothing, where that is known more exactly. */
  reasons?: readonly string[] | undefined;
  children: (rows: readonly Rows[K][], run: number) => ReactNode;
}) {
  const { report, details, number } = record;
  const measured = details.counts[kind] !== null;
  const { rows, older, error } = useRows(number, kind, measured);
  if (!measured) return <Unmeasured what={`${what} were`} reasons={reasons ?? reasonsFor(report, groups)} />;
  if (error !== null && (rows === null || older)) {
    return (
      <p role="alert" className="py-6">
        {what} were measured, and cannot be fetched: {error.message}
      </p>
    );
  }
  if (rows === null) return <Waiting />;
  return <div aria-busy={older || undefined}>{children(rows, number)}</div>;
}
