import { OUTPUT_OPTIONS, SETTING_OPTIONS } from './verify-options';

const options = Object.entries({ ...SETTING_OPTIONS, ...OUTPUT_OPTIONS }).map(
  ([name, spec]) => `  ${`--${name} ${'value' in spec ? spec.value : ''}`.padEnd(30)} ${spec.help}`,
);

/** What `driftboard --help` prints. */
export const HELP = `driftboard: do the schema, the database, the Prisma Client, the process and the routes agree?

  driftboard up [--port N] [--size small|demo|large] [--dev]
                               the dashboard, with everything that it needs started
  driftboard verify [options]  all checks once
  driftboard smoke [options]   the endpoints only
  driftboard regenerate        regenerate the client, then verify
  driftboard explain RULE      what a rule means, how it is decided, how to repair it
  driftboard demo NAME|heal    make the embedded Americano ill, or well again

Options of verify and smoke; each is a setting in driftboard.config.ts and in the environment too (DRIFTBOARD_…):

${options.join('\n')}

Exit codes: 0 nothing found · 1 findings · 2 something could not be checked · 64 wrong usage or configuration
`;
