import type { Extension } from '../../shared/database-schema';
import type { Finding } from '../../shared/finding';
import { extensionText } from './accept-extension';
import { driftFinding } from './drift-finding';
import { weightOf, weightOfExtra } from './impact';
import type { MigrationsSide } from './migrations-side';
import { sqlRemedy, statement } from './repair';
import { quoteName, quoteText } from './sql-text';

export type WantedExtension = Extension & {
  /** Who declares it, as a sentence names it. */
  by: string;
};

/** One that is declared and not installed: what it brings (types, functions, operator classes) is not there. */
export function missingExtension(wanted: WantedExtension): Finding {
  return finding(wanted, {
    rule: 'extension.missing',
    ...weightOf('breaks writes'),
    message: `Extension ${wanted.name} is declared by ${wanted.by}, but not installed in the database: its types, functions and operator classes are not there.`,
    expected: inWords(wanted),
    observed: 'not installed',
    source: wanted.source,
    remedy: sqlRemedy([
      statement(
        `CREATE EXTENSION IF NOT EXISTS ${quoteName(wanted.name)}${wanted.schema === null ? '' : ` WITH SCHEMA ${quoteName(wanted.schema)}`}${wanted.version === null ? '' : `${wanted.schema === null ? ' WITH' : ''} VERSION ${quoteText(wanted.version)}`}`,
        'extension',
        { note: 'The server must have its files, and most extensions want a superuser.' },
      ),
    ]),
  });
}

/** Another version, or another schema, than the datasource block asks for; what it leaves open is not compared. */
export function otherExtension(wanted: WantedExtension, found: Extension): Finding[] {
  const version = wanted.version !== null && found.version !== null && wanted.version !== found.version;
  const place = wanted.schema !== null && found.schema !== null && wanted.schema !== found.schema;
  if (!version && !place) return [];
  const asked = {
    ...found,
    version: version ? wanted.version : null,
    schema: place ? wanted.schema : null,
  };
  const real = {
    ...found,
    version: version ? found.version : null,
    schema: place ? found.schema : null,
  };
  const name = quoteName(wanted.name);
  return [
    finding(wanted, {
      rule: 'extension.version',
      // Where its functions lie decides whether an unqualified call finds them.
      ...weightOf('is drift'),
      message: `Extension ${wanted.name} is ${inWords(asked)} by ${wanted.by}, but ${inWords(real)} in the database.`,
      expected: inWords(asked),
      observed: inWords(real),
      source: wanted.source,
      remedy: sqlRemedy([
        ...(version && wanted.version !== null
          ? [
              statement(`ALTER EXTENSION ${name} UPDATE TO ${quoteText(wanted.version)}`, 'extension', {
                note: 'Works only where the extension brings a script from the one version to the other.',
              }),
            ]
          : []),
        ...(place && wanted.schema !== null
          ? [
              statement(`ALTER EXTENSION ${name} SET SCHEMA ${quoteName(wanted.schema)}`, 'extension', {
                note: 'Works only for an extension that can be moved.',
              }),
            ]
          : []),
      ]),
    }),
  ];
}

/** One that only the database has: it breaks nothing, but the next environment will lack what came to lean on it. */
export function unexpectedExtension(found: Extension, side: MigrationsSide): Finding {
  const nobody =
    side.schema === null
      ? 'schema.prisma does not declare it (migrations were not read)'
      : 'neither schema.prisma nor a migration declares it, so somebody installed it by hand';
  return finding(found, {
    rule: 'extension.unexpected',
    ...weightOfExtra('is drift', side.schema !== null),
    message: `Only the database has extension ${found.name}${found.version === null ? '' : ` ${found.version}`}: ${nobody}.`,
    expected: 'not installed',
    observed: inWords(found),
    source: undefined,
    remedy: {
      kind: 'edit',
      text: `// in the datasource block of schema.prisma, with previewFeatures = ["postgresqlExtensions"] in the generator\nextensions = [${extensionText(found.name)}]`,
    },
  });
}

function inWords({ version, schema }: Extension): string {
  return [
    version === null ? '' : `version ${version}`,
    schema === null ? '' : `in schema ${schema}`,
    version === null && schema === null ? 'installed' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}

type Parts = Omit<Parameters<typeof driftFinding>[0], 'about' | 'subject'>;

function finding({ name }: Extension, parts: Parts): Finding {
  return driftFinding({ ...parts, about: name, subject: { kind: 'extension', name } });
}
