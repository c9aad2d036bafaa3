import type { DatabaseSession } from '../../probes/types';
import {
  CONSTRAINTS,
  EXTENSIONS,
  ExtensionRow,
  FUNCTIONS,
  INDEXES,
  IndexPartRow,
  OWNERSHIPS,
  PartRow,
  ROW_SECURITY,
  SCHEMAS,
  SEQUENCES,
  TABLES,
  TRIGGERS,
  TYPES,
  UNCOPYABLE,
  VIEWS,
} from './queries';
import type { Part, Structure } from './types';

/**
 * The live structure as statements that PostgreSQL writes itself. It reads the catalogue of a read-only snapshot and
 * nothing else.
 * @throws DatabaseError
 */
export async function readStructure(
  session: DatabaseSession,
  schemas: readonly string[],
): Promise<Structure> {
  const parts = async (sql: string): Promise<Part[]> => {
    const params = sql.includes('$1') ? [schemas] : [];
    return (await session.query(sql, PartRow, params)).rows;
  };
  const extensions = (await session.query(EXTENSIONS, ExtensionRow)).rows;
  const before = [
    ...(await parts(SCHEMAS)),
    ...(await parts(TYPES)),
    ...(await parts(SEQUENCES)),
    ...(await parts(FUNCTIONS)),
    ...(await parts(TABLES)),
    ...(await parts(OWNERSHIPS)),
  ];
  const constraints = await parts(CONSTRAINTS);
  const indexes = (await session.query(INDEXES, IndexPartRow, [schemas])).rows;
  const views = await parts(VIEWS);
  const after = [...(await parts(TRIGGERS)), ...(await parts(ROW_SECURITY))];
  const sound = indexes.filter(({ valid, ready }) => valid && ready);
  const isKey = ({ sql }: Part) => !/^ALTER TABLE \S+ ADD CONSTRAINT .* FOREIGN KEY /s.test(sql);
  return {
    extensions,
    parts: [
      ...before,
      ...constraints.filter(isKey),
      // A foreign key may stand on a unique index; an index may be of a materialized view.
      ...views,
      ...sound.map(({ what, sql }) => ({ what, sql })),
      ...constraints.filter((part) => !isKey(part)),
      ...after,
    ],
    broken: indexes
      .filter((index) => !sound.includes(index))
      .map(({ what, name, table, sql, ready }) => ({ what, name, table, sql, ready })),
    notCopied: (await parts(UNCOPYABLE)).map(({ what, sql }) => ({ what, why: sql })),
  };
}
