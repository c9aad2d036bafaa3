import type { Finding } from '../../shared/finding';
import { objectInWords } from './cause-links';
import { evidenceIn } from './endpoint-failure';
import { countOf, inBrief, sentenceList, withoutStop } from './words';

/** A few words for the head of a cause. */
export function causeTitle(roots: readonly Finding[]): string {
  const [first] = roots;
  if (first === undefined) return '';
  switch (first.rule) {
    case 'client.missing':
      return 'There is no generated client';
    case 'client.incomplete':
      return 'The generated client is incomplete';
    case 'client.schema-changed':
      return first.severity === 'error'
        ? 'The generated client is stale'
        : 'The generated client is of another text';
    case 'client.process-stale':
      return roots.length === 1
        ? 'A running process holds an old client'
        : `${roots.length} running processes hold an old client`;
    case 'migration.pending':
      return `${countOf(roots.length, 'migration')} not applied`;
    case 'database.unreachable':
      return 'The database does not answer';
    default: {
      const renamed = renamedValue(roots);
      if (renamed !== null) return renamed;
      const what = capitalised(objectInWords(first));
      const how = HOW[first.rule.replace(/^[^.]*\./, '')] ?? `: ${first.rule}`;
      return roots.length === 1 ? `${what}${how}` : `${what}${how}, and ${roots.length - 1} more`;
    }
  }
}

/** Of an enum that has one value in place of another; null for all else. Whether it is the same one nobody knows. */
function renamedValue(roots: readonly Finding[]): string | null {
  const named = (rule: Finding['rule']) => roots.find((root) => root.rule === rule)?.subject.name;
  const [missing, unexpected] = [named('enum.value-missing'), named('enum.value-unexpected')];
  if (missing === undefined || unexpected === undefined) return null;
  const [enumName = ''] = missing.split('.');
  const [from, to] = [missing, unexpected].map((name) => name.slice(enumName.length + 1));
  return `The enum ${enumName} has ${to} in place of ${from}`;
}

/** What is wrong with a thing, by the second half of its rule; what is not in it is named by its rule. */
const HOW: Record<string, string> = {
  missing: ' is missing',
  'value-missing': ' is missing',
  'model-missing': ' is missing in the client',
  'field-missing': ' is missing in the client',
  'enum-missing': ' is missing in the client',
  'enum-value-missing': ' is missing in the client',
  unexpected: ' is in the database only',
  'value-unexpected': ' is in the database only',
  'value-order': ' stands in another order',
  kind: ' is of another kind',
  type: ' has another type',
  nullability: ' differs in NULL',
  default: ' has another default',
  columns: ' has other columns',
  action: ' has other actions',
  definition: ' is defined otherwise',
  invalid: ' is not valid',
  'not-validated': ' is not validated',
  edited: ' was edited after it was applied',
  failed: ' failed',
  'rolled-back': ' was rolled back',
  'delegate-failing': ' cannot be read',
  'schema-error': ' fails on the schema',
  'server-error': ' answers with an error',
  'not-found': ' is not found',
  auth: ' asks for a login',
  contract: ' breaks its contract',
  slow: ' is slow',
  timeout: ' does not answer in time',
  unreachable: ' cannot be reached',
  flapping: ' flaps',
};

/** One sentence: what it is, and what it brings about. */
export function causeSentence(roots: readonly Finding[], symptoms: readonly Finding[]): string {
  const [first] = roots;
  if (first === undefined) return '';
  const follows = consequences(symptoms);
  const stale = first.rule === 'client.schema-changed' ? staleClient(first) : null;
  if (stale !== null) {
    const failing = routes(symptoms.filter(fails));
    if (failing > 0) {
      return `${countOf(failing, 'route')} ${failing === 1 ? 'fails' : 'fail'} because the generated client ${stale}; it was generated from another schema.prisma.`;
    }
    const rest = follows === '' ? '' : `; ${follows}`;
    return `The generated client ${stale}: it was generated from another schema.prisma${rest}.`;
  }
  const what = withoutStop(rootInWords(roots, first));
  return follows === '' ? `${what}.` : `${what}; ${follows}.`;
}

