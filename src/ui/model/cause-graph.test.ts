import { describe, expect, it } from 'vitest';
import { linkCauses } from '@/checks/causes';
import { endpoints } from '@/checks/endpoints';
import { aFinding, aModel, anError, answers, aSchema, declare } from '@/checks/testing/client-builders';
import type { EndpointRow } from '@/shared/details';
import { endpointId } from '@/shared/endpoints';
import type { Finding } from '@/shared/finding';
import { endpointRows } from '../fixtures/endpoints';
import { causeGraph, MOST_PER_COLUMN } from './cause-graph';
import type { GraphNode } from './cause-graph-types';

const MODELS = 28;
const ROUTES = 40;
const names = Array.from({ length: MODELS }, (_, at) => `Model${at}`);
const schema = aSchema(names.map((name) => aModel(name, name.toLowerCase())));
const routes = Array.from({ length: ROUTES }, (_, at) =>
  declare(`/api/route-${at}`, { models: [`Model${at % MODELS}`] }),
);
const [template] = endpointRows(false, '', '2026-01-01T00:00:00.000Z');
const rows = routes.map((route): EndpointRow => {
  if (template === undefined) throw new Error('The fixture has no route.');
  return { ...template, id: endpointId(route), path: route.path, models: route.models };
});

function failing(code: string, message: (model: string) => string, some = routes): Finding[] {
  const results = answers(
    ...some.map((route): Parameters<typeof answers>[number] => [
      route,
      [anError(500, code, message(route.models[0] ?? ''))],
    ]),
  );
  return endpoints.runWith({ 'endpoints.results': results }, { ignore: [] }).findings;
}

const stale = aFinding('client.schema-changed', 'client', {
  subject: { kind: 'client', name: 'client' },
  message: 'The client is stale: it lacks models.',
  observed: `without ${names.join(', ')}`,
});
const lacking = names.map((name) =>
  aFinding('client.model-missing', name, { subject: { kind: 'model', name, model: name } }),
);
const tableOf = (model: string): Finding =>
  aFinding('table.missing', `public.${model.toLowerCase()}`, {
    subject: {
      kind: 'table',
      schema: 'public',
      table: model.toLowerCase(),
      name: model.toLowerCase(),
      model,
    },
  });

function graphOf(findings: Finding[], options?: Parameters<typeof causeGraph>[1]) {
  const linked = linkCauses(findings, { schema, declarations: routes });
  return causeGraph({ ...linked, endpoints: rows }, options);
}

