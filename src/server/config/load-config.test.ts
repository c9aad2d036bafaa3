import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../../shared/thresholds';
import { ConfigError, type ConfigFlags, loadConfig } from './index';

const OWN = `export default { default: 'local', environments: { local: { embedded: true, schema: 'prisma/schema.prisma',
  migrations: 'prisma/migrations', client: 'src/generated/americano', manifest: 'driftboard.endpoints.ts', timeoutMs: 5000 },
  staging: { databaseUrl: 'postgresql://app@db/staging', baseUrl: 'https://staging.test' } } };`;

let root: string;
let cwd: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'driftboard-config-'));
  cwd = join(root, 'elsewhere');
  await mkdir(cwd);
  await writeFile(join(root, 'driftboard.config.ts'), OWN);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const load = (flags: ConfigFlags, env: Record<string, string> = {}, from = root) =>
  loadConfig({ flags, env: { NODE_ENV: 'test', ...env }, cwd: from, projectRoot: root });

const faultsOf = async (attempt: Promise<unknown>) => {
  const error = await attempt.catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error(`No ConfigError, but ${String(error)}`);
  expect(error.exitCode).toBe(64);
  return error.faults;
};

describe('precedence', () => {
  test('nothing given: the own file, with the embedded server and absolute paths', async () => {
    const { settings, configFile, environments } = await load({});
    expect(settings).toMatchObject({ env: 'local', embedded: true, databaseUrl: null, timeoutMs: 5000 });
    expect(settings.schema).toBe(join(root, 'prisma/schema.prisma'));
    expect(configFile).toBe(join(root, 'driftboard.config.ts'));
    expect(environments).toEqual(['local', 'staging']);
  });

  test('the command line wins over the environment, and that over the file', async () => {
    expect((await load({}, { DRIFTBOARD_TIMEOUT_MS: '6000' })).settings.timeoutMs).toBe(6000);
    const both = await load({ timeoutMs: '7000' }, { DRIFTBOARD_TIMEOUT_MS: '6000' });
    expect(both.settings.timeoutMs).toBe(7000);
  });

  test('what may be sent, and how much at a time, come from flags, variables and the file', async () => {
    expect((await load({})).settings).toMatchObject({
      production: false,
      allowWrites: false,
      allowPrivateAddress: false,
      concurrency: 16,
    });
    const variables = {
      DRIFTBOARD_PRODUCTION: 'yes',
      DRIFTBOARD_ALLOW_WRITES: '0',
      DRIFTBOARD_CONCURRENCY: '4',
    };
    expect((await load({}, variables)).settings).toMatchObject({
      production: true,
      allowWrites: false,
      concurrency: 4,
    });
    const flags = { allowWrites: true, allowPrivateAddress: true, concurrency: '9' };
    expect((await load(flags, variables)).settings).toMatchObject({
      ...flags,
      production: true,
      concurrency: 9,
    });
    await expect(load({ concurrency: '0' }, { DRIFTBOARD_PRODUCTION: 'maybe' })).rejects.toThrow(
      /--concurrency must be at least 1[\s\S]*DRIFTBOARD_PRODUCTION must be of type boolean|DRIFTBOARD_PRODUCTION must be of type boolean[\s\S]*--concurrency must be at least 1/,
    );
  });

  test('DRIFTBOARD_DATABASE_URL wins over DATABASE_URL, and an empty variable counts as not set', async () => {
    const env = { DATABASE_URL: 'postgresql://a@h/one', DRIFTBOARD_DATABASE_URL: 'postgresql://a@h/two' };
    expect((await load({}, env)).settings.databaseUrl).toBe('postgresql://a@h/two');
    expect((await load({}, { DATABASE_URL: '' })).settings).toMatchObject({
      embedded: true,
      databaseUrl: null,
    });
  });

  test('with DATABASE_URL the embedded server is not used, unless it is its own', async () => {
    const url = 'postgresql://a@h/one';
    const outside = await load({}, { DATABASE_URL: url });
    expect(outside.settings).toMatchObject({ embedded: false, databaseUrl: url });
    expect(outside.settings.schema).toBe(join(root, 'prisma/schema.prisma'));
    const own = await load({}, { DATABASE_URL: url, DRIFTBOARD_EMBEDDED: '1' });
    expect(own.settings).toMatchObject({ embedded: true, databaseUrl: url });
  });

  test('paths of flags and variables are relative to the working directory, those of a file to the file', async () => {
    await writeFile(join(cwd, 'mine.json'), '{"schema": "a.prisma"}');
    const { settings } = await load(
      { config: 'mine.json', client: 'gen' },
      { DRIFTBOARD_SOURCE: 'src' },
      cwd,
    );
    expect(settings).toMatchObject({
      schema: join(cwd, 'a.prisma'),
      client: [join(cwd, 'gen')],
      source: join(cwd, 'src'),
      embedded: false,
    });
  });

  test('lists come from commas and repetitions', async () => {
    const { settings } = await load({ only: 'schema,indexes', ignore: ['tmp_*', 'a, b'] });
    expect(settings.only).toEqual(['schema', 'indexes']);
    expect(settings.ignore).toEqual(['tmp_*', 'a', 'b']);
  });

  test('--env chooses an environment of the file', async () => {
    const { settings } = await load({ env: 'staging' });
    expect(settings).toMatchObject({
      env: 'staging',
      embedded: false,
      schema: null,
      baseUrl: 'https://staging.test',
    });
  });
});

