import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RuleId } from '../shared/rules';

const root = join(import.meta.dirname, '../..');
const pages = join(root, 'docs/rules');
const HEADINGS = ['## What it means', '## How it is decided', '## Blind spots', '## Repair'];

/** Rule ids that the checks mention as a string literal: those that they can emit. */
function emittedRules(): string[] {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  );
  const literals = files.flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    return [...text.matchAll(/['"`]([a-z-]+\.[a-z-]+)['"`]/g)].map((match) => match[1]);
  });
  return [...new Set(literals)]
    .filter((id) => RuleId.safeParse(id).success)
    .map((id) => RuleId.parse(id))
    .sort();
}

describe('docs/rules', () => {
  it('is read from the checks', () => expect(emittedRules()).toContain('table.missing'));

  it.each(emittedRules())('has a page for %s with its title and four parts in order', (rule) => {
    const lines = readFileSync(join(pages, `${rule}.md`), 'utf8').split('\n');
    expect(lines[0]).toBe(`# ${rule}`);
    expect(lines.filter((line) => line.startsWith('## '))).toEqual(HEADINGS);
  });

  it('has no page for what is no rule', () => {
    const strangers = readdirSync(pages).filter(
      (file) => !RuleId.safeParse(file.replace(/\.md$/, '')).success || !file.endsWith('.md'),
    );
    // An index of the folder is not a rule's page.
    expect(strangers.filter((file) => file !== 'README.md')).toEqual([]);
  });
});
