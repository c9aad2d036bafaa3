import { parseArgs } from 'node:util';
import { editDistance } from '../shared/edit-distance';

/** An option of a command: its name without the dashes, and how it is explained in the help. */
export type OptionSpec = {
  type: 'string' | 'boolean';
  multiple?: boolean;
  /** What stands for its value in the help: `URL`, `NAME`. */
  value?: string;
  help: string;
};
export type OptionSpecs = Record<string, OptionSpec>;

export type ParsedArguments = {
  values: Record<string, string | boolean | string[]>;
  positionals: string[];
  faults: string[];
};

/**
 * Parses a command's arguments and names every fault at once.
 * @param specs its options by their name without dashes
 * @param positionals how many words it takes at least and at most
 */
export function parseArguments(
  args: readonly string[],
  specs: OptionSpecs,
  positionals: { min: number; max: number; what: string },
): ParsedArguments {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
  );
  const faults: string[] = [];
  const {
    values,
    positionals: words,
    tokens,
  } = parseArgs({
    args: withoutForgottenValues(args, specs, faults),
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const spec = specs[token.name];
    if (spec === undefined) faults.push(unknownOption(token.rawName, specs));
    else if (spec.type === 'string' && !token.value) faults.push(needsValue(token.name, spec));
    else if (spec.type === 'boolean' && token.value !== undefined) {
      faults.push(`${token.rawName} takes no value.`);
    }
  }
  if (words.length < positionals.min) faults.push(`Name ${positionals.what}.`);
  for (const extra of words.slice(positionals.max)) faults.push(`"${extra}" is one word too many.`);
  return { values: pickKnown(values, specs), positionals: words, faults };
}

/** `--schema --client x`: the next option is no value, and a forgotten value must not swallow it. */
function withoutForgottenValues(args: readonly string[], specs: OptionSpecs, faults: string[]): string[] {
  return args.filter((arg, index) => {
    const spec = arg.startsWith('--') ? specs[arg.slice(2)] : undefined;
    const next = args[index + 1];
    if (spec?.type !== 'string' || (next !== undefined && !next.startsWith('--'))) return true;
    faults.push(needsValue(arg.slice(2), spec));
    return false;
  });
}

const needsValue = (name: string, spec: OptionSpec) =>
  `--${name} needs a value: --${name} ${spec.value ?? 'VALUE'}.`;

function pickKnown(
  values: Record<string, string | boolean | (string | boolean)[] | undefined>,
  specs: OptionSpecs,
): ParsedArguments['values'] {
  const known: ParsedArguments['values'] = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || specs[name] === undefined) continue;
    known[name] = Array.isArray(value) ? value.filter((part) => typeof part === 'string') : value;
  }
  return known;
}

function unknownOption(rawName: string, specs: OptionSpecs): string {
  const near = Object.keys(specs).find((name) => editDistance(`--${name}`, rawName) <= 2);
  return `${rawName} is no option of this command${near === undefined ? '' : `; did you mean --${near}?`}`;
}