describe('thresholds', () => {
  const withFile = (text: string) =>
    writeFile(join(root, 'driftboard.config.ts'), `export default { embedded: true, thresholds: ${text} };`);

  test('are the usual ones but for those that a source names, and a nearer source wins one by one', async () => {
    expect((await load({})).settings.thresholds).toEqual(DEFAULT_THRESHOLDS);
    await withFile('{ largeTableRows: 500, staleFraction: 0.5, bloatFraction: 0.3 }');
    const env = { DRIFTBOARD_THRESHOLDS: 'staleFraction=0.4, bloatFraction=0.2' };
    expect((await load({ thresholds: ['bloatFraction=0.1'] }, env)).settings.thresholds).toEqual({
      ...DEFAULT_THRESHOLDS,
      largeTableRows: 500,
      staleFraction: 0.4,
      bloatFraction: 0.1,
    });
    expect((await load({ thresholds: 'largeTableRows=1,plannedRows=2' })).settings.thresholds).toMatchObject({
      largeTableRows: 1,
      plannedRows: 2,
      staleFraction: 0.5,
    });
  });

  test('that are none are named all at once, with what there is and what they should be', async () => {
    await withFile('{ bloatFraction: 2, cacheMinimumLookups: 1.5 }');
    const faults = await faultsOf(
      load(
        { thresholds: ['largeTableRow=5', 'plannedRows=many', 'rows', 'staleFraction=0=1'] },
        { DRIFTBOARD_THRESHOLDS: 'cacheMinimumGain=0.5' },
      ),
    );
    const all = faults.join('\n');
    expect(faults).toHaveLength(7);
    expect(all).toContain('driftboard.config.ts: thresholds bloatFraction must be at most 1 (it is 2).');
    expect(all).toContain('thresholds cacheMinimumLookups must be a whole number (it is 1.5).');
    expect(all).toContain('DRIFTBOARD_THRESHOLDS cacheMinimumGain must be at least 1 (it is 0.5).');
    expect(all).toContain(
      '--threshold has no threshold "largeTableRow", do you mean largeTableRows? There are',
    );
    expect(all).toContain('--threshold has no threshold "rows": There are statisticsMinimumDays, ');
    expect(all).toContain('--threshold plannedRows must be a number (it is "many").');
    expect(all).toContain('--threshold staleFraction must be a number (it is "0=1").');
  });

  test('have to be an object in a file', async () => {
    for (const text of ['5', '[1]', '"a=1"', 'null']) {
      await withFile(text);
      expect(await faultsOf(load({}))).toEqual([expect.stringContaining('an object of names and numbers')]);
    }
  });
});

