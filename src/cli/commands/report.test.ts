import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fixtureState, type Scenario } from '../../ui/fixtures';
import type { Io } from '../io';
import { reportCommand } from './report';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-report-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function report(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const colors = pc.createColors(false);
  const io: Io = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    outColors: colors,
    errColors: colors,
    outWidth: null,
    cwd: folder,
    env: { NODE_ENV: 'test', DRIFTBOARD_DATA_DIR: folder },
  };
  return { code: await reportCommand(args, io), ...said };
}

async function file(scenario: Scenario): Promise<string> {
  const name = `${scenario}.json`;
  await writeFile(path.join(folder, name), JSON.stringify(fixtureState(scenario).latest?.report));
  return name;
}

describe('driftboard report of a file', () => {
  test('gives the exit code that verify gave', async () => {
    expect(await report(await file('green'))).toMatchObject({ code: 0, err: '' });
    expect((await report(await file('stale-client'))).code).toBe(1);
    const dark = await report(await file('unreachable'));
    expect(dark.code).toBe(2);
    expect(dark.err).toContain('not checked (tables, ');
  });

  test('writes Markdown, or HTML to a file', async () => {
    const markdown = await report(await file('green'));
    expect(markdown.out).toMatch(/^# Schema health of local\n/);
    expect(markdown.out).toContain('It is made of the file green.json');
    const html = await report(await file('green'), '--format', 'html', '--out', 'report.html');
    expect(html).toMatchObject({ code: 0, out: '' });
    expect(await readFile(path.join(folder, 'report.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/);
  });

  test('says what is wrong with what was named, all at once', async () => {
    await writeFile(path.join(folder, 'other.json'), '{"version": 2}');
    await expect(report('other.json')).rejects.toMatchObject({
      faults: [
        expect.stringMatching(/^other\.json is no report of driftboard verify --format json \(version: /),
      ],
    });
    await expect(report('nowhere.json')).rejects.toMatchObject({
      faults: [expect.stringContaining('nowhere.json cannot be read (ENOENT)')],
    });
    await expect(report('12', '--format', 'pdf', '--colour')).rejects.toMatchObject({
      faults: [expect.stringContaining('--colour is no option'), '--format takes markdown, html, not "pdf".'],
    });
    await expect(report('12')).rejects.toMatchObject({
      faults: [expect.stringContaining('No dashboard runs here that could keep run 12')],
    });
  });
});
