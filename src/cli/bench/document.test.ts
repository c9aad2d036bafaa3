import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../driftboard.indexes';
import { writeSection } from './document';

it('an output stands between the marks of its subject, and nothing else is changed', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'driftboard-bench-'));
  await mkdir(path.join(root, 'docs'));
  const file = path.join(root, 'docs', 'benchmarks.md');
  const mark = '<!-- driftboard bench indexes --write: from here -->';
  await writeFile(file, `# A\n\n${mark}\n\nold\n\n<!-- to here -->\n\nend <!-- to here -->\n`);
  await writeSection(root, 'indexes', '\nnew\n');
  expect(await readFile(file, 'utf8')).toBe(
    `# A\n\n${mark}\n\nnew\n\n<!-- to here -->\n\nend <!-- to here -->\n`,
  );
  await expect(writeSection(root, 'other', 'x')).rejects.toThrow('has lost its marks');
  await rm(root, { recursive: true });
});

it('the last output that is kept has all declared indexes, and each of them pays', async () => {
  const document = await readFile(path.join('docs', 'benchmarks.md'), 'utf8');
  const from = document.indexOf('<!-- driftboard bench indexes --write: from here -->');
  const section = document.slice(from, document.indexOf('<!-- to here -->', from));
  const costs = section.slice(section.indexOf('| what it costs'));
  for (const { sql } of manifest.indexes ?? []) {
    const name = /INDEX "(\w+)"/.exec(sql)?.[1] ?? '';
    expect(costs, name).toMatch(new RegExp(`\\| \`${name}\` \\|.*\\| pays \\|`));
  }
});