test('the server for shadow databases is named like any setting, and its password is never shown', async () => {
  const shadow = 'postgresql://u:hush@h/postgres';
  expect((await load({}, { DRIFTBOARD_SHADOW_DATABASE_URL: shadow })).settings.shadowDatabaseUrl).toBe(
    shadow,
  );
  expect((await load({ shadowDatabaseUrl: shadow })).settings.shadowDatabaseUrl).toBe(shadow);
  const wrong = load({ shadowDatabaseUrl: 'mysql://u:hush@h/postgres' });
  await expect(wrong).rejects.toThrow(/^--shadow-database-url must begin with postgresql:/);
  await expect(wrong).rejects.not.toThrow('hush');
});

describe("Americano's own settings do not leak", () => {
  const bare = { migrations: null, client: [], manifest: null, baseUrl: null, embedded: false };
  const other = { databaseUrl: 'postgresql://u@h/other', schema: 'elsewhere/other.prisma' };

  test('into a run on another database and schema', async () => {
    const { settings, configFile } = await load(other);
    expect(settings).toMatchObject({ ...bare, schema: join(cwd, 'other.prisma'), timeoutMs: 10_000 });
    expect(configFile).toBeNull();
    expect((await load({ databaseUrl: other.databaseUrl })).settings).toMatchObject({
      ...bare,
      schema: null,
    });
    expect(
      (await load({ schema: other.schema }, { DATABASE_URL: other.databaseUrl })).settings,
    ).toMatchObject(bare);
    const viaEnvironment = { DRIFTBOARD_DATABASE_URL: other.databaseUrl, DRIFTBOARD_SCHEMA: other.schema };
    expect((await load({}, viaEnvironment)).settings).toMatchObject(bare);
  });

  test('but are used when the file or its environment is named, and from a file of their own always', async () => {
    const named = await load({ ...other, config: 'driftboard.config.ts' });
    expect(named.settings).toMatchObject({
      embedded: false,
      client: [join(root, 'src/generated/americano')],
    });
    expect((await load({ ...other, env: 'local' })).settings.migrations).toBe(
      join(root, 'prisma/migrations'),
    );
    await writeFile(
      join(cwd, 'driftboard.config.mjs'),
      "export default { schema: 's.prisma', client: 'gen' };",
    );
    const mine = await load({ databaseUrl: other.databaseUrl }, {}, cwd);
    expect(mine.settings).toMatchObject({ schema: join(cwd, 's.prisma'), client: [join(cwd, 'gen')] });
  });

  test('an environment name that the file does not know is a mere label then', async () => {
    expect((await load({ ...other, env: 'production' })).settings).toMatchObject({
      ...bare,
      env: 'production',
    });
  });
});

