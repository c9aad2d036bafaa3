import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { EndpointDeclaration, EndpointManifest } from '../../../shared/endpoints';
import { manifestFaults } from './manifest-faults';

it('the form for editors is what the types say', async () => {
  const script = path.join('scripts', 'manifest-schema.mjs');
  const ended = await promisify(execFile)(process.execPath, [script, '--check']);
  expect(ended.stderr).toBe('');
});

it('the documented example is a right manifest, and has every field', async () => {
  const text = await readFile(path.join('docs', 'manifest.md'), 'utf8');
  const example = /```json\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const manifest = EndpointManifest.parse(JSON.parse(example));
  expect(manifestFaults(manifest)).toEqual([]);
  for (const field of [...Object.keys(EndpointManifest.shape), ...Object.keys(EndpointDeclaration.shape)])
    expect(example, field).toContain(`"${field}":`);
});
