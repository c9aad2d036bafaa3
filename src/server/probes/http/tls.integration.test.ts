import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { endpoints } from '../../../checks/endpoints';
import { EndpointDeclaration, EndpointResult } from '../../../shared/endpoints';
import { bundleModule } from '../../bundle-module';
import { createAuthority } from './testing/certificates';
import { startTlsServers, TLS_WAYS } from './testing/tls-ways';

const CHILD = path.join(import.meta.dirname, 'testing/ask-child.ts');
const Answer = z.union([
  z.object({ ok: z.literal(false), reason: z.string(), notConfigured: z.undefined().optional() }),
  z.object({
    ok: z.literal(true),
    value: z.object({
      baseUrl: z.string(),
      declarations: z.array(EndpointDeclaration),
      results: z.array(EndpointResult),
    }),
  }),
]);
const answers = new Map<string, z.infer<typeof Answer>>();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'driftboard-tls-'));
  const authority = createAuthority('Authority of a test');
  const trusted = path.join(folder, 'authority.pem');
  await writeFile(trusted, authority.cert);
  const servers = await startTlsServers(authority);
  try {
    const urls = TLS_WAYS.map(({ name }) => servers.addresses[name] ?? '');
    const child = path.join(folder, 'ask-child.mjs');
    await writeFile(child, await bundleModule(CHILD, process.cwd()));
    const { stdout } = await promisify(execFile)(process.execPath, [child, ...urls], {
      env: { ...process.env, NODE_EXTRA_CA_CERTS: trusted },
      timeout: 50_000,
    });
    for (const [index, answer] of z.array(Answer).parse(JSON.parse(stdout)).entries())
      answers.set(TLS_WAYS[index]?.name ?? '', answer);
  } finally {
    await servers.close();
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a connection that does not come about as it should', () => {
  it.each(TLS_WAYS)('$name: $does', ({ name, verdict, says }) => {
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`${name} was not asked.`);
    if (!answer.ok) {
      expect(verdict).toBe('unknown');
      for (const part of says) expect(answer.reason).toContain(part);
      return;
    }
    const { findings, compared } = endpoints.runWith({ 'endpoints.results': answer.value }, { ignore: [] });
    expect(compared).toBe(1);
    expect(findings[0]?.rule ?? 'pass', findings[0]?.message).toBe(verdict);
    for (const part of says) expect(findings[0]?.observed).toContain(part);
  });
});
