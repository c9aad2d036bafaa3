import * as application from './claims-application';
import * as database from './claims-database';
import type { ReportInput } from './model';
import type { Standing } from './standing';

/** One claim of the report that the incident's team wrote by hand, and what this run measured of it. */
export type Claim = Standing & { claim: string };

/** Each claim of the incident's table, in its order. */
export function claimsOf(input: ReportInput): Claim[] {
  return [
    {
      claim: 'The database has every table of the schema (the incident counted 67)',
      ...database.tables(input),
    },
    { claim: 'It has every enum (the incident counted 51)', ...database.enums(input) },
    { claim: 'Every enum value is equal to the schema’s, in the same order', ...database.enumValues(input) },
    {
      claim: 'The client was regenerated: the schema inside it is schema.prisma',
      ...application.client(input),
    },
    { claim: 'The running processes hold that client', ...application.processes(input) },
    { claim: 'No route fails for the schema', ...application.schemaErrors(input) },
    { claim: 'Every route works: 100 % availability', ...application.routes(input) },
    {
      claim: 'No route is claimed that the code does not have, and none is untested',
      ...application.code(input),
    },
    { claim: 'More than 20 models of Epic 5 are usable', ...application.models(input) },
    { claim: 'All tables are fully indexed', ...database.declared(input) },
    { claim: 'The strategic indexes are in place (the incident counted 27)', ...database.strategic(input) },
    { claim: 'All foreign keys are as declared', ...database.foreignKeys(input) },
    { claim: 'All foreign keys delete with CASCADE', ...database.cascade(input) },
    { claim: 'An index leads with the columns of every foreign key', ...database.foreignKeyCover(input) },
    { claim: 'Queries are 75 to 91 % faster through the strategic indexes', ...database.gains() },
    { claim: 'Hot reads are 98 % faster through the cache', ...application.cache(input) },
    { claim: 'No type errors after generating', ...application.types(input) },
  ];
}
