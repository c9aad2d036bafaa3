import type { ClientOnDisk, GeneratedClient, LoadedClient } from '../../shared/client';
import type { DatabaseSchema, Table } from '../../shared/database-schema';
import { NO_ROW_SECURITY } from '../../shared/database-schema';
import { EndpointDeclaration, type EndpointTry, endpointId } from '../../shared/endpoints';
import type { Finding } from '../../shared/finding';
import type { PrismaEnum, PrismaField, PrismaModel, PrismaSchema } from '../../shared/prisma-schema';
import { driftFinding } from '../support/drift-finding';
import type { Observed } from '../types';

export const SETTINGS = { ignore: [] };

export function aField(name: string, over: Partial<PrismaField> = {}): PrismaField {
  return {
    name,
    dbName: name,
    kind: 'scalar',
    type: 'String',
    isList: false,
    isRequired: true,
    isId: name === 'id',
    hasDefault: false,
    ...over,
  };
}

/** `aModel('StrugglePrediction', 'struggle_predictions', ['id', 'riskScore'])`. */
export function aModel(name: string, dbName: string, fields: (string | PrismaField)[] = ['id']): PrismaModel {
  return {
    name,
    dbName,
    schema: 'public',
    story: null,
    kind: 'model',
    ignored: false,
    fields: fields.map((field) => (typeof field === 'string' ? aField(field) : field)),
  };
}

export function anEnum(name: string, values: string[]): PrismaEnum {
  return {
    name,
    dbName: name,
    schema: 'public',
    values: values.map((value) => ({ name: value, dbName: value })),
  };
}

export function aSchema(models: PrismaModel[], enums: PrismaEnum[] = []): PrismaSchema {
  return {
    files: [{ path: 'prisma/schema.prisma', sha256: 'a' }],
    fingerprint: 'sha256:schema',
    provider: 'postgresql',
    schemas: ['public'],
    relationMode: 'foreignKeys',
    models,
    enums,
    notes: [],
    external: { tables: [], enums: [] },
    extensions: null,
  };
}

function aClient(over: Partial<GeneratedClient> = {}): GeneratedClient {
  return {
    name: 'client',
    dir: 'generated/prisma',
    layout: 'prisma-client',
    version: '7.10.0',
    engineType: 'client',
    runtime: 'package',
    fingerprint: 'sha256:client',
    schemaFingerprint: 'sha256:schema',
    models: [],
    enums: [],
    files: [{ path: 'client.ts', sizeBytes: 10, modifiedAt: '2026-01-01T00:00:00.000Z' }],
    missingFiles: [],
    brokenFiles: [],
    generatedAt: '2026-01-01T00:00:00.000Z',
    ...over,
  };
}

export function onDisk(over: Partial<GeneratedClient> = {}): ClientOnDisk[] {
  return [{ state: 'complete', client: aClient(over) }];
}

export const NO_CLIENT: ClientOnDisk[] = [
  { state: 'missing', name: 'client', dir: 'generated/prisma', found: 'nothing' },
];

export function aProcess(over: Partial<LoadedClient> = {}): LoadedClient {
  return {
    fingerprint: 'sha256:client',
    schemaFingerprint: 'sha256:schema',
    version: '7.10.0',
    models: [],
    pid: 7,
    startedAt: '2026-01-01T00:00:00.000Z',
    loadedAt: '2026-01-01T00:00:01.000Z',
    commit: null,
    ...over,
  };
}

export function aTable(name: string, columns: string[]): Table {
  return {
    schema: 'public',
    name,
    kind: 'table',
    columns: columns.map((column, position) => ({
      name: column,
      position: position + 1,
      type: 'text',
      nullable: false,
      default: null,
      generated: null,
      identity: null,
      collation: null,
    })),
    primaryKey: null,
    foreignKeys: [],
    indexes: [],
    checks: [],
    exclusions: [],
    triggers: [],
    rowSecurity: NO_ROW_SECURITY,
    query: null,
    rowEstimate: null,
    sizeBytes: null,
  };
}

export function aDatabase(tables: Table[], enums: Record<string, string[]> = {}): DatabaseSchema {
  return {
    schemas: ['public'],
    tables,
    enums: Object.entries(enums).map(([name, values]) => ({ schema: 'public', name, values })),
    sequences: [],
    extensions: [],
  };
}

export function aTry(over: Partial<EndpointTry> = {}): EndpointTry {
  const json = over.json;
  return {
    url: 'http://app/api',
    startedAt: '2026-01-01T00:00:00.000Z',
    status: 200,
    transportError: null,
    durationMs: 20,
    firstByteMs: 15,
    failedIn: null,
    headers: {},
    contentType: 'application/json',
    bodyText: json === undefined ? '' : JSON.stringify(json),
    bodyBytes: 2,
    ...over,
  };
}

export function noAnswer(code: string, message = 'It did not answer.'): EndpointTry {
  return aTry({ status: null, transportError: { code, message }, contentType: null });
}

/** A try that answered an error body as Americano does. */
export function anError(status: number, code: string, message: string): EndpointTry {
  return aTry({ status, json: { error: { code, message } } });
}

export function declare(path: string, over: Record<string, unknown> = {}): EndpointDeclaration {
  return EndpointDeclaration.parse({ path, ...over });
}

/** One endpoint for each pair of a declaration and its tries. */
export function answers(
  ...pairs: [declaration: EndpointDeclaration, tries: EndpointTry[], cold?: boolean][]
): Observed['endpoints.results'] {
  return {
    baseUrl: 'http://app',
    declarations: pairs.map(([declaration]) => declaration),
    results: pairs.map(([declaration, tries, cold]) => ({
      id: endpointId(declaration),
      tries,
      cold: cold ?? false,
      notSent: null,
    })),
  };
}

/** Any finding, for the tests of what is made of findings. */
export function aFinding(rule: Finding['rule'], about: string, over: Partial<Finding> = {}): Finding {
  return {
    ...driftFinding({
      about,
      rule,
      severity: 'error',
      impact: 'read',
      subject: { kind: 'database', name: about },
      message: `${about} is not in order.`,
      expected: 'order',
      observed: 'disorder',
      remedy: { kind: 'note', text: 'Put it in order.' },
    }),
    ...over,
  };
}
