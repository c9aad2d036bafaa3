import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claimsOf } from './claims';
import { criteriaOf } from './criteria';
import { reportDocument } from './document';
import { reportHtml } from './html';
import { reportMarkdown } from './markdown';
import type { ReportInput } from './model';
import { renderReport } from './render';
import { fixtureInput } from './testing/fixture';
import { parseStrictly } from './testing/well-formed';

const claim = (input: ReportInput, words: string) => {
  const found = claimsOf(input).find((each) => each.claim.includes(words));
  if (found === undefined) throw new Error(`There is no claim about “${words}”.`);
  return found;
};
const criterion = (input: ReportInput, words: string) =>
  criteriaOf(input.report, input).find(({ title }) => title.includes(words));

describe('the claims of a green run', () => {
  const green = fixtureInput('green');

  test('each has its figure', () => {
    expect(claim(green, 'every table')).toMatchObject({
      verdict: 'pass',
      measured: '67 in the database, 67 expected; none missing, none unexpected.',
    });
    expect(claim(green, 'every enum (').measured).toContain('51 in the database, 51 expected');
    expect(claim(green, 'Every enum value').measured).toMatch(
      /^51 enums with \d+ values compared; no value differs/,
    );
    expect(claim(green, 'Every route works').measured).toMatch(
      /^15 of 15 answered as declared .* 100 % at this moment; p50/,
    );
    expect(claim(green, '20 models').measured).toMatch(/^66 of 66 models.* Of Epic 5: 28 of 28\./);
    expect(claim(green, 'foreign keys are as declared').measured).toBe('104 things compared, 0 findings.');
  });

  test('what was claimed and is not so does not hold, though nothing is wrong with the schema', () => {
    expect(claim(green, 'CASCADE')).toMatchObject({
      verdict: 'warn',
      measured: 'Not all of 104: 82 CASCADE, 20 SET NULL, 2 RESTRICT, each as schema.prisma declares it.',
    });
  });

  test('what a run does not measure says why, and what would', () => {
    for (const words of ['75 to 91 %', '98 % faster', 'type errors']) {
      const { verdict, measured } = claim(green, words);
      expect(['unknown', 'skipped']).toContain(verdict);
      expect(measured).toMatch(/^not measured, because: .+\.$/);
    }
    expect(claim(green, '75 to 91 %').measured).toContain('driftboard bench indexes');
  });

  test('reads that were asked cold and warm tell the gain of the cache', () => {
    const { details } = green;
    if (details === null) throw new Error('The fixture has details.');
    const read = { endpoint: 'GET /api/a', missMs: [10, 12, 11], hitMs: [1, 0.5, 2], unmeasured: null };
    const reads = { value: { reads: [read], asked: 3 }, reason: null };
    const cached = { ...green, details: { ...details, cache: { ...details.cache, reads } } };
    expect(claim(cached, '98 % faster')).toMatchObject({
      verdict: 'pass',
      measured: 'Faster, by medians: GET /api/a 90.9 % (cold 11 ms, warm 1 ms).',
    });
  });
});