describe('the graph of causes', () => {
  const noTable = (model: string) =>
    `The table \`public.${model.toLowerCase()}\` does not exist in the current database.`;

  it('leads from the table through its model to the routes, and says at each edge why', () => {
    const graph = graphOf([tableOf('Model0'), ...failing('P2021', noTable, routes.slice(0, 1))]);
    expect(
      graph.nodes.map(({ id, column, row, verdict, isRoot }) => [id, column, row, verdict, isRoot]),
    ).toEqual([
      ['table:public.model0', 0, 0, 'fail', true],
      ['model:Model0', 1, 0, null, false],
      ['route:GET /api/route-0', 2, 0, 'fail', false],
    ]);
    expect(graph.edges).toEqual([
      { from: 'table:public.model0', to: 'model:Model0', whys: ['The model Model0 reads model0.'] },
      {
        from: 'model:Model0',
        to: 'route:GET /api/route-0',
        whys: ['It failed with P2021, and the table model0 is not as the client expects it.'],
      },
    ]);
    expect(graph.columns.map(({ layer }) => layer)).toEqual(['table', 'model', 'route']);
  });

  it('lays several findings on one thing into one node', () => {
    const delegate = aFinding('client.delegate-failing', 'Model0', {
      subject: { kind: 'model', name: 'model0', model: 'Model0' },
      observed: `P2021: ${noTable('Model0')}`,
    });
    const graph = graphOf([tableOf('Model0'), delegate, ...failing('P2021', noTable, routes.slice(0, 1))]);
    const model = graph.nodes.find(({ id }) => id === 'model:Model0');
    expect(model).toMatchObject({ findingKeys: [delegate.key], verdict: 'fail', isRoot: false });
    expect(graph.nodes).toHaveLength(3);
  });

  const incident = [
    stale,
    ...lacking,
    ...failing('client-model-missing', () => "Cannot read properties of undefined (reading 'findMany')"),
  ];

  it('keeps every finding of the causes, folded or not, and leads each route through its models', () => {
    const whole = graphOf(incident, { mostPerColumn: Number.POSITIVE_INFINITY });
    expect(whole.nodes).toHaveLength(1 + MODELS + ROUTES);
    expect(whole.edges).toHaveLength(MODELS + ROUTES);
    const graph = graphOf(incident);
    const keysOf = (nodes: GraphNode[]) => nodes.flatMap(({ findingKeys }) => findingKeys).sort();
    expect(keysOf(graph.nodes)).toEqual(incident.map(({ key }) => key).sort());
    expect(keysOf(whole.nodes)).toEqual(keysOf(graph.nodes));
  });

  it('folds what is beyond the limit of a column into one node that holds it, and opens it on demand', () => {
    const graph = graphOf(incident);
    for (const { layer, total, shown } of graph.columns) {
      const nodes = graph.nodes.filter((node) => node.layer === layer);
      expect(nodes.length).toBeLessThanOrEqual(MOST_PER_COLUMN);
      const more = nodes.find(({ kind }) => kind === 'more');
      expect(shown + (more?.folded.length ?? 0)).toBe(total);
      if (more !== undefined)
        expect(more).toMatchObject({ label: `${total - shown} more`, row: nodes.length - 1 });
    }
    expect(graph.columns.map(({ layer, total }) => [layer, total])).toEqual([
      ['client', 1],
      ['model', MODELS],
      ['route', ROUTES],
    ]);
    const opened = graphOf(incident, { expanded: new Set(['route']) });
    expect(opened.nodes.filter(({ layer }) => layer === 'route')).toHaveLength(ROUTES);
    expect(opened.nodes.filter(({ layer }) => layer === 'model')).toHaveLength(MOST_PER_COLUMN);
  });

  it('draws from left to right only, between nodes that are there, once each, the same in any order', () => {
    for (const findings of [incident, [...incident].reverse()]) {
      const graph = graphOf(findings);
      const columnOf = new Map(graph.nodes.map(({ id, column }) => [id, column]));
      expect(columnOf.size).toBe(graph.nodes.length);
      expect(new Set(graph.edges.map(({ from, to }) => `${from}>${to}`)).size).toBe(graph.edges.length);
      for (const { from, to, whys } of graph.edges) {
        expect(columnOf.get(from)).toBeLessThan(columnOf.get(to) ?? -1);
        expect(whys.length).toBeGreaterThan(0);
      }
      const places = graph.nodes.map(({ column, row }) => `${column}:${row}`);
      expect(new Set(places).size).toBe(places.length);
    }
    const sorted = (findings: Finding[]) =>
      graphOf(findings)
        .nodes.map(({ id, row }) => `${id} ${row}`)
        .sort();
    expect(sorted([...incident].reverse())).toEqual(sorted(incident));
  });

  it('puts what is linked beside each other, so that two causes do not cross', () => {
    const graph = graphOf([
      tableOf('Model1'),
      tableOf('Model0'),
      ...failing(
        'P2021',
        noTable,
        [routes[1], routes[0], routes[29], routes[28]].flatMap((one) => one ?? []),
      ),
    ]);
    const rowOf = new Map(graph.nodes.map(({ id, row }) => [id, row]));
    const crossings = graph.edges.flatMap((a) =>
      graph.edges.filter((b) => {
        const [from, to] = [rowOf.get(a.from), rowOf.get(a.to)];
        const [otherFrom, otherTo] = [rowOf.get(b.from), rowOf.get(b.to)];
        const sameColumns =
          a.from.split(':')[0] === b.from.split(':')[0] && a.to.split(':')[0] === b.to.split(':')[0];
        return sameColumns && (from ?? 0) < (otherFrom ?? 0) && (to ?? 0) > (otherTo ?? 0);
      }),
    );
    expect(crossings).toEqual([]);
  });

  it('is empty where nothing is wrong', () => {
    expect(graphOf([])).toEqual({ nodes: [], edges: [], columns: [] });
  });
});
