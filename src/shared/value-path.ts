/** A step into a JSON value: the name of a member, or the index of an element. */
type Step = string | number;

const STEP = /\.?([A-Za-z_$][\w$-]*)|\[(\d+)\]|\["([^"]+)"\]|\['([^']+)'\]/y;

/**
 * Reads the path of a value in an answer: `items[0].id`, `total`, `["odd name"].x`; `$` is the whole body.
 * @returns its steps, or null where it is no path
 */
export function stepsOf(path: string): Step[] | null {
  const rest = path.replace(/^\$(?=$|[.[])/, '');
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < rest.length) {
    const at = STEP.lastIndex;
    const found = STEP.exec(rest);
    if (found === null) return null;
    const [text, name, index, double, single] = found;
    // Between two names stands a dot; before the first one only after `$`.
    const dotted = text.startsWith('.');
    if (name !== undefined && at > 0 && !dotted) return null;
    if (at === 0 && dotted && rest === path) return null;
    steps.push(index === undefined ? (name ?? double ?? single ?? '') : Number(index));
  }
  return path === '' ? null : steps;
}

/**
 * Follows a path into a JSON value.
 * @returns undefined where nothing stands there (JSON itself has no undefined)
 */
export function valueAt(json: unknown, path: string): unknown {
  const steps = stepsOf(path);
  if (steps === null) return undefined;
  let value = json;
  for (const step of steps) {
    if (typeof step === 'number') {
      value = Array.isArray(value) ? value[step] : undefined;
    } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, step)) {
      value = Array.isArray(value) && step !== 'length' ? undefined : Reflect.get(value, step);
    } else return undefined;
  }
  return value;
}
