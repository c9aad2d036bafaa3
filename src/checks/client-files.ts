import type { BrokenFile, ClientOnDisk, InsteadOfClient } from '../shared/client';
import type { Finding } from '../shared/finding';
import { driftFinding } from './support/drift-finding';
import { countOf, sentenceList } from './support/words';
import { defineCheck } from './types';

/** Makes the client again from `schema.prisma`, with steps and a log. */
export const REGENERATE = { kind: 'command', text: 'npx driftboard regenerate' } as const;

/** Is there a generated client, and are all files of its layout in place and whole? */
export const clientFiles = defineCheck({
  id: 'client-files',
  group: 'client',
  title: 'Files of the generated client',
  needs: ['client.disk'],
  run({ 'client.disk': disk }) {
    const results = disk.map(judge);
    const unread = disk.flatMap((found) => (found.state === 'unreadable' ? [found.reason] : []));
    return {
      compared: results.reduce((sum, { compared }) => sum + compared, 0),
      findings: results.flatMap(({ findings }) => findings),
      ...(unread.length === 0 ? {} : { unknown: unread.join(' ') }),
    };
  },
});

function judge(found: ClientOnDisk): { compared: number; findings: Finding[] } {
  if (found.state === 'unreadable') return { compared: 0, findings: [] };
  if (found.state === 'missing') return { compared: 1, findings: [missing(found)] };
  const { name, dir, files, missingFiles, brokenFiles } = found.state === 'complete' ? found.client : found;
  const whole = missingFiles.length + brokenFiles.length === 0 && found.state === 'complete';
  return {
    compared: files.length + missingFiles.length,
    findings: whole ? [] : [incomplete(name, dir, missingFiles, brokenFiles)],
  };
}

/** What stands in the place of a client, as a sentence and as what was observed. */
const INSTEAD: Record<InsteadOfClient, { observed: string; sentence: (dir: string) => string }> = {
  nothing: {
    observed: 'no such folder',
    sentence: (dir) => `There is no generated client in ${dir}: nothing that imports it can start.`,
  },
  'an empty folder': {
    observed: 'an empty folder',
    sentence: (dir) =>
      `The folder ${dir} is empty, and a generated client should be in it: nothing that imports it can start.`,
  },
  'other files': {
    observed: 'files, but none of a client',
    sentence: (dir) =>
      `Nothing in ${dir} belongs to a generated client: either it was never generated there, or --client names another folder than the schema's generator.`,
  },
  'a file': {
    observed: 'a file in the place of the folder',
    sentence: (dir) => `${dir} is a file, and the folder of a generated client should be there.`,
  },
  'the placeholder': {
    observed: 'the placeholder that comes with @prisma/client',
    sentence: (dir) =>
      `In ${dir} lies only what installing @prisma/client puts there: nothing was generated yet, and each new PrismaClient() throws “@prisma/client did not initialize yet”.`,
  },
  'the package': {
    observed: 'the package @prisma/client itself',
    sentence: (dir) =>
      `${dir} is the package @prisma/client itself and no generated client: without an output of its own the client lies in .prisma/client beside @prisma.`,
  },
};

function missing({ name, dir, found }: Extract<ClientOnDisk, { state: 'missing' }>): Finding {
  const { observed, sentence } = INSTEAD[found];
  return driftFinding({
    about: name,
    rule: 'client.missing',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'client', name: 'Prisma Client' },
    message: sentence(dir),
    expected: 'a generated client',
    observed,
    remedy:
      found === 'the package' || found === 'other files'
        ? {
            kind: 'note',
            text: `Name with --client the folder that the schema's generator writes into, or generate the client anew with \`${REGENERATE.text}\`.`,
          }
        : REGENERATE,
  });
}

function incomplete(
  about: string,
  dir: string,
  missingFiles: readonly string[],
  brokenFiles: readonly BrokenFile[],
): Finding {
  const faults = faultsInWords(missingFiles, brokenFiles);
  return driftFinding({
    about,
    rule: 'client.incomplete',
    severity: 'error',
    impact: 'read',
    subject: { kind: 'client', name: 'Prisma Client' },
    message: `The generated client in ${dir} is incomplete: ${faults}.`,
    expected: 'all files of its layout, each of them whole',
    observed: faults,
    remedy: REGENERATE,
  });
}

/** `2 files of its layout lack: models.ts, enums.ts; 1 is cut off: client.ts`. */
function faultsInWords(missingFiles: readonly string[], brokenFiles: readonly BrokenFile[]): string {
  const count = missingFiles.length;
  const parts =
    count === 0
      ? []
      : [
          `${countOf(count, 'file')} of its layout ${count === 1 ? 'lacks' : 'lack'}: ${missingFiles.join(', ')}`,
        ];
  for (const why of ['empty', 'cut off', 'of another generation'] as const) {
    const paths = brokenFiles.filter((file) => file.why === why).map(({ path }) => path);
    if (paths.length > 0) parts.push(`${sentenceList(paths)} ${paths.length === 1 ? 'is' : 'are'} ${why}`);
  }
  return parts.length === 0 ? 'its schema cannot be read' : parts.join('; ');
}
