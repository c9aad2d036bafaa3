import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checks } from './checks/registry';
import { RULES_BY_GROUP } from './shared/rules';
import { DEFAULT_THRESHOLDS } from './shared/thresholds';

const ROOT = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/benchmarks.md',
  'docs/cache.md',
  'docs/discovery.md',
  'docs/causes.md',
  'docs/notifications.md',
  'docs/queries.md',
  'docs/regenerate.md',
  'docs/store.md',
  'docs/report.md',
  'docs/runs.md',
  'docs/sign-off.md',
  'docs/waivers.md',
  'docs/schedules.md',
  'docs/index-coverage.md',
  'docs/indexes.md',
  'docs/index-manifest.md',
  'prisma/README.md',
];

describe('what the documents name exists', () => {
  test.each(documents)('%s', (document) => {
    const named = [
      ...read(document).matchAll(/`((?:src|docs|prisma|e2e|scripts|bin|bench)\/[\w./()[\]-]*)`/g),
    ];
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)];
    const missing = [
      ...named.map(([, file = '']) => file).filter((file) => !existsSync(path.join(ROOT, file))),
      ...links
        .map(([, file = '']) => file)
        .filter((file) => !existsSync(path.join(ROOT, path.dirname(document), file))),
    ];
    expect(missing).toEqual([]);
  });

  test('npm scripts that documents name are in package.json', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = documents.flatMap((document) => [...read(document).matchAll(/`?npm run ([\w:]+)/g)]);
    expect(named.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the page of facts and guesses', () => {
  const rows = read('docs/indexes.md')
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  test('has every threshold with its default, its unit and why', () => {
    const told = rows.filter(([, name = '']) => name.startsWith('`'));
    const defaults = Object.entries(DEFAULT_THRESHOLDS).map(([name, value]) => [
      `\`${name}\``,
      String(value),
    ]);
    expect(told.map(([, name, value]) => [name, value])).toEqual(defaults);
    for (const [, , , unit, why] of told) expect([unit, why]).not.toContain('');
  });

  test('has every rule of indexes and of the cache once', () => {
    const told = rows.flatMap(([, name = '']) => /^\[([a-z.-]+)\]/.exec(name)?.[1] ?? []);
    expect(told.sort()).toEqual([...RULES_BY_GROUP.indexes, ...RULES_BY_GROUP.cache].sort());
  });
});

describe('the registry of checks', () => {
  const files = readdirSync(path.join(ROOT, 'src/checks'));

  test('each check has a file of its id, and a test beside it', () => {
    for (const { id } of checks) {
      expect(files).toContain(`${id}.ts`);
      expect(files).toContain(`${id}.test.ts`);
    }
  });

  test('each file that defines a check is in the registry', () => {
    const defining = files.filter(
      (file) =>
        !file.endsWith('.test.ts') &&
        file.endsWith('.ts') &&
        /= defineCheck\(/.test(read(`src/checks/${file}`)),
    );
    expect(checks.map((check) => `${check.id}.ts`).sort()).toEqual(defining.sort());
  });

  test('ids are unique and titles say something', () => {
    expect(new Set(checks.map((check) => check.id)).size).toBe(checks.length);
    for (const { title } of checks) expect(title.length).toBeGreaterThan(3);
  });

  test('rules are named `<thing>.<what>` and stand in one group only', () => {
    const ids = Object.values(RULES_BY_GROUP).flat();
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z-]+\.[a-z-]+$/);
  });
});
