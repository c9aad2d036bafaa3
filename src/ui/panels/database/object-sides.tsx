'use client';
import type { ReactNode } from 'react';
import type { ObjectDetail } from '@/shared/objects';
import { Skeleton } from '../../parts/small';
import { type ObjectName, useObject } from '../../queries/objects';

/** What is fetched when a row opens: a skeleton until it is here, and a sentence where it cannot be had. */
export function ObjectSides({
  run,
  object,
  children,
}: {
  run: number;
  object: ObjectName;
  children: (detail: ObjectDetail) => ReactNode;
}) {
  const { detail, older, error } = useObject(run, object);
  if (error !== null && (detail === null || older)) {
    return (
      <p role="alert" className="text-muted">
        {error.message}
      </p>
    );
  }
  if (detail === null) {
    return (
      <div role="status" aria-label="Fetching the sides" className="grid gap-3 py-1">
        <Skeleton className="w-56" />
        <Skeleton className="w-72" />
        <Skeleton className="w-48" />
        <Skeleton className="w-64" />
      </div>
    );
  }
  return (
    <div aria-busy={older || undefined} className="grid gap-1">
      {children(detail)}
    </div>
  );
}
