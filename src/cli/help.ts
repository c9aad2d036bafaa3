import type { OptionSpecs } from './arguments';
import {
  AUDIT_OPTIONS,
  BENCH_OPTIONS,
  DISCOVER_OPTIONS,
  OUTPUT_OPTIONS,
  REGENERATE_OPTIONS,
  REPORT_OPTIONS,
  SETTING_OPTIONS,
} from './verify-options';

function listed(specs: OptionSpecs): string {
  return Object.entries(specs)
    .map(([name, { value, help }]) => `  ${`--${name} ${value ?? ''}`.padEnd(30)} ${help}`)
    .join('\n');
}

/** What `driftboard --help` prints. */
export const HELP = `driftboard: do the schema, the database, the Prisma Client, the process and the routes agree?

  driftboard up [--port N] [--size small|demo|large] [--store-url URL] [--dev]
                               the dashboard, with everything that it needs started
  driftboard verify [options]  all checks once
  driftboard smoke [options]   the endpoints only
  driftboard regenerate        regenerate the client, then verify; its options: driftboard regenerate --help
  driftboard discover          routes and models of an application's source; its options: driftboard discover --help
  driftboard explain RULE      what a rule means, how it is decided, how to repair it
  driftboard report [RUN]      a run as Markdown or HTML, for a release ticket: driftboard report --help
  driftboard audit             whether what people decided was changed since: driftboard audit --help
  driftboard demo NAME|heal    make the embedded Americano ill, or well again
  driftboard bench SUBJECT     what a claim is worth, measured; its subjects: driftboard bench --help

Options of verify and smoke; each is a setting in driftboard.config.ts and in the environment too (DRIFTBOARD_…):

${listed({ ...SETTING_OPTIONS, ...OUTPUT_OPTIONS })}

Exit codes: 0 nothing found · 1 findings · 2 something could not be checked · 64 wrong usage or configuration
`;

/** What `driftboard regenerate --help` prints. */
export const REGENERATE_HELP = `driftboard regenerate: makes the generated client anew, brings the application to it, then verifies

  1. Check the schema             by Prisma's own parser
  2. Generate the client aside    the one in place stays as it is
  3. Judge the new client         its files, its import, a count through each model (with --database-url)
  4. Check the types              by the application's own tsc, against the new client (with --type-check)
  5. Put it in place              the whole folder at once; a failure or Ctrl-C until here leaves the old client whole
  6. Bring the application to it  loaded while it runs, or --restart-command, or --restart-webhook, or which processes
                                  need a restart; then its processes are asked until all of them hold it (--base-url)

Then all checks run as by driftboard verify, and its report goes to standard output. --format json prints one document
with both: {"version": 1, "job": …, "report": …}; the report is null where the job did not succeed.

Options of its own, each a setting too:

${listed(REGENERATE_OPTIONS)}

Options as of driftboard verify:

${listed({ ...SETTING_OPTIONS, ...OUTPUT_OPTIONS })}

Exit codes: 0 regenerated and nothing found · 1 a step failed, or findings · 2 something could not be checked ·
64 wrong usage or configuration · 130 cancelled
`;

const { source, manifest, schema, client, env, config } = SETTING_OPTIONS;

/** What `driftboard discover --help` prints. */
export const DISCOVER_HELP = `driftboard discover --source DIR: the routes of a Next application and the Prisma models that they use, from its source

Prints every route with its methods, the models with their operations and the place of each, and what could not be
followed. With --manifest it says which routes no entry declares and which entries nothing serves. It proposes entries,
and writes them only with --write. What is followed and what is not stands in docs/discovery.md.

${listed({ source, manifest, schema, client, ...DISCOVER_OPTIONS, env, config })}

Exit codes: 0 nothing to add · 1 routes that nobody declares, or entries that nothing serves · 2 the code does not tell
all of its routes, or a file that was named could not be read · 64 wrong usage or configuration
`;

/** What `driftboard bench --help` prints. */
export const BENCH_HELP = `driftboard bench SUBJECT: measures what a claim says, on the PostgreSQL that comes along only

  driftboard bench indexes     Americano's Epic 5 queries on its \`large\` data with and without the strategic indexes
  driftboard bench cache       Americano's hot reads with a cold and with a warm cache, in memory and in Redis

It works in a database of its own, which is taken away afterwards; Americano's own is not touched. The table goes to
standard output, progress to standard error. Read ratios, not milliseconds: another machine gives other milliseconds.

${listed({ ...BENCH_OPTIONS, env, config })}

Exit codes: 0 measured, whatever it says · 64 wrong usage or another database · 70 could not be measured · 130 cancelled
`;

/** What `driftboard audit --help` prints. */
export const AUDIT_HELP = `driftboard audit: whether what people decided was changed since; it only reads

Follows the chain of audit events by their hashes, and holds every decision and every waiver against the event that tells
of it: a changed, a removed and an added row is named. Whether the end of the chain was cut off together with its rows
cannot be known from the store alone: keep the last hash elsewhere, and give it with --expect (docs/sign-off.md).

${listed(AUDIT_OPTIONS)}

Exit codes: 0 nothing was changed · 1 something was · 2 it could not be read · 64 wrong usage or configuration
`;

/** What `driftboard report --help` prints. */
export const REPORT_HELP = `driftboard report [RUN]: a run as a document for a release, each figure with when and how it was measured

  without RUN                  all checks once, as driftboard verify, and the report of that
  RUN                          the number of a run that the running dashboard keeps: 412
                               or a file that driftboard verify --format json has written

What nobody measured stands there as that, with its reason. What stands in it is told in docs/report.md.

${listed(REPORT_OPTIONS)}

Options as of driftboard verify, without RUN only:

${listed(SETTING_OPTIONS)}

Exit codes as of driftboard verify, for the run that is reported
`;
