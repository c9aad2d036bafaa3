'use client';
import { createContext, useContext, useEffect, useState } from 'react';
import type { Decision } from '@/shared/sign-off';
import { newRequestId } from '../../model/request-id';

/** A decision that somebody is about to make. The same request, sent again because no answer came, is the same decision. */
export type Draft = { requestId: string; decision: Decision | null; name: string; comment: string };

/** By the run that they are about. They outlive the form, which goes while the store is away: what was typed is there after it. */
export const Drafts = createContext<Map<number, Draft>>(new Map());

const emptyDraft = (name = ''): Draft => ({ requestId: newRequestId(), decision: null, name, comment: '' });

/** The draft about a run, how to change parts of it, and how to begin anew when it was decided, by the same person. */
export function useDraft(run: number): [Draft, (part: Partial<Draft>) => void, () => void] {
  const drafts = useContext(Drafts);
  const [draft, setDraft] = useState<Draft>(() => drafts.get(run) ?? emptyDraft());
  useEffect(() => {
    drafts.set(run, draft);
  }, [drafts, run, draft]);
  const renew = () => {
    const next = emptyDraft(drafts.get(run)?.name);
    // Also where the form has gone meanwhile: what was decided must not be there again when it comes back.
    drafts.set(run, next);
    setDraft(next);
  };
  return [draft, (part) => setDraft((before) => ({ ...before, ...part })), renew];
}
