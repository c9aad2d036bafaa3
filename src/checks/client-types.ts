import type { Finding } from '../shared/finding';
import type { TypeErrorGroup } from '../shared/regeneration';
import { driftFinding } from './support/drift-finding';
import { countOf } from './support/words';
import { defineCheck } from './types';

/** Does the code of the application compile against the client on disk? */
export const clientTypes = defineCheck({
  id: 'client-types',
  group: 'client',
  title: 'Types of the application',
  needs: ['client.types'],
  run({ 'client.types': { command, files, clientFiles, groups } }) {
    if (clientFiles === 0) {
      return {
        compared: 0,
        findings: [],
        unknown: `${command} read no file of the generated client, so it says nothing of it: name another with --type-check.`,
      };
    }
    return { compared: files, findings: groups.map((group) => typeFinding(group, command)) };
  },
});

function typeFinding({ code, byPrisma, message, count, places }: TypeErrorGroup, command: string): Finding {
  const [first = ''] = message.split('\n');
  const [place] = places;
  const where = place === undefined ? '' : ` at ${place.file}:${place.line}`;
  const others = count > 1 ? ` and in ${countOf(count - 1, 'other place')}` : '';
  return driftFinding({
    // Lines move with every edit; code and words stay.
    about: `${code}:${first}`,
    rule: 'client.types',
    // What the client did not cause breaks the build all the same, but is no drift.
    severity: byPrisma ? 'error' : 'warning',
    impact: byPrisma ? 'read' : 'none',
    subject: { kind: 'client', name: code },
    message: `The application does not compile against the generated client: ${code}${where}${others}: ${first}`,
    expected: `no type errors by ${command}`,
    observed: `${code}: ${message}`,
    ...(place === undefined ? {} : { source: { file: place.file, line: place.line } }),
    remedy: {
      kind: 'note',
      text: byPrisma
        ? `Mend the code${where}, or run driftboard regenerate where the client is the older one.`
        : `Mend the code${where}: nothing in it points to the client.`,
    },
  });
}
