import type { Happening, HappeningFact, HappeningGroup, KeptHappening } from '../../shared/happenings';
import type { Job, JobLine } from '../../shared/job';

const GROUPS: Record<HappeningFact['kind'], HappeningGroup> = {
  'migration.applied': 'migrations',
  'migration.gone': 'migrations',
  'client.generated': 'client',
  'client.changed': 'client',
  'commit.changed': 'deploys',
  'process.started': 'processes',
  'process.loaded': 'processes',
  'settings.changed': 'settings',
  'schema.changed': 'structure',
  'database.changed': 'structure',
  'recording.gap': 'recording',
};

/** A kept happening in words. */
export function inWords(happening: KeptHappening): Happening {
  const { at, number, kind } = happening;
  return { at, number, group: GROUPS[kind], text: textOf(happening), job: null };
}

const ENDED: Record<Job['state'], string> = {
  running: 'is going on',
  succeeded: 'succeeded',
  failed: 'failed',
  cancelled: 'was cancelled',
  interrupted: 'was interrupted',
};

/** A regeneration, a rehearsal, a demo: when it began, and what came of it. */
export function jobInWords({ id, title, state, startedAt, outcome }: JobLine): Happening {
  const came = outcome === null ? '' : `: ${outcome}`;
  return { at: startedAt, number: null, group: 'jobs', job: id, text: `${title} ${ENDED[state]}${came}` };
}

function textOf(fact: HappeningFact): string {
  switch (fact.kind) {
    case 'migration.applied':
      return `The migration ${fact.detail.name} was applied`;
    case 'migration.gone':
      return `The migration ${fact.detail.name} is not applied any more`;
    case 'client.generated': {
      const { name, other } = fact.detail;
      const content = other === null ? '' : other ? ', with other content' : ', with the same content';
      return `The client ${name} was generated${content}`;
    }
    case 'client.changed':
      return 'The client on disk has other content';
    case 'commit.changed':
      return `The commit went from ${fact.detail.from.slice(0, 9)} to ${fact.detail.to.slice(0, 9)}`;
    case 'process.started':
      return `The process ${processOf(fact.detail)} started`;
    case 'process.loaded':
      return `The process ${processOf(fact.detail)} took up another client`;
    case 'settings.changed':
      return `The settings were changed: ${fact.detail.names.join(', ')}`;
    case 'schema.changed':
      return 'The schema’s text was changed';
    case 'database.changed':
      return 'The structure of the database was changed';
    case 'recording.gap': {
      const { runs, from, to } = fact.detail;
      return `${runs} ${runs === 1 ? 'run' : 'runs'} of ${from} to ${to} could not be recorded and are lost`;
    }
  }
}

function processOf({ pid, instance }: { pid: number; instance: string | null }): string {
  return instance === null ? String(pid) : `${pid} of ${instance}`;
}
