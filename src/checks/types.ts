import type { CacheReads, CacheServer } from '../shared/cache';
import type { ClientOnDisk, ClientProcesses, DelegateReport, InstalledBeside } from '../shared/client';
import type { DatabaseSchema, DatabaseServer, SequenceUse } from '../shared/database-schema';
import type { DatabaseUsage, IndexBuild } from '../shared/database-usage';
import type { Discovery } from '../shared/discovery';
import type { EndpointManifest, EndpointObservation } from '../shared/endpoints';
import type { Finding } from '../shared/finding';
import type { ReadIndexManifest } from '../shared/index-manifest';
import type {
  EngineDiagnosis,
  MigrationHistory,
  MigrationsFolder,
  MigrationsReplay,
} from '../shared/migrations';
import type { PrismaSchema } from '../shared/prisma-schema';
import type { QueryPlans } from '../shared/query-plans';
import type { TypeCheck } from '../shared/regeneration';
import { DEFAULT_THRESHOLDS, type Thresholds } from '../shared/thresholds';
import type { CheckGroup } from '../shared/verdict';

/** Everything that probes bring back, by name. A check names those that it needs. */
export type Observed = {
  /** The logical half of what is expected: models, fields, enums, with their lines. */
  'schema.prisma': PrismaSchema;
  /** The physical half: the tables that Prisma's engine would make for it. */
  'schema.ddl': DatabaseSchema;
  'migrations.folder': MigrationsFolder;
  'migrations.history': MigrationHistory;
  /** What the migrations make of an empty database: they were run in a shadow database. */
  'migrations.replay': MigrationsReplay;
  'migrations.engine': EngineDiagnosis;
  'database.server': DatabaseServer;
  'database.catalogue': DatabaseSchema;
  /** How far each sequence has counted. Reads data, so it needs SELECT. */
  'database.sequences': SequenceUse[];
  /** One for each folder of `--client`. */
  'client.disk': readonly ClientOnDisk[];
  /** One for each folder of `--client`. */
  'client.installed': readonly InstalledBeside[];
  'client.delegates': DelegateReport;
  'client.processes': ClientProcesses;
  /** What the application's own compiler says of its types against the client on disk. */
  'client.types': TypeCheck;
  'endpoints.results': EndpointObservation;
  /** The manifest alone, without a request. */
  'endpoints.declared': EndpointManifest;
  /** What the application's source serves. */
  'endpoints.discovered': Discovery;
  /** The server's counters: how tables and indexes were used. */
  'database.usage': DatabaseUsage;
  /** Indexes that are being built at this moment. */
  'database.index-builds': readonly IndexBuild[];
  /** The index manifest: strategic indexes and declared queries. */
  'indexes.declared': ReadIndexManifest;
  /** The application's queries, planned and never executed. */
  'queries.plans': QueryPlans;
  'cache.server': CacheServer;
  /** Endpoints that say whether they answered from a cache, asked cold and warm. */
  'cache.reads': CacheReads;
};
export type Need = keyof Observed;

export type CheckSettings = {
  /** Patterns of names to leave out (`*` stands for anything). */
  ignore: readonly string[];
  /** Where rules by statistics begin to speak; the usual ones where nobody set others. */
  thresholds?: Thresholds;
};

/** The thresholds that a check is to go by. */
export function thresholdsOf({ thresholds }: CheckSettings): Thresholds {
  return thresholds ?? DEFAULT_THRESHOLDS;
}

export type CheckResult = {
  /** How many things were held against one another. Zero is `unknown`, unless `nothingToCompare` says why it is right. */
  compared: number;
  findings: Finding[];
  /** Both sides were read and neither has such a thing (no enum anywhere): the check is `skipped` with this reason. */
  nothingToCompare?: string;
  /** What somebody chose not to have compared, with the setting: said beside the verdict that the rest came to. */
  leftOut?: string;
  /** The check could not compare, with why: it is `unknown` with this reason. */
  unknown?: string;
};

/** A pure function from observations to findings, with what it needs and what it is called. Its id is its file's name. */
export type Check<N extends Need = Need, O extends Need = never> = {
  id: string;
  group: CheckGroup;
  /** As it stands on the page: `Enums and their values`. */
  title: string;
  /** A failed one of these makes the check `unknown`, one that is not configured makes it `skipped`. */
  needs: readonly N[];
  /** Used when they are there; where they failed or are not configured the check does without. */
  uses?: readonly O[];
  /** Of these `uses` at least one has to be configured, and none of them may have failed. */
  atLeastOne?: readonly O[];
  run(observed: Pick<Observed, N> & Partial<Pick<Observed, O>>, settings: CheckSettings): CheckResult;
};

/** Keeps the needs' types inside a definition, and gives the form in which the registry holds all checks. */
export function defineCheck<const N extends Need, const O extends Need = never>(
  check: Check<N, O>,
): AnyCheck {
  return {
    id: check.id,
    group: check.group,
    title: check.title,
    needs: check.needs,
    uses: check.uses ?? [],
    atLeastOne: check.atLeastOne ?? [],
    runWith: (observed, settings) => {
      if (!hasAll(observed, check.needs)) {
        throw new Error(`The check ${check.id} was called without all of ${check.needs.join(', ')}.`);
      }
      const some = check.atLeastOne ?? [];
      if (some.length > 0 && some.every((need) => observed[need] === undefined)) {
        throw new Error(`The check ${check.id} was called without any of ${some.join(', ')}.`);
      }
      return check.run(observed, settings);
    },
  };
}

function hasAll<N extends Need>(
  observed: Partial<Observed>,
  needs: readonly N[],
): observed is Partial<Observed> & Pick<Observed, N> {
  return needs.every((need) => observed[need] !== undefined);
}

/** A check as the registry and the engine hold it. The engine calls `runWith` only when every need was observed. */
export type AnyCheck = {
  id: string;
  group: CheckGroup;
  title: string;
  needs: readonly Need[];
  uses: readonly Need[];
  atLeastOne?: readonly Need[];
  /** @throws when a need lacks, which is a fault of the caller, not of what is watched. */
  runWith(observed: Partial<Observed>, settings: CheckSettings): CheckResult;
};
