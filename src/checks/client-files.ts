import type { ClientOnDisk } from '../shared/client';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { countOf } from './support/words';
import { defineCheck } from './types';

/** Makes the client again from `schema.prisma`, with steps and a log. */
export const REGENERATE = { kind: 'command', text: 'npx driftboard regenerate' } as const;

/** Is there a generated client, and are all files of its layout in place? */
export const clientFiles = defineCheck({
  id: 'client-files',
  group: 'client',
  title: 'Files of the generated client',
  needs: ['client.disk'],
  run({ 'client.disk': disk }) {
    const results = disk.map(judge);
    return {
      compared: results.reduce((sum, { compared }) => sum + compared, 0),
      findings: results.flatMap(({ findings }) => findings),
    };
  },
});

function judge(found: ClientOnDisk): { compared: number; findings: Finding[] } {
  if (found.state === 'missing') return { compared: 1, findings: [missing(found.name, found.dir)] };
  const { name, dir, files, missingFiles } = found.state === 'complete' ? found.client : found;
  return {
    compared: files.length + missingFiles.length,
    findings:
      missingFiles.length === 0 && found.state === 'complete' ? [] : [incomplete(name, dir, missingFiles)],
  };
}

function missing(about: string, dir: string): Finding {
  return driftFinding({
    about,
    rule: 'client.missing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'client', name: 'Prisma Client' },
    message: `There is no generated client in ${dir}: nothing that imports it can start.`,
    expected: 'a generated client',
    observed: 'none',
    remedy: REGENERATE,
  });
}

function incomplete(about: string, dir: string, missingFiles: readonly string[]): Finding {
  const lacking =
    missingFiles.length === 0
      ? 'its schema cannot be read'
      : `${countOf(missingFiles.length, 'file')} of its layout ${missingFiles.length === 1 ? 'lacks' : 'lack'}: ${missingFiles.join(', ')}`;
  return driftFinding({
    about,
    rule: 'client.incomplete',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'client', name: 'Prisma Client' },
    message: `The generated client in ${dir} is incomplete: ${lacking}.`,
    expected: 'all files of its layout',
    observed: lacking,
    remedy: REGENERATE,
  });
}
