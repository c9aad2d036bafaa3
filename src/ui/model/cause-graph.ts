import type { EndpointRow } from '@/shared/details';
import type { Finding } from '@/shared/finding';
import type { Cause } from '@/shared/report';
import type { Verdict } from '@/shared/verdict';
import { worstOf } from '../parts/verdict';
import { foldColumns } from './cause-graph-fold';
import { inOrder } from './cause-graph-order';
import { isEndpoint, modelNode, thingOf } from './cause-graph-things';
import type { CauseGraph, GraphEdge, GraphLayer, GraphNode, LooseGraph } from './cause-graph-types';
import { lookOf } from './findings';

export type GraphInput = {
  causes: readonly Cause[];
  /** All findings of the report; those of no given cause are left out. */
  findings: readonly Finding[];
  /** For the models that a route uses; null where no route was asked. */
  endpoints: readonly EndpointRow[] | null;
};

/** A column of more is not read but scrolled. */
export const MOST_PER_COLUMN = 12;

/**
 * What causes and symptoms are about as a graph that is drawn from left to right: databases, migrations, tables and
 * enums, columns, keys and indexes, the client, processes, models, routes. Findings on one thing are one node. A route
 * hangs on the models through which a cause reaches it, where these are known.
 * @param options.mostPerColumn above it the rest of a column becomes one node that holds them: nothing is left out
 * @param options.expanded layers that are not folded
 */
export function causeGraph(
  input: GraphInput,
  options: { mostPerColumn?: number; expanded?: ReadonlySet<GraphLayer> } = {},
): CauseGraph {
  const whole = wholeGraph(input);
  return inOrder(foldColumns(whole, options.mostPerColumn ?? MOST_PER_COLUMN, options.expanded ?? new Set()));
}

function wholeGraph({ causes, findings, endpoints }: GraphInput): LooseGraph {
  const byKey = new Map(findings.map((finding) => [finding.key, finding]));
  const roots = new Set(causes.flatMap(({ rootKeys }) => rootKeys));
  const nodes = new Map<string, GraphNode>();
  const edges = new Map<string, GraphEdge>();
  const add = (node: GraphNode) => {
    const known = nodes.get(node.id);
    if (known === undefined) {
      nodes.set(node.id, node);
      return;
    }
    known.findingKeys = [...new Set([...known.findingKeys, ...node.findingKeys])];
    known.verdict = worse(known.verdict, node.verdict);
    known.isRoot ||= node.isRoot;
  };
  const connect = (from: string, to: string, why: string) => {
    if (from === to) return;
    const id = `${from}\n${to}`;
    const whys = edges.get(id)?.whys ?? [];
    edges.set(id, { from, to, whys: whys.includes(why) ? whys : [...whys, why] });
  };

  for (const key of new Set(causes.flatMap((cause) => [...cause.rootKeys, ...cause.symptomKeys]))) {
    const finding = byKey.get(key);
    if (finding !== undefined) add(nodeOf(finding, roots.has(key)));
  }
  const links = causes
    .flatMap((cause) => cause.links)
    .flatMap(({ from, to, why }) => {
      const [cause, symptom] = [byKey.get(from), byKey.get(to)];
      return cause === undefined || symptom === undefined ? [] : [{ cause, symptom, why }];
    });
  for (const { cause, symptom, why } of links) {
    if (!isEndpoint(symptom)) connect(thingOf(cause).id, thingOf(symptom).id, why);
  }
  const used = new Map((endpoints ?? []).map(({ id, models }) => [id, models]));
  for (const { cause, symptom, why } of links) {
    if (!isEndpoint(symptom)) continue;
    const [from, to] = [thingOf(cause), thingOf(symptom).id];
    const through = modelsBetween(cause, used.get(symptom.subject.name) ?? [], (model) =>
      edges.has(`${from.id}\n${modelNode(model).id}`),
    );
    if (through.length === 0) connect(from.id, to, why);
    for (const model of through) {
      const node = modelNode(model);
      add({ ...EMPTY, ...node });
      if (!edges.has(`${from.id}\n${node.id}`))
        connect(from.id, node.id, `The model ${model} reads ${from.label}.`);
      connect(node.id, to, why);
    }
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}

const EMPTY: Omit<GraphNode, 'id' | 'kind' | 'layer' | 'label'> = {
  column: 0,
  row: 0,
  verdict: null,
  findingKeys: [],
  isRoot: false,
  folded: [],
};

function nodeOf(finding: Finding, isRoot: boolean): GraphNode {
  const { key } = finding;
  return { ...EMPTY, ...thingOf(finding), verdict: lookOf(finding), findingKeys: [key], isRoot };
}

/** The models by which a cause reaches a route: its own one, or those that it breaks too and the route uses. */
function modelsBetween(
  cause: Finding,
  used: readonly string[],
  breaks: (model: string) => boolean,
): readonly string[] {
  const { layer } = thingOf(cause);
  if (layer === 'model' || layer === 'route') return [];
  return cause.subject.model === undefined ? used.filter(breaks) : [cause.subject.model];
}

function worse(a: Verdict | null, b: Verdict | null): Verdict | null {
  const measured = [a, b].filter((verdict) => verdict !== null);
  return measured.length === 0 ? null : worstOf(measured);
}