describe('faults', () => {
  test('are all named at once, each with its source', async () => {
    await writeFile(
      join(root, 'driftboard.config.ts'),
      "export default { environments: { local: { embedded: true, timeoutMs: 1, colour: 'red' } } };",
    );
    const faults = await faultsOf(
      load(
        { failOn: 'never', only: 'schema,tables' },
        { DRIFTBOARD_TIMEOUT_MS: 'soon', DRIFTBOARD_BASE_URL: 'x' },
      ),
    );
    expect(faults).toHaveLength(6);
    const all = faults.join('\n');
    expect(all).toContain('environments.local.colour is not a setting.');
    expect(all).toContain(
      'driftboard.config.ts: environments.local.timeoutMs must be at least 100 (it is 1).',
    );
    expect(all).toContain('DRIFTBOARD_TIMEOUT_MS must be of type number (it is "soon").');
    expect(all).toContain('DRIFTBOARD_BASE_URL must begin with http:// or https:// (it is "x").');
    expect(all).toContain('--only (entry 2) must be one of schema,');
    expect(all).toContain('--fail-on must be one of error, warning (it is "never").');
  });

  test('never show a password', async () => {
    const attempts = ['mysql://app:hunter2@h/db', 'app:hunter2@h', 'postgresql://app:hun/ter2@h:port/db'];
    for (const databaseUrl of attempts) {
      const faults = await faultsOf(load({ databaseUrl }));
      expect(faults).toHaveLength(1);
      expect(faults[0]).not.toMatch(/hun/);
    }
  });

  test('name a missing file, an unknown environment, an empty path, a conflict and an empty configuration', async () => {
    expect(await faultsOf(load({ config: 'none.ts' }))).toEqual([
      expect.stringContaining('none.ts does not exist'),
    ]);
    expect(await faultsOf(load({ env: 'moon' }))).toEqual([expect.stringContaining('it has local, staging')]);
    expect(await faultsOf(load({ schema: '' }, {}, cwd))).toEqual([
      expect.stringContaining('--schema must be a path'),
    ]);
    expect(await faultsOf(load({ only: 'schema', skip: 'schema' }))).toEqual([
      expect.stringContaining('both name schema'),
    ]);
    expect(await faultsOf(load({}, {}, cwd))).toEqual([expect.stringContaining('Nothing to check')]);
  });

  test('of the store, whose URL has a name of its own beside ours', async () => {
    const given = { DATABASE_URL: 'postgresql://h/app', STORE_URL: 'postgresql://h/store' };
    expect((await load({}, given, cwd)).settings).toMatchObject({
      storeUrl: 'postgresql://h/store',
      storeMaxDays: 365,
    });
    const both = { ...given, DRIFTBOARD_STORE_URL: 'postgresql://h/ours', DRIFTBOARD_STORE_MAX_DAYS: '30' };
    expect((await load({}, both, cwd)).settings).toMatchObject({
      storeUrl: 'postgresql://h/ours',
      storeMaxDays: 30,
    });
    expect(await faultsOf(load({}, { ...given, STORE_URL: 'mysql://u:pw@h/x' }, cwd))).toEqual([
      expect.stringMatching(/^STORE_URL must begin with postgresql:.*may hold a password\)\.$/),
    ]);
  });

  test('of a file that does not export settings', async () => {
    await writeFile(join(cwd, 'driftboard.config.json'), '[1]');
    expect(await faultsOf(load({}, {}, cwd))).toEqual([expect.stringContaining('must export an object')]);
  });
});

describe('notifications', () => {
  const channels = [{ kind: 'slack', name: 'team', url: `\${env:HOOK}` }];
  const variables = { DRIFTBOARD_NOTIFY: JSON.stringify(channels) };

  test('come from a variable as JSON; their secrets are needed only by who sends them', async () => {
    expect((await load({}, variables)).settings.notify).toEqual(channels);
    const sender = { flags: {}, cwd: root, projectRoot: root, sendsNotifications: true };
    const faults = await faultsOf(loadConfig({ ...sender, env: { NODE_ENV: 'test', ...variables } }));
    expect(faults).toEqual([expect.stringContaining('needs the environment variable HOOK')]);
    const env = { NODE_ENV: 'test' as const, ...variables, HOOK: 'https://hooks.example/x' };
    expect((await loadConfig({ ...sender, env })).settings.notify).toEqual(channels);
  });

  test('a wrong channel is told by its place, and nothing of it is shown', async () => {
    const wrong = JSON.stringify([
      { kind: 'slack', name: 'team', url: 'https://a/s3cret', secret: 's3cret' },
    ]);
    const faults = await faultsOf(load({}, { DRIFTBOARD_NOTIFY: wrong }));
    expect(faults.join()).toContain('(entry 1) has no secret');
    expect(faults.join()).not.toContain('s3cret');
    expect(await faultsOf(load({}, { DRIFTBOARD_NOTIFY: '[{"kind": s3cret' }))).toEqual([
      expect.not.stringContaining('s3cret'),
    ]);
  });

  test('quiet hours name a time zone that there is', async () => {
    const rules = { quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/Nowhere' } };
    const faults = await faultsOf(load({}, { DRIFTBOARD_NOTIFY_RULES: JSON.stringify(rules) }));
    expect(faults.join()).toContain('the name of a time zone');
  });
});
