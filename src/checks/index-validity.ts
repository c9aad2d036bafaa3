import type { Index, Table } from '../shared/database-schema';
import type { IndexBuild } from '../shared/database-usage';
import type { Finding } from '../shared/finding';
import { ignoreFilter } from './support/ignore';
import { weightOf } from './support/impact';
import { indexFinding } from './support/index-findings';
import { indexInWords, sameIndex } from './support/index-match';
import { modelFinder, nameOf, tableInWords } from './support/names';
import { sqlRemedy } from './support/repair';
import { dropIndexStatements, rebuildIndexStatements } from './support/repair-index';
import { countOf, inBrief } from './support/words';
import { defineCheck } from './types';

/** Every live index is valid and ready: one that is not costs on each write and serves no read. */
export const indexValidity = defineCheck({
  id: 'index-validity',
  group: 'indexes',
  title: 'Validity of the indexes',
  needs: ['database.catalogue'],
  uses: ['schema.prisma', 'database.index-builds'],
  run: (observed, settings) => {
    const ignore = ignoreFilter(settings.ignore);
    const findModel = modelFinder(observed['schema.prisma']);
    const { tables } = observed['database.catalogue'];
    const builds = observed['database.index-builds'];
    const built = new Map(builds?.map((build) => [nameOf(build), build]));
    const working: IndexBuild[] = [];
    const findings: Finding[] = [];
    let compared = 0;
    for (const table of tables) {
      for (const index of table.indexes) {
        if (ignore.part(table.schema, table.name, index.name)) continue;
        compared += 1;
        if (index.valid && index.ready) continue;
        const build = built.get(nameOf(index));
        if (build === undefined) findings.push(invalid(index, table, findModel(table), builds !== undefined));
        else working.push(build);
      }
    }
    const leftOut = working.length === 0 ? {} : { leftOut: beingBuilt(working) };
    if (compared > 0 || tables.length === 0)
      return { compared: compared - working.length, findings, ...leftOut };
    return { compared, findings, nothingToCompare: 'No table of the database has an index.' };
  },
});

/** It is not valid yet, and that is no fault; nor is it said to be in order. */
function beingBuilt(builds: readonly IndexBuild[]): string {
  const each = builds.map(({ schema, table, name, phase, done }) => {
    const far = done === null ? '' : `, ${Math.floor(done * 100)} % done`;
    return `${name} on ${schema}.${table}${phase === null ? '' : ` (${phase}${far})`}`;
  });
  return `${countOf(builds.length, 'index', 'indexes')} not judged, since somebody is building or dropping ${builds.length === 1 ? 'it' : 'them'} at this moment: ${inBrief(each)}. Look again when that is done.`;
}

function invalid(
  index: Index,
  table: Table,
  model: ReturnType<ReturnType<typeof modelFinder>>,
  buildsAreKnown: boolean,
): Finding {
  const unless = buildsAreKnown
    ? ''
    : ' (unless somebody is building it at this moment, which could not be read)';
  const state = index.valid ? 'not ready for writes' : index.ready ? 'not valid' : 'neither valid nor ready';
  return indexFinding(index, model, {
    rule: 'index.invalid',
    about: `${table.schema}.${table.name}:${index.name}`,
    ...weightOf(index.unique ? 'loses integrity' : 'slows'),
    message: `Index ${index.name}, ${indexInWords(index)}, on ${tableInWords(table, model)} should be valid, but is ${state} in the database, so that no query uses it${index.unique ? ' and uniqueness is not assured' : ''}${unless}.`,
    expected: 'valid and ready',
    observed: state,
    remedy: sqlRemedy(
      isLeftover(index, table) ? dropIndexStatements(index, table) : rebuildIndexStatements(index, table),
    ),
  });
}

/** What a REINDEX CONCURRENTLY that failed has left beside the index that it was to replace, or that has replaced it. */
function isLeftover(index: Index, table: Table): boolean {
  return (
    /_cc(new|old)\d*$/.test(index.name) &&
    table.indexes.some((other) => other.valid && other.ready && sameIndex(other, index))
  );
}
