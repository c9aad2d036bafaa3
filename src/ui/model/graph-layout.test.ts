import { describe, expect, it } from 'vitest';
import { manyCauses } from '../fixtures/graph';
import { causeGraph } from './cause-graph';
import { graphAround, layoutOf, NODE_HEIGHT, NODE_WIDTH, neighbourhood } from './graph-layout';

const graph = causeGraph(manyCauses(), { mostPerColumn: Number.POSITIVE_INFINITY });

describe('the layout of a graph', () => {
  it('lets no node stand over another, of sixty', () => {
    const { places, width, height } = layoutOf(graph);
    expect(places.size).toBeGreaterThanOrEqual(60);
    const all = [...places.values()];
    for (const [index, a] of all.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0);
      expect(a.y).toBeGreaterThanOrEqual(0);
      expect(a.x + NODE_WIDTH).toBeLessThanOrEqual(width);
      expect(a.y + NODE_HEIGHT).toBeLessThanOrEqual(height);
      for (const b of all.slice(index + 1)) {
        const apart = Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT;
        expect(apart).toBe(true);
      }
    }
  });

  it('has no size where there is nothing', () => {
    expect(layoutOf({ nodes: [] })).toMatchObject({ width: 0, height: 0 });
  });
});

describe('the graph around a node', () => {
  const route = graph.nodes.find(({ kind }) => kind === 'route');
  const id = route?.id ?? '';

  it('holds what leads to it, and no other route', () => {
    const around = graphAround(graph, id);
    expect(around.nodes.filter(({ kind }) => kind === 'route').map((node) => node.id)).toEqual([id]);
    expect(around.nodes.length).toBeGreaterThan(1);
    expect(around.nodes.some(({ isRoot }) => isRoot)).toBe(true);
    for (const { from, to } of around.edges) {
      expect(around.nodes.some((node) => node.id === from)).toBe(true);
      expect(around.nodes.some((node) => node.id === to)).toBe(true);
    }
  });

  it('is empty around what is not there', () => {
    expect(graphAround(graph, 'route:GET /nowhere').nodes).toEqual([]);
  });

  it('has neighbours one link away', () => {
    const near = neighbourhood(graph, id);
    expect(near.has(id)).toBe(true);
    expect(near.size).toBe(1 + graph.edges.filter((edge) => edge.to === id || edge.from === id).length);
  });
});
