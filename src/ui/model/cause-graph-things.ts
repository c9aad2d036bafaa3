import type { Finding } from '@/shared/finding';
import type { GraphLayer } from './cause-graph-types';

export type Thing = { id: string; kind: string; layer: GraphLayer; label: string };

export function isEndpoint({ subject }: Finding): boolean {
  return subject.kind === 'endpoint';
}

/** The node of a model, whatever was found at it. */
export function modelNode(name: string): Thing {
  return { id: `model:${name}`, kind: 'model', layer: 'model', label: name };
}

/** The node that a finding belongs to: one a thing, not one a finding. */
export function thingOf({ subject, rule }: Finding): Thing {
  const { kind, name, schema, table } = subject;
  if (kind === 'model' && subject.model !== undefined) return modelNode(subject.model);
  if (kind === 'endpoint') return { id: `route:${name}`, kind: 'route', layer: 'route', label: name };
  const layer = layerOf(kind, rule);
  const isPart = table !== undefined && !['table', 'enum', 'enum-value', 'view'].includes(kind);
  const label = isPart && layer !== 'model' ? `${table}.${name}` : name;
  // An enum of the client is another thing than the enum of the same name in the database.
  const owner = layer === 'model' ? 'client-' : '';
  return { id: `${owner}${kind}:${[schema ?? [], label].flat().join('.')}`, kind, layer, label };
}

function layerOf(kind: Finding['subject']['kind'], rule: Finding['rule']): GraphLayer {
  switch (kind) {
    case 'database':
    case 'migration':
    case 'client':
    case 'process':
      return kind;
    case 'table':
    case 'view':
    case 'enum':
    case 'extension':
    case 'sequence':
    case 'column':
    case 'enum-value':
      if (rule.startsWith('client.')) return 'model';
      return kind === 'column' || kind === 'enum-value' ? 'column' : 'table';
    case 'model':
    case 'field':
      return 'model';
    case 'endpoint':
      return 'route';
    default:
      return 'key';
  }
}
