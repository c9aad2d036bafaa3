import type { createColors } from 'picocolors';
import type { DiscoveredRoute, Discovery } from '../../shared/discovery';
import type { Comparison } from '../../shared/route-comparison';

type Colors = ReturnType<typeof createColors>;

/** What `driftboard discover` prints for a person: routes, what they use and where, and what the manifest lacks. */
export function formatDiscovery(discovery: Discovery, comparison: Comparison | null, colors: Colors): string {
  const { routes, files, root, uncertain } = discovery;
  const lines = [
    `${colors.bold(`${routes.length} routes`)} below ${root}, ${files} files read`,
    '',
    ...routes.flatMap((route) => routeLines(route, colors)),
    ...uncertain.map(({ reason, at }) => colors.yellow(`? ${at.file}:${at.line}: ${reason}`)),
    ...(comparison === null ? [] : comparisonLines(comparison, colors)),
  ];
  return `${lines.join('\n')}\n`;
}

function routeLines(
  { path, methods, at, models, enums, uncertain }: DiscoveredRoute,
  colors: Colors,
): string[] {
  const most = Math.max(0, ...models.map(({ model }) => model.length));
  return [
    `${colors.bold(`${methods.join(', ') || '?'} ${path}`)}  ${colors.dim(`${at.file}:${at.line}`)}`,
    ...models.map(({ model, operations, via, at: place }) => {
      const way = colors.dim(`${place.file}:${place.line}, ${via.join(' → ')}`);
      return `    ${model.padEnd(most)}  ${operations.join(', ') || 'an unknown operation'}  ${way}`;
    }),
    ...(enums.length === 0 ? [] : [`    ${colors.dim(`enums: ${enums.join(', ')}`)}`]),
    ...uncertain.map(({ reason, at: place }) =>
      colors.yellow(`    ? ${place.file}:${place.line}: ${reason}`),
    ),
  ];
}

function comparisonLines({ undeclared, unserved, models, unknown }: Comparison, colors: Colors): string[] {
  const lines = [
    ...unserved.map(({ message }) => colors.red(`✗ ${message}`)),
    ...undeclared.map(({ message }) => `+ ${message}`),
    ...models.map(
      ({ id, lacking }) => `+ ${id} uses ${lacking.join(', ')} too, which its entry does not name.`,
    ),
    ...(unknown === null ? [] : [colors.yellow(`? ${unknown}`)]),
  ];
  return [
    '',
    ...(lines.length === 0 ? ['The manifest declares every route, and every entry is served.'] : lines),
  ];
}
