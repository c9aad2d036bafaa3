import { describe, expect, test } from 'vitest';
import { migrationsFolder } from '../../checks/testing/builders';
import { type CheckResult, defineCheck, type Need, type Observed } from '../../checks/types';
import { Settings } from '../../shared/config';
import type { Observation } from '../../shared/observation';
import type { Observer } from './observe';
import { runCheck } from './run-check';

const settings = Settings.parse({});
const installed = [{ name: 'client', cli: '7.0.0', client: '7.0.0', adapter: null }];

function observerOf(answers: { 'client.installed'?: Observation<Observed['client.installed']> }): Observer {
  return {
    observe: async (need) =>
      need === 'client.installed' && answers['client.installed']?.ok === false
        ? answers['client.installed']
        : { ok: false, reason: `${need} failed.`, evidence: [] },
    evidence: async () => ({}),
    close: async () => {},
  };
}

const check = (run: () => CheckResult) =>
  defineCheck({ id: 'example', group: 'client', title: 'Example', needs: ['client.installed'], run });

describe('running one check', () => {
  test('a missing observation makes it unknown, and it is not run', async () => {
    const never = check(() => {
      throw new Error('must not run');
    });
    const { report: result } = await runCheck(never, settings, observerOf({}), {});
    expect(result).toMatchObject({ verdict: 'unknown', compared: 0, reason: 'client.installed failed.' });
  });

  test('what is not configured makes it skipped', async () => {
    const observation = {
      ok: false as const,
      reason: 'No --client is set.',
      evidence: [],
      notConfigured: 'x',
    };
    const { report: result } = await runCheck(
      check(() => ({ compared: 1, findings: [] })),
      settings,
      observerOf({ 'client.installed': observation }),
      {},
    );
    expect(result).toMatchObject({ verdict: 'skipped', reason: 'No --client is set.' });
  });

  test('of what at least one has to be configured, a failed one makes it unknown', async () => {
    const either = defineCheck({
      id: 'either',
      group: 'indexes',
      title: 'Either',
      needs: [],
      uses: ['migrations.folder', 'indexes.declared'],
      atLeastOne: ['migrations.folder', 'indexes.declared'],
      run: () => ({ compared: 1, findings: [] }),
    });
    const unset = (need: string) => ({
      ok: false as const,
      reason: `No ${need} is set.`,
      evidence: [],
      notConfigured: 'x',
    });
    const folder = { ok: true as const, value: migrationsFolder([]), evidence: [] };
    const broken = { ok: false as const, reason: 'It has a fault.', evidence: [] };
    const judge = async (migrations: Observation<Observed['migrations.folder']>, isBroken: boolean) => {
      const given: { [N in Need]?: Observation<Observed[N]> } = {
        'migrations.folder': migrations,
        'indexes.declared': isBroken ? broken : unset('--index-manifest'),
      };
      const observer: Observer = {
        observe: async <N extends Need>(need: N) => {
          const answer: Observation<Observed[N]> | undefined = given[need];
          return answer ?? broken;
        },
        evidence: async () => ({}),
        close: async () => {},
      };
      const { report } = await runCheck(either, settings, observer, {});
      return [report.verdict, report.reason];
    };
    expect(await judge(folder, false)).toEqual(['pass', null]);
    expect(await judge(folder, true)).toEqual(['unknown', 'It has a fault.']);
    expect(await judge(unset('--migrations'), true)).toEqual(['unknown', 'It has a fault.']);
    expect(await judge(unset('--migrations'), false)).toEqual([
      'skipped',
      'No --migrations is set. No --index-manifest is set.',
    ]);
  });

  test('a check that throws is unknown and names itself', async () => {
    const broken = defineCheck({
      id: 'broken',
      group: 'client',
      title: 'Broken',
      needs: [],
      run: () => {
        throw new Error('index out of range');
      },
    });
    const { report: result } = await runCheck(broken, settings, observerOf({}), {});
    expect(result.verdict).toBe('unknown');
    expect(result.reason).toContain('index out of range');
  });

  test('a check gets only what it named, whatever else was read', async () => {
    let seen: string[] = [];
    const spy = defineCheck({
      id: 'spy',
      group: 'client',
      title: 'Spy',
      needs: [],
      run: (observed) => {
        seen = Object.keys(observed);
        return { compared: 1, findings: [] };
      },
    });
    await runCheck(spy, settings, observerOf({}), { 'client.installed': installed });
    expect(seen).toEqual([]);
  });

  test('a check that is switched off is skipped with why', async () => {
    const off = check(() => ({ compared: 1, findings: [] }));
    const { report: result } = await runCheck(off, { ...settings, skip: ['client'] }, observerOf({}), {});
    expect(result).toMatchObject({ verdict: 'skipped', reason: 'Switched off by --skip client.' });
  });
});
