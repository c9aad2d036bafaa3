import type { DelegateResult, GeneratedClient } from '../../../shared/client';
import type { DelegateFailure } from './delegate-protocol';

/** What was proven and what was not: `64 of 66 delegates read a row and counted; 2 tables are empty: …`. Pure. */
export function provenWords(results: readonly DelegateResult[]): string {
  const number = (test: (result: DelegateResult) => boolean) => results.filter(test).length;
  const read = number(({ firstRow }) => firstRow === 'read');
  const empty = number(({ firstRow }) => firstRow === 'none');
  const uncounted = number(({ ok, count }) => ok && count === null);
  const parts = [`${read} of ${results.length} delegates read a row${uncounted === 0 ? ' and counted' : ''}`];
  if (uncounted > 0) parts.push(`${uncounted} too large to be counted`);
  if (empty > 0) {
    const whose = empty === 1 ? '1 table is empty' : `${empty} tables are empty`;
    parts.push(`${whose}: columns proven, no value decoded`);
  }
  const failing = number(({ ok }) => !ok);
  if (failing > 0) parts.push(`${failing} did not`);
  return parts.join('; ');
}

/** Why no delegate could be tried at all, with the next step. */
export function delegateFailureSentence(
  { kind, message }: DelegateFailure,
  client: Pick<GeneratedClient, 'dir' | 'version' | 'engineType'>,
): string {
  const said = /[.!?]$/.test(message) ? message : `${message}.`;
  switch (kind) {
    case 'import':
      return `The generated client in ${client.dir} cannot be imported: ${said} Run driftboard regenerate.`;
    case 'package':
      return `The generated client in ${client.dir} (Prisma ${client.version}) needs a package that is not installed beside it, so its delegates were not tried: ${said} Run npm install there.`;
    case 'engine':
      return `${engineWords(client)}, so its delegates were not tried: ${said}`;
    case 'database':
      return `The client in ${client.dir} cannot reach the database: ${said} Check --database-url.`;
  }
}

function engineWords({
  dir,
  version,
  engineType,
}: Pick<GeneratedClient, 'dir' | 'version' | 'engineType'>): string {
  const whose = `the client in ${dir} (Prisma ${version})`;
  return engineType !== 'client'
    ? `The native engine of ${whose} is not here, and without it nothing can run its queries`
    : `Nothing here can run the queries of ${whose}`;
}
