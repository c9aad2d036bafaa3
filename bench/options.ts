import { parseArgs } from 'node:util';
import { isSize, SIZES, type Size } from './sizes';

export type BenchOptions = {
  sizes: Size[];
  /** Null: as many as the size bears. */
  rounds: number | null;
  jsonFile: string | null;
  write: boolean;
  help: boolean;
};

export const HELP = `npm run bench -- [options]: how fast Driftboard looks at a catalogue, beside the floor and Prisma's schema engine,
and at endpoints, beside fetch and node:http

  --sizes LIST   of real,s500,s2000,s10000 (default: all); s<N> makes N tables; none: only the endpoints
  --rounds N     how often each is measured (default: 15 of the small sizes, 5 of the large)
  --json FILE    write every figure there
  --write        write the output into docs/benchmarks.md

It starts a PostgreSQL of its own in a temporary folder and leaves nothing behind. It judges no test: ✓ and ✗ stand
beside the targets. Read the ratios: another machine gives other milliseconds.
`;

/** @throws Error with a sentence for every option that is not understood */
export function parseBenchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sizes: { type: 'string', default: SIZES.join(',') },
      rounds: { type: 'string' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const names = values.sizes === 'none' ? [] : values.sizes.split(',');
  const sizes = names.map((name) => {
    if (!isSize(name)) throw new Error(`--sizes takes real, s<N> such as s500, or none, not "${name}".`);
    return name;
  });
  const rounds = values.rounds === undefined ? null : Number(values.rounds);
  if (rounds !== null && !(Number.isInteger(rounds) && rounds > 0))
    throw new Error(`--rounds takes a number from 1 on, not "${values.rounds}".`);
  return { sizes, rounds, jsonFile: values.json ?? null, write: values.write, help: values.help };
}
