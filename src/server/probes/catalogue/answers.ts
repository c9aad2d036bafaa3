import type { Cells } from './cells';
import type { objectQueries } from './object-queries';
import type { catalogueQueries, collationQueries, statisticsQuery, targetsQuery } from './queries';

type FieldsOf<Q> = Q extends { fields: Readonly<Record<infer F extends string, string>> } ? F : never;

/** The answers to a set of questions, each under its name. */
export type Answered<Q> = { readonly [K in keyof Q]: Cells<FieldsOf<Q[K]>> };

/** Everything that a DatabaseSchema is made of. */
export type CatalogueAnswers = Answered<ReturnType<typeof catalogueQueries>> &
  Answered<ReturnType<typeof objectQueries>> & {
    statistics: Answered<{ one: ReturnType<typeof statisticsQuery> }>['one'];
    /** Null where no foreign key leads out of the watched schemas. */
    targets: Answered<{ one: ReturnType<typeof targetsQuery> }>['one'] | null;
    /** Null where everything has the database's own collation. */
    collations: Answered<ReturnType<typeof collationQueries>> | null;
  };
