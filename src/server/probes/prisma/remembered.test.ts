import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recall, remember } from './remembered';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-remembered-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const Form = z.object({ a: z.number() });
const file = (name: string) => path.join(folder, 'cache', `${name}.json`);

describe('what is remembered between processes', () => {
  test('comes back to the same sources, and to others where it has their form', async () => {
    await remember(folder, 'x-1', { a: 1 }, 'b1');
    expect(await recall(folder, 'x-1', Form, 'b1')).toEqual({ a: 1 });
    expect(await recall(folder, 'x-1', Form, 'b2')).toEqual({ a: 1 });
    expect(await recall(folder, 'x-1', Form, null)).toEqual({ a: 1 });
    expect(await recall(folder, 'x-1', z.object({ b: z.string() }), 'b3')).toBeNull();
    await remember(folder, 'x-2', { a: 2 }, null);
    expect(await recall(folder, 'x-2', Form, 'b1')).toEqual({ a: 2 });
  });

  test('a seal covers every letter', async () => {
    await remember(folder, 'y-1', { a: 1 }, 'b1');
    const whole = await readFile(file('y-1'), 'utf8');
    await writeFile(file('y-1'), whole.replace('{"a":1}', '{"a":"changed"}'));
    expect(await recall(folder, 'y-1', Form, 'b1')).toBeNull();
    await writeFile(file('y-1'), whole.slice(0, -2));
    expect(await recall(folder, 'y-1', Form, 'b1')).toBeNull();
    expect(await recall(folder, 'z-1', Form, 'b1')).toBeNull();
  });
});
