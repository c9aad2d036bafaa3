import type { ColumnUse, DatabaseUsage, IndexUse, TableUse } from '../../shared/database-usage';

/** The counters of a server that stands alone and has counted for thirty days. */
export function databaseUsage(over: Partial<DatabaseUsage> = {}): DatabaseUsage {
  return {
    now: '2026-11-30T12:00:00.000Z',
    countedSince: '2026-10-31T12:00:00.000Z',
    serverStartedAt: '2026-10-31T12:00:00.000Z',
    isReplica: false,
    replicas: 0,
    tracksCounts: true,
    tables: [],
    indexes: [],
    columns: [],
    columnsUnreadable: null,
    ...over,
  };
}

/** A table of 100,000 rows to which 30,000 were written since, that was analysed a day ago. */
export function tableUsed(name: string, over: Partial<TableUse> = {}): TableUse {
  return {
    schema: 'public',
    name,
    liveRows: 100_000,
    deadRows: 0,
    modifiedRows: 0,
    sequentialScans: 0,
    indexScans: 0,
    inserts: 30_000,
    updates: 0,
    hotUpdates: 0,
    deletes: 0,
    analyzedAt: '2026-11-29T12:00:00.000Z',
    ...over,
  };
}

/** An index of 20 MB that a hundred queries a day use. */
export function indexUsed(tableName: string, name: string, over: Partial<IndexUse> = {}): IndexUse {
  return {
    schema: 'public',
    table: tableName,
    name,
    scans: 3_000,
    lastScanAt: '2026-11-30T11:00:00.000Z',
    madeAt: null,
    sizeBytes: 20_000_000,
    leanBytes: null,
    ...over,
  };
}

export function columnUsed(tableName: string, columnName: string, nullFraction: number): ColumnUse {
  return { schema: 'public', table: tableName, column: columnName, nullFraction };
}
