import type { LoadedClient } from '@/shared/client';
import type { ClientDetails } from '@/shared/details';
import type { Report } from '@/shared/report';

/** One process that answered, and how its client stands to those on disk. */
export type ProcessRow = {
  loaded: LoadedClient;
  /** Counted from 1 in the order of their starts: the same pid may be there twice, in two containers. */
  instance: number;
  /** `unknown`: what it holds was held against nothing. */
  state: 'fresh' | 'stale' | 'unknown';
  /** Which of the clients on disk it holds; null where none, or nobody could tell. */
  client: string | null;
  /** Models of the clients on disk that it does not know. */
  lacks: string[];
};

/** The processes that were asked; null where none could be. Fresh or stale only where a check has said so. */
export function processRows(report: Report, { processes, disk }: ClientDetails): ProcessRow[] | null {
  if (processes === null) return null;
  const check = report.checks.find(({ id }) => id === 'processes');
  const compared = check !== undefined && check.compared > 0;
  const isStale = check?.findings.some(({ rule }) => rule === 'client.process-stale') ?? false;
  const onDisk = new Set((disk ?? []).flatMap((one) => one.modelNames));
  return processes.map((loaded, index) => {
    const same = disk?.find((one) => one.fingerprint === loaded.fingerprint);
    const known = new Set(loaded.models);
    const fresh = compared && same !== undefined;
    const stale = compared && isStale && disk !== null && same === undefined;
    return {
      loaded,
      instance: index + 1,
      state: fresh ? 'fresh' : stale ? 'stale' : 'unknown',
      client: fresh ? same.name : null,
      lacks: stale ? [...onDisk].filter((name) => !known.has(name)) : [],
    };
  });
}
