/** `/api/health/*` among patterns: `*` stands for anything, over slashes too. */
export function matchesAny(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => wild(pattern).test(path));
}

function wild(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`);
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

const kindOf = (segment: string): 0 | 1 | 2 | 3 =>
  segment.startsWith('[[...') ? 3 : segment.startsWith('[...') ? 2 : segment.startsWith('[') ? 1 : 0;

const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');

/** Whether a route of Next (`/users/[id]`) answers a path, which may be a concrete one or a route's own name. */
export function routeMatches(route: string, path: string): boolean {
  const parts = segmentsOf(route).map((segment) => {
    const kind = kindOf(segment);
    if (kind === 0) return `/${escaped(segment)}`;
    if (kind === 1) return '/(?!\\[\\[?\\.\\.\\.)[^/]+';
    return kind === 2 ? '(/[^/]+)+' : '(/[^/]+)*';
  });
  return new RegExp(`^${parts.join('')}/?$`).test(path === '/' ? '' : path);
}

/** The one of several routes that Next takes for a path: fixed segments go before parameters, those before the rest. */
export function routeOf<R extends { path: string }>(routes: readonly R[], path: string): R | null {
  const same = routes.find((route) => route.path === path || `${route.path}/` === path);
  if (same !== undefined) return same;
  const fitting = routes.filter((route) => routeMatches(route.path, path));
  return fitting.sort((a, b) => compareRoutes(a.path, b.path))[0] ?? null;
}

function compareRoutes(a: string, b: string): number {
  const [left, right] = [segmentsOf(a), segmentsOf(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = kindOf(left[index] ?? '[[...') - kindOf(right[index] ?? '[[...');
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether the source of a rewrite of next.config fits a path; a pattern that is not read here fits everything. */
export function rewriteMatches(source: string, path: string): boolean {
  if (/[()]/.test(source)) return true;
  const parts = segmentsOf(source).map((segment) => {
    if (!segment.startsWith(':')) return `/${escaped(segment)}`;
    return segment.endsWith('*')
      ? '(/[^/]+)*'
      : segment.endsWith('+')
        ? '(/[^/]+)+'
        : segment.endsWith('?')
          ? '(/[^/]+)?'
          : '/[^/]+';
  });
  return new RegExp(`^${parts.join('')}/?$`).test(path);
}