describe('an ill run', () => {
  const ill = fixtureInput('stale-client');

  test('its claims fall one by one', () => {
    expect(claim(ill, 'every table').verdict).toBe('pass');
    expect(claim(ill, 'client was regenerated').verdict).toBe('fail');
    expect(claim(ill, 'Every route works').verdict).toBe('fail');
    expect(claim(ill, '20 models').measured).toContain('Not: StruggleIndicator, StrugglePrediction.');
    expect(criterion(ill, 'model')?.verdict).toBe('fail');
  });

  test('it has its cause under “Problem” and its repair under “Remaining issues”', () => {
    const markdown = renderReport(ill, 'markdown');
    expect(markdown).toContain('## Problem');
    expect(markdown).toContain('The Prisma Client is older than the schema');
    expect(markdown).toMatch(/## Remaining issues[\s\S]*■ error/);
    expect(markdown).toMatch(/speak against a release/);
  });
});

describe('a run that could not look', () => {
  const dark = fixtureInput('unreachable');

  test('nothing that it did not see is green', () => {
    for (const words of [
      'every table',
      'every enum (',
      '20 models',
      'strategic',
      'CASCADE',
      'fully indexed',
    ]) {
      const found = claim(dark, words);
      expect(found.verdict, found.claim).not.toBe('pass');
      expect(found.measured).toMatch(/^not measured, because: /);
    }
    expect(criterion(dark, 'unknown')?.verdict).toBe('fail');
    expect(criterion(dark, 'No schema errors')?.verdict).toBe('unknown');
  });

  test('its tables are not an empty list', () => {
    const tables = reportDocument(dark).sections.find(({ id }) => id === 'tables');
    expect(JSON.stringify(tables)).toContain('not measured');
    expect(JSON.stringify(tables)).not.toContain('all of them well');
  });

  test('of a report alone, what it lacks is said', () => {
    const bare = { ...fixtureInput('green'), details: null, rows: null };
    expect(claim(bare, 'CASCADE').measured).toContain('not its details');
    expect(renderReport(bare, 'markdown')).toContain('not listed, because');
    expect(claim(bare, 'every table').verdict).toBe('pass');
  });
});

describe('evidence', () => {
  const document = reportDocument(fixtureInput('green'));

  test('each measured line names what it stands on, and when that was asked', () => {
    const markdown = reportMarkdown(document);
    const line = markdown.split('\n').find((each) => each.includes('every table of the schema'));
    expect(line).toMatch(/E\d+, E\d+; 2026-11-23 14:25:00 UTC/);
    expect(markdown).toContain('| E');
  });

  test('the HTML has each question whole, and every link leads to one', () => {
    const html = reportHtml(document);
    const { elements, text } = parseStrictly(html);
    expect(text).toContain('SELECT attrelid, attname, attnum FROM pg_catalog.pg_attribute WHERE attnum > 0');
    const ids = elements.flatMap(({ attributes }) => /\bid="([^"]+)"/.exec(attributes)?.[1] ?? []);
    const targets = elements.flatMap(({ attributes }) => /href="#([^"]+)"/.exec(attributes)?.[1] ?? []);
    expect(targets.length).toBeGreaterThan(10);
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).not.toMatch(/<script|https?:\/\/(?!127)/);
  });
});

/** A report in which every name and every message holds this text. */
function withText(text: string): ReportInput {
  const input = fixtureInput('stale-client');
  const rename = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rename);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        HOSTILE_FIELDS.has(key) && typeof inner === 'string' ? text : rename(inner),
      ]),
    );
  };
  const { report, rows } = input;
  return {
    ...input,
    // Both keep their form: only texts that are free become others.
    report: Object.assign({}, report, rename(report)),
    rows: Object.assign({}, rows, rename({ ...rows, tables: rows?.tables?.slice(0, 8), indexes: null })),
  };
}
const HOSTILE_FIELDS = new Set([
  'name',
  'message',
  'headline',
  'title',
  'sentence',
  'observed',
  'expected',
  'text',
  'answer',
  'model',
  'environment',
  'story',
]);
const FRAGMENTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '&amp;',
  '`',
  '``` ',
  '|',
  '\\',
  '\n# x',
  '[a](javascript:b)',
  '<!--',
  ']]>',
  '$x$',
  '\u0000',
  '\u202E',
  '\uD800',
  '**',
  '~~',
  '\r',
  "'",
  '</td></tr></table>',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ unit: 'binary', maxLength: 6 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

describe('whatever names and messages hold', () => {
  const plain = parseStrictly(renderReport(withText('x'), 'html'));
  const lines = renderReport(withText('x'), 'markdown').split('\n').length;

  test('the HTML stays well-formed, with the same elements', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { elements } = parseStrictly(renderReport(withText(text), 'html'));
        // Sorted: another name may stand at another place of its list.
        expect(namesOf(elements)).toEqual(namesOf(plain.elements));
      }),
      { numRuns: 15 },
    );
  });

  test('the Markdown keeps its lines and its cells, and holds no HTML', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = renderReport(withText(text), 'markdown');
        const [fences = ''] = /^```[\s\S]*?^```$/gm.exec(markdown) ?? [];
        expect(markdown.replace(fences, '').split('\n').length).toBeLessThanOrEqual(lines);
        for (const line of markdown.split('\n').filter((each) => each.startsWith('| ')))
          expect(unescapedOutsideCode(line), line).not.toMatch(/[<>[\]*_]/);
      }),
      { numRuns: 15 },
    );
  });
});

const namesOf = (elements: readonly { name: string }[]) => elements.map(({ name }) => name).sort();

/** The line without what is escaped and without its code spans. */
function unescapedOutsideCode(line: string): string {
  // In one pass: a backslash within a code span escapes nothing.
  return line.replaceAll(/\\[^a-zA-Z0-9\s]|(`+)(?:(?!\1).)*\1/g, '');
}
