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

const run = (disk: Observed['client.disk'], installed?: Observed['client.installed']) =>
  clientFreshness.runWith(
    { 'schema.prisma': schema, 'client.disk': disk, ...(installed ? { 'client.installed': installed } : {}) },
    SETTINGS,
  );

describe('client-freshness', () => {
  it('finds nothing in a client of the same schema and version', () => {
    expect(run(onDisk(fresh), { cli: '7.10.0', client: '7.10.0', adapter: null })).toEqual({
      compared: 4,
      findings: [],
    });
    expect(run(onDisk(fresh), { cli: null, client: null, adapter: null })).toEqual({
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
    const version = (client: string) => run(onDisk(fresh), { cli: null, client, adapter: null }).findings;
    expect(version('7.11.0')).toMatchObject([
      { rule: 'client.version', severity: 'warning', impact: 'none' },
    ]);
    expect(version('6.17.1')).toMatchObject([{ rule: 'client.version', severity: 'error', impact: 'read' }]);
  });

  it('compares nothing without a client, and says so', () => {
    expect(run(NO_CLIENT)).toMatchObject({ compared: 0, findings: [], unknown: expect.any(String) });
  });

  it('cannot run without its observations', () => {
    expect(() => clientFreshness.runWith({ 'schema.prisma': schema }, SETTINGS)).toThrow('client.disk');
  });
});
