import { codeLines } from './code-lines';

/** One file of a Prisma schema. */
export type SchemaFile = {
  /** How messages name the file; it need not exist. */
  path: string;
  text: string;
};

const CONNECTION_SETTING = /^\s*(url|directUrl|shadowDatabaseUrl)\s*=/;

/**
 * Schema files as Prisma 7 accepts them: connection settings, which Prisma 5 and 6 kept in the datasource block, are
 * blanked there and nowhere else (models may have fields called `url`). Line numbers stay. Notes say what was taken out.
 */
export function withoutConnectionSettings(files: SchemaFile[]): { files: SchemaFile[]; notes: string[] } {
  const notes: string[] = [];
  const stripped = files.map((file) => {
    const code = codeLines(file.text);
    let inDatasource = false;
    const lines = file.text.split('\n').map((line, index) => {
      const bare = code[index] ?? '';
      if (/^\s*datasource\s+\w+\s*\{/.test(bare)) inDatasource = true;
      else if (/^\s*\}/.test(bare)) inDatasource = false;
      const setting = inDatasource ? CONNECTION_SETTING.exec(bare)?.[1] : undefined;
      if (setting === undefined) return line;
      notes.push(
        `${file.path}:${index + 1}: the datasource's "${setting}" was left out: Prisma 7 has it in prisma.config.ts.`,
      );
      return '';
    });
    return { path: file.path, text: lines.join('\n') };
  });
  return { files: stripped, notes };
}

/**
 * The same files without the named preview features (an empty list remains where all are taken).
 * Notes say which were taken out.
 */
export function withoutPreviewFeatures(
  files: SchemaFile[],
  names: ReadonlySet<string>,
): { files: SchemaFile[]; notes: string[] } {
  const notes: string[] = [];
  const stripped = files.map((file) => ({
    path: file.path,
    text: file.text.replace(/(previewFeatures\s*=\s*\[)([^\]]*)\]/g, (_whole, head: string, list: string) => {
      const kept = list
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '' && !names.has(item.replaceAll('"', '')));
      return `${head}${kept.join(', ')}]`;
    }),
  }));
  for (const name of names) {
    notes.push(`The preview feature "${name}" was left out: this version of Prisma does not know it.`);
  }
  return { files: stripped, notes };
}

/** Names of preview features that an error message of Prisma's parser calls unknown. */
export function unknownPreviewFeatures(message: string): Set<string> {
  const names = [...message.matchAll(/The preview feature \\?"([^"\\]+)\\?" is not known/g)].map(
    (match) => match[1],
  );
  return new Set(names.filter((name) => name !== undefined));
}