/** `lacks 28 models (A, B, C, …) and 20 enums (…)`; null where the finding is of the text alone. */
function staleClient({ message, severity }: Finding): string | null {
  if (severity !== 'error') return null;
  const said = withoutStop(message.slice(message.indexOf(': ') + 2))
    .replace(/^it /, '')
    .replaceAll('; it ', ', ');
  // Models say it all; enums and fields follow from them and stand in the finding.
  return /lacks \d+ models? \([^)]*\)/.exec(said)?.[0] ?? said;
}

function rootInWords(roots: readonly Finding[], first: Finding): string {
  const { subject, rule } = first;
  const names = roots.map((root) => root.subject.name);
  if (roots.length > 1) {
    const renamed = renamedValue(roots);
    if (renamed !== null) return `${renamed} in the database`;
    switch (rule) {
      case 'migration.pending':
        return `${roots.length} migrations are not applied (${inBrief(names)})`;
      case 'client.process-stale':
        return staleProcesses(roots);
      case 'client.model-missing':
        return `The generated client lacks ${roots.length} models (${inBrief(names)})`;
      case 'client.delegate-failing':
        return evidenceIn(first.observed)?.kind === 'connection'
          ? `${roots.length} delegates fail since the client does not reach the database: ${withoutStop(first.observed)} (${inBrief(names)})`
          : `${roots.length} delegates fail (${inBrief(names)})`;
      case 'endpoint.schema-error':
        return evidenceIn(first.observed)?.kind === 'client'
          ? `${roots.length} routes fail since their client lacks what they ask for (${inBrief(names)})`
          : `${roots.length} routes fail with ${withoutStop(first.observed)} (${inBrief(names)})`;
      case 'endpoint.server-error':
        return `${roots.length} routes fail since the application does not reach its database (${inBrief(names)})`;
      default:
        return `${withoutStop(first.message)} (and ${roots.length - 1} more alike)`;
    }
  }
  switch (rule) {
    case 'table.missing':
    case 'column.missing':
    case 'enum.missing':
      return `${capitalised(objectInWords(first))} is missing in the database`;
    case 'index.missing':
      return `The index ${subject.name} on ${subject.table ?? 'its table'} is missing in the database`;
    default:
      return first.message;
  }
}

/** Several processes in one sentence: what their clients lack where it is the same of all. */
function staleProcesses(roots: readonly Finding[]): string {
  const whats = new Set(roots.map(({ message }) => /, (which .*)$/.exec(withoutStop(message))?.[1]));
  const [what] = whats;
  const same = whats.size === 1 && what !== undefined ? `, ${what}` : ' than the one on disk';
  return `${roots.length} running processes hold ${same.startsWith(',') ? 'an old' : 'another'} client${same} (${inBrief(roots.map(({ subject }) => subject.name))})`;
}

function consequences(symptoms: readonly Finding[]): string {
  const failing = routes(symptoms.filter(fails));
  const slow = routes(symptoms.filter(({ rule }) => rule === 'endpoint.slow'));
  const delegates = symptoms.filter(({ rule }) => rule === 'client.delegate-failing');
  const broken = [
    ...(failing > 0 ? [countOf(failing, 'route')] : []),
    ...(delegates.length === 1
      ? [`the delegate ${delegates[0]?.subject.name}`]
      : delegates.length > 1
        ? [countOf(delegates.length, 'delegate')]
        : []),
  ];
  const others =
    symptoms.length - symptoms.filter(({ subject }) => subject.kind === 'endpoint').length - delegates.length;
  return sentenceList([
    ...(broken.length > 0
      ? [`${sentenceList(broken)} ${failing + delegates.length === 1 ? 'fails' : 'fail'}`]
      : []),
    ...(slow > 0 ? [`${countOf(slow, 'route')} ${slow === 1 ? 'is' : 'are'} slow`] : []),
    ...(others > 0
      ? [`${countOf(others, 'other finding')} ${others === 1 ? 'follows' : 'follow'} from it`]
      : []),
  ]);
}

function fails({ rule, subject }: Finding): boolean {
  return subject.kind === 'endpoint' && rule !== 'endpoint.slow' && rule !== 'endpoint.flapping';
}

function routes(findings: readonly Finding[]): number {
  return new Set(findings.map(({ subject }) => subject.name)).size;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
