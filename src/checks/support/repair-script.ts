import type { RepairStatement } from '../../shared/finding';
import { quoteName } from './sql-text';
import { countOf } from './words';

/** A statement that has to wait longer than this for its lock gives up, so that it does not hold up all who come after. */
const LOCK_TIMEOUT = '5s';

type Block = { inside: boolean; phase: string; statements: RepairStatement[] };

/**
 * The statements as one text to paste: what belongs into a transaction in blocks by phase, what PostgreSQL takes only
 * outside of one apart, and before each statement what it does to a database in use.
 * @param searchPath the schema in which names written without one are looked up, where it is not `public`
 */
export function repairScript(
  statements: readonly RepairStatement[],
  findings: number,
  searchPath: string | null,
): string {
  if (statements.length === 0) return '';
  const path = searchPath === null ? [] : [`SET search_path = ${quoteName(searchPath)}, public;`];
  return [
    `-- ${countOf(statements.length, 'statement')} for ${countOf(findings, 'finding')}, in the order in which they run. Try them on a copy first: driftboard verify --rehearse.`,
    '-- With psql: psql -v ON_ERROR_STOP=1 -f FILE, so that nothing goes on after an error.',
    ...path,
    '',
    ...blocksOf(statements).flatMap((block) => [...blockLines(block), '']),
  ].join('\n');
}

function blocksOf(statements: readonly RepairStatement[]): Block[] {
  const blocks: Block[] = [];
  for (const statement of statements) {
    const inside = statement.transaction === 'inside';
    const last = blocks.at(-1);
    if (last !== undefined && last.inside === inside && (last.phase === statement.phase || !inside)) {
      last.statements.push(statement);
    } else blocks.push({ inside, phase: statement.phase, statements: [statement] });
  }
  return blocks;
}

function blockLines({ inside, phase, statements }: Block): string[] {
  const parts = statements.flatMap((statement) => [
    ...hazardsInWords(statement).map((line) => `-- ${line}`),
    statement.sql,
  ]);
  if (inside) {
    return [
      `-- In one transaction: ${phase}`,
      'BEGIN;',
      `SET LOCAL lock_timeout = '${LOCK_TIMEOUT}';`,
      ...parts,
      'COMMIT;',
    ];
  }
  // One that is broken off half way leaves an index behind that is not valid: it has to wait for as long as it takes.
  return [
    '-- Each by itself, outside a transaction',
    'SET lock_timeout = 0;',
    ...parts,
    'RESET lock_timeout;',
  ];
}

/** What a statement does to a database in use, as lines: its lock, whether it reads or writes whole tables, what it risks. */
export function hazardsInWords(statement: RepairStatement): string[] {
  const { lock, lockedTable, rewrites, scans, dataLoss, note } = statement;
  const facts = [
    lock === null ? '' : `locks ${lockedTable ?? 'its table'} ${lock}`,
    rewrites ? 'writes the whole table anew' : '',
    scans && !rewrites ? 'reads the whole table' : '',
    dataLoss === 'certain'
      ? 'REMOVES DATA'
      : dataLoss === 'possible'
        ? 'fails on, or changes, values that do not fit'
        : '',
  ].filter((fact) => fact !== '');
  return [
    ...(facts.length === 0 ? [] : [facts.join('; ')]),
    ...(note === null ? [] : [note.replaceAll('\n', ' ')]),
  ];
}
