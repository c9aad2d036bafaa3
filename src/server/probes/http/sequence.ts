import { type EndpointDeclaration, endpointId } from '../../../shared/endpoints';
import { referencesIn } from './references';

/** The saved values that a declaration uses, each once. */
export function usedValues({ params, query, headers, body }: EndpointDeclaration): string[] {
  return [...new Set(referencesIn([params, query, headers, body]))];
}

type Sequence = {
  /** Declarations that may go together, then those that wait for them, and so on. */
  levels: EndpointDeclaration[][];
  /** Those that wait for themselves in a circle; empty where everything can be sent. */
  circle: EndpointDeclaration[];
  /** Who saves a value. */
  savers: ReadonlyMap<string, EndpointDeclaration>;
};

/** Puts declarations in the order in which their values come about. Names that nobody saves do not count. */
export function sequenceOf(declarations: readonly EndpointDeclaration[]): Sequence {
  const savers = new Map(
    declarations.flatMap((one) =>
      Object.keys(one.save).map((name): [string, EndpointDeclaration] => [name, one]),
    ),
  );
  const waitsFor = (one: EndpointDeclaration) => usedValues(one).flatMap((name) => savers.get(name) ?? []);
  const levels: EndpointDeclaration[][] = [];
  const placed = new Set<EndpointDeclaration>();
  let left = [...declarations];
  while (left.length > 0) {
    const level = left.filter((one) => waitsFor(one).every((saver) => placed.has(saver)));
    if (level.length === 0) break;
    for (const one of level) placed.add(one);
    levels.push(level);
    left = left.filter((one) => !placed.has(one));
  }
  return { levels, circle: left, savers };
}

/** Faults of a manifest's sequences: unknown names, two who save the same, and circles. */
export function sequenceFaults(declarations: readonly EndpointDeclaration[]): string[] {
  const names = declarations.flatMap((one) => Object.keys(one.save));
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const unknown = declarations.flatMap((one, index) =>
    usedValues(one)
      .filter((name) => !names.includes(name))
      .map((name) => `endpoints[${index}]: ${unknownName(name)}`),
  );
  const circle = sequenceOf(declarations).circle.map(endpointId);
  return [
    ...twice.map((name) => `\${${name}} is saved by more than one endpoint`),
    ...unknown,
    ...(circle.length === 0 ? [] : [`${circle.join(', ')}: each waits for a value of another, in a circle`]),
  ];
}

function unknownName(name: string): string {
  return name.startsWith('env:')
    ? `\${${name}} stands where no variable of the environment may stand: name it in \`auth\``
    : `\${${name}} is saved by no endpoint (for the text itself write $\${${name}})`;
}
