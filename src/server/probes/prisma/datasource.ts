import type { Extension } from '../../../shared/database-schema';
import type { SourcePosition } from '../../../shared/finding';
import { codeLines } from '../../prisma/code-lines';
import type { SchemaFile } from '../../prisma/schema-text';

/** What the datasource block says and Prisma's parser checks, but does not tell in its answer. */
export type DatasourceSettings = {
  relationMode: 'foreignKeys' | 'prisma';
  extensions: Extension[] | null;
};

/** The settings of the datasource block that `get_config` leaves out. Their form has been approved by the parser. */
export function datasourceSettings(files: readonly SchemaFile[]): DatasourceSettings {
  const found: DatasourceSettings = { relationMode: 'foreignKeys', extensions: null };
  for (const file of files) {
    let inDatasource = false;
    codeLines(file.text).forEach((line, index) => {
      if (/^\s*datasource\s+\w+\s*\{/.test(line)) inDatasource = true;
      else if (/^\s*\}/.test(line)) inDatasource = false;
      else if (inDatasource) readSetting(found, line, { file: file.path, line: index + 1 });
    });
  }
  return found;
}

function readSetting(found: DatasourceSettings, line: string, source: SourcePosition): void {
  const [, name, value = ''] = /^\s*(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
  // `referentialIntegrity` was its name before Prisma 4.5, and is still taken.
  if ((name === 'relationMode' || name === 'referentialIntegrity') && /^"prisma"/.test(value))
    found.relationMode = 'prisma';
  if (name === 'extensions') found.extensions = readExtensions(value, source);
}

const EXTENSION = /(\w+)\s*(?:\(((?:"(?:[^"\\]|\\.)*"|[^")])*)\))?\s*(?=,|\]|$)/g;

/** `[citext, uuidOssp(map: "uuid-ossp", schema: "extensions", version: "1.1")]` */
function readExtensions(list: string, source: SourcePosition): Extension[] {
  const inner = list.replace(/^\[/, '').replace(/\]\s*$/, '');
  return [...inner.matchAll(EXTENSION)].map(([, name = '', options = '']) => {
    const option = (key: string) =>
      new RegExp(`\\b${key}\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(options)?.[1]?.replace(/\\(.)/g, '$1') ??
      null;
    return { name: option('map') ?? name, version: option('version'), schema: option('schema'), source };
  });
}
