import type { ClientChange, ClientTakeUp, TypeCheck } from '@/shared/regeneration';
import type { Verdict } from '@/shared/verdict';
import { plural } from '../parts/format';

/** One thing that came, went or is another now. */
export type ChangeLine = {
  how: 'added' | 'removed' | 'changed';
  kind: 'model' | 'enum';
  name: string;
  in: string[];
};

/** What a regeneration changed in a client, models before enums; of what changed, what in it. */
export function changeLines({ models, enums }: ClientChange): ChangeLine[] {
  const plain = (kind: ChangeLine['kind'], how: ChangeLine['how'], names: readonly string[]) =>
    names.map((name): ChangeLine => ({ how, kind, name, in: [] }));
  return [
    ...plain('model', 'added', models.added),
    ...plain('model', 'removed', models.removed),
    ...models.changed.map(
      ({ name, fields }): ChangeLine => ({
        how: 'changed',
        kind: 'model',
        name,
        in: [...signed('+', fields.added), ...signed('−', fields.removed), ...signed('~', fields.changed)],
      }),
    ),
    ...plain('enum', 'added', enums.added),
    ...plain('enum', 'removed', enums.removed),
    ...enums.changed.map(
      ({ name, values }): ChangeLine => ({
        how: 'changed',
        kind: 'enum',
        name,
        in: [...signed('+', values.added), ...signed('−', values.removed)],
      }),
    ),
  ];
}

function signed(sign: string, names: readonly string[]): string[] {
  return names.map((name) => `${sign} ${name}`);
}

/** What came of the types: none wrong counts only where files were read. */
export function typesLook({ errors, byPrisma, newErrors, files, clientFiles }: TypeCheck): {
  verdict: Verdict;
  words: string;
} {
  if (files === 0) return { verdict: 'unknown', words: 'No file was checked' };
  if (clientFiles === 0) return { verdict: 'unknown', words: 'The client was not among what was checked' };
  const where = `in ${plural(files, 'file')}`;
  if (errors === 0) return { verdict: 'pass', words: `No type error ${where}` };
  const share = (count: number) => (count === 0 ? 'none' : count === errors ? 'all' : String(count));
  const fresh = newErrors === null ? '' : `, ${share(newErrors)} new`;
  return {
    verdict: byPrisma > 0 ? 'fail' : 'warn',
    words: `${plural(errors, 'type error')} ${where}: ${share(byPrisma)} by the client${fresh}`,
  };
}

const TAKEN: Record<ClientTakeUp['how'], string> = {
  reloaded: 'Taken up without a restart',
  restarted: 'Restarted',
  'not-running': 'Nothing runs that could hold it',
  'restart-needed': 'Restart needed',
};

/** How the running application stands to the new client. That nobody answered does not mean that everybody is up to date. */
export function takeUpLook({ how, processes }: ClientTakeUp): { verdict: Verdict; words: string } {
  const words = TAKEN[how];
  const fresh = processes.filter((process) => process.fresh).length;
  if (how === 'restart-needed') return { verdict: 'warn', words };
  if (processes.length === 0) return { verdict: how === 'not-running' ? 'skipped' : 'unknown', words };
  if (fresh < processes.length) {
    return {
      verdict: 'warn',
      words: `${words}, and ${processes.length - fresh} of ${processes.length} still old`,
    };
  }
  return { verdict: 'pass', words };
}
