'use client';
import { createContext, useContext, useEffect, useState } from 'react';
import type { Decision } from '@/shared/sign-off';
import { newRequestId } from '../../model/request-id';

/** A decision that somebody is about to make. The same request, sent again because no answer came, is the same decision. */
export type Draft = { requestId: string; decision: Decision | null; name: string; comment: string };

/** By the run that they are about. They outlive the form, which goes while the store is away: what was typed is there after it. */
export const Drafts = createContext<Map<number, Draft>>(new Map());

/** The draft about a run, and how to change parts of it. */
export function useDraft(run: number): [Draft, (part: Partial<Draft>) => void] {
  const drafts = useContext(Drafts);
  const [draft, setDraft] = useState<Draft>(
    () => drafts.get(run) ?? { requestId: newRequestId(), decision: null, name: '', comment: '' },
  );
  useEffect(() => {
    drafts.set(run, draft);
  }, [drafts, run, draft]);
  return [draft, (part) => setDraft((before) => ({ ...before, ...part }))];
}
