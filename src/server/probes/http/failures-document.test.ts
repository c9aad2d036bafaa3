import path from 'node:path';
import { expect, it } from 'vitest';
import { failuresDocument } from './testing/failures-document';

const FILE = path.resolve(import.meta.dirname, '../../../../docs/endpoint-failures.md');

it('docs/endpoint-failures.md lists what the test server does, and nothing else', async () => {
  await expect(failuresDocument()).toMatchFileSnapshot(FILE);
});
