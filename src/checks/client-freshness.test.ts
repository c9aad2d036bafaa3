import { describe, expect, it } from 'vitest';
import { clientFreshness } from './client-freshness';
import { aField, aModel, anEnum, aSchema, NO_CLIENT, onDisk, SETTINGS } from './testing/client-builders';
import type { Observed } from './types';

const user = aModel('User', 'users', ['id', 'email']);
const prediction = aModel('StrugglePrediction', 'struggle_predictions', ['id', 'riskScore']);
const status = anEnum('GoalStatus', ['ACTIVE', 'DONE']);
const schema = aSchema([user, prediction], [status]);
const fresh = { models: schema.models, enums: schema.enums };
const stale = { ...fresh, schemaFingerprint: 'sha256:old' };

const beside = (over: { cli?: string; client?: string; adapter?: string }) => [
  { name: 'client', cli: null, client: null, adapter: null, ...over },
];
const run = (disk: Observed['client.disk'], installed?: Observed['client.installed']) =>
  clientFreshness.runWith(
    { 'schema.prisma': schema, 'client.disk': disk, ...(installed ? { 'client.installed': installed } : {}) },
    SETTINGS,
  );

describe('client-freshness', () => {
  it('finds nothing in a client of the same schema and version', () => {
    expect(run(onDisk(fresh), beside({ cli: '7.10.0', client: '7.10.0' }))).toEqual({
      compared: 5,
      findings: [],
    });
    expect(run(onDisk(fresh), beside({}))).toEqual({
      compared: 3,
      findings: [],
    });
  });

  it('takes another text with the same content as a warning without impact', () => {
    const [finding] = run(onDisk(stale)).findings;
    expect(finding).toMatchObject({ rule: 'client.schema-changed', severity: 'warning', impact: 'none' });
    expect(finding?.message).toContain('comments');
  });

  it('names what the client lacks', () => {
    const [finding] = run(onDisk({ ...stale, models: [user], enums: [] })).findings;
    expect(finding).toMatchObject({
      key: 'client.schema-changed:client',
      severity: 'error',
      impact: 'read',
      message:
        'The generated client was made from another schema.prisma: it lacks 1 model (StrugglePrediction) and 1 enum (GoalStatus).',
      remedy: { kind: 'command', text: 'npx driftboard regenerate' },
    });
    expect(finding?.expected).not.toBe(finding?.observed);
  });

  it('names some of many models in the message, and all of them in what was observed', () => {
    const many = Array.from({ length: 28 }, (_, index) => aModel(`Epic${index}`, `epic_${index}`));
    const [finding] = clientFreshness.runWith(
      {
        'schema.prisma': aSchema([user, ...many]),
        'client.disk': onDisk({ ...stale, models: [user], enums: [] }),
      },
      SETTINGS,
    ).findings;
    expect(finding?.message).toContain('it lacks 28 models (Epic0, Epic1, Epic2, …).');
    expect(finding?.observed).toContain('Epic27');
  });

  it('names fields and values on either side, and fields that changed', () => {
    const client = {
      ...stale,
      models: [
        aModel('User', 'users', ['id', 'nick']),
        aModel('StrugglePrediction', 'struggle_predictions', ['id', aField('riskScore', { type: 'Float' })]),
      ],
      enums: [anEnum('GoalStatus', ['ACTIVE', 'GONE'])],
    };
    expect(run(onDisk(client)).findings[0]?.message).toBe(
      'The generated client was made from another schema.prisma: it lacks 1 field (User.email) and 1 enum value (GoalStatus.DONE); it has 1 field (User.nick) and 1 enum value (GoalStatus.GONE) too many; it knows 1 field (StrugglePrediction.riskScore) differently.',
    );
  });

  it('tells another major version from another minor one', () => {
    const version = (client: string) => run(onDisk(fresh), beside({ client })).findings;
    expect(version('7.11.0')).toMatchObject([
      { key: 'client.version:client', severity: 'warning', impact: 'none' },
    ]);
    expect(version('6.17.1')).toMatchObject([{ rule: 'client.version', severity: 'error', impact: 'read' }]);
  });

  it('calls it harmless where the client has a runtime of its own', () => {
    const [finding] = run(onDisk({ ...fresh, runtime: 'own' }), beside({ client: '6.17.1' })).findings;
    expect(finding).toMatchObject({ severity: 'warning', impact: 'none' });
    expect(finding?.message).toContain('its own runtime');
  });

  it('names adapter and command line of another version, and what brings them together', () => {
    const keys = (over: Parameters<typeof beside>[0], disk = onDisk(fresh)) =>
      run(disk, beside(over)).findings.map(({ key, severity, remedy }) => [key, severity, remedy.text]);
    expect(keys({ cli: '7.9.0', client: '7.10.0', adapter: '6.19.3' })).toEqual([
      ['client.version:client:adapter', 'warning', 'npm install @prisma/adapter-pg@7.10.0'],
      ['client.version:client:cli', 'warning', 'npm install --save-dev prisma@7.10.0'],
    ]);
    expect(keys({ adapter: '7.9.0' })).toMatchObject([
      ['client.version:client:adapter', 'info', expect.anything()],
    ]);
    // Generating anew with the same command line would make the same client.
    expect(keys({ cli: '7.10.0', client: '7.9.0' })).toEqual([
      ['client.version:client', 'warning', 'npm install @prisma/client@7.10.0'],
      ['client.version:client:cli', 'warning', 'npm install --save-dev prisma@7.9.0'],
    ]);
  });

  it('judges each of several clients for itself, and says which', () => {
    const two = [
      ...onDisk({ ...fresh, name: 'api' }),
      ...onDisk({ ...stale, name: 'worker', models: [user] }),
    ];
    const { compared, findings } = run(two, [
      { name: 'api', cli: null, client: '7.10.0', adapter: null },
      { name: 'worker', cli: null, client: '7.9.0', adapter: null },
    ]);
    expect(compared).toBe(8);
    expect(findings.map(({ key }) => key)).toEqual(['client.schema-changed:worker', 'client.version:worker']);
    for (const { message } of findings) expect(message).toMatch(/ \(Client worker\.\)$/);
    const [api] = onDisk({ ...fresh, name: 'api' });
    const half = run([...(api === undefined ? [] : [api]), ...NO_CLIENT]);
    expect(half).toMatchObject({ compared: 3, findings: [], unknown: expect.stringContaining('client') });
  });

  it('says of a client that has nothing in common with the schema that it belongs to another one', () => {
    const [finding] = run(onDisk({ ...stale, models: [aModel('Invoice', 'invoices')], enums: [] })).findings;
    expect(finding?.message).toBe(
      'The generated client belongs to another schema: of its 1 model (Invoice) schema.prisma has none.',
    );
    expect(finding?.remedy.kind).toBe('note');
  });

  it('compares nothing without a client, and says so', () => {
    expect(run(NO_CLIENT)).toMatchObject({ compared: 0, findings: [], unknown: expect.any(String) });
  });

  it('cannot run without its observations', () => {
    expect(() => clientFreshness.runWith({ 'schema.prisma': schema }, SETTINGS)).toThrow('client.disk');
  });
});
