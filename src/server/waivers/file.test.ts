import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWaiverFile } from './file';

const AT = '2026-03-01T12:00:00.000Z';
const good = {
  pattern: 'index.missing:public.orders:user_id',
  person: 'Ada Lovelace',
  reason: 'It is built on Sunday.',
  givenAt: '2026-02-20',
  endsAt: '2026-03-31',
  accepts: { 'index.missing:public.orders:user_id': 'sha256:abc' },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-waivers-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: unknown, at = AT) {
  const file = path.join(folder, 'driftboard.waivers.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readWaiverFile(file, 90, at);
}

test('a day as the end lasts until it is over', async () => {
  const { given, faults } = await read({ waivers: [good] });
  expect(faults).toEqual([]);
  expect(given).toMatchObject([{ person: 'Ada Lovelace', endsAt: '2026-03-31T23:59:59.999Z', id: null }]);
});

test('one that has ended is no fault of the file: the run tells it', async () => {
  expect(await read({ waivers: [good] }, '2026-06-01T00:00:00.000Z')).toMatchObject({
    faults: [],
    given: [{}],
  });
});

test('every fault is named at once', async () => {
  const { given, faults } = await read({
    waivers: [
      { ...good, pattern: '*' },
      { ...good, pattern: 'index.*', reason: 'because' },
      { ...good, person: ' ', untill: '2026' },
      { ...good, endsAt: 'never' },
    ],
  });
  expect(given).toEqual([]);
  expect(faults).toHaveLength(6);
  expect(faults.join('\n')).toMatch(/waivers\[0\]\.pattern must be the key.*\n.*waivers\[1\]\.pattern/);
  expect(faults.join('\n')).toMatch(/waivers\[1\]\.reason must say why/);
  expect(faults.join('\n')).toMatch(/waivers\[2\]\.person must name a person/);
  expect(faults.join('\n')).toMatch(/untill/);
  expect(faults.join('\n')).toMatch(/waivers\[3\]\.endsAt must be a day/);
});

test.each([
  ['an end before its beginning', [{ ...good, endsAt: '2026-02-01' }], /endsAt is not after givenAt/],
  ['an end too far away', [{ ...good, endsAt: '2026-09-01' }], /more than 90 days \(waiverMaxDays\)/],
  ['a beginning in the future', [{ ...good, givenAt: '2026-03-02' }], /givenAt is still to come/],
  [
    'two of one finding',
    [good, { ...good, pattern: 'index.missing:public.orders:*', person: 'Grace' }],
    /waivers\[1\] and waivers\[0\] are of the same finding/,
  ],
  ['a file that is no JSON', 'waivers:', /could not be read/],
])('refused: %s', async (_what, waivers, fault) => {
  const { given, faults } = await read(typeof waivers === 'string' ? waivers : { waivers });
  expect(given).toEqual([]);
  expect(faults).toEqual([expect.stringMatching(fault)]);
});

test('a file that is not there is a fault, and not a file without waivers', async () => {
  const { faults } = await readWaiverFile(path.join(folder, 'nowhere.json'), 90, AT);
  expect(faults).toEqual([expect.stringMatching(/nowhere\.json: they could not be read/)]);
});
