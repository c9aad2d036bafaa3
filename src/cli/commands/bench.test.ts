import path from 'node:path';
import pc from 'picocolors';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../server/config';
import type { Io } from '../io';
import { bench } from './bench';

const colors = pc.createColors(false);
const io: Io = {
  out: () => undefined,
  err: () => undefined,
  outColors: colors,
  errColors: colors,
  outWidth: null,
  cwd: path.resolve('.'),
  env: { NODE_ENV: 'test' },
};
const faultsOf = (args: string[], env: Record<string, string> = {}) =>
  bench(args, { ...io, env: { ...io.env, ...env } }).then(
    () => 'no fault',
    (error: unknown) => (error instanceof ConfigError ? error.faults.join(' ') : String(error)),
  );

describe('driftboard bench', () => {
  it('names what it measures', async () => {
    expect(await faultsOf([])).toContain('Name one of indexes');
    expect(await faultsOf(['everything'])).toContain('"everything" is nothing that bench measures');
    expect(await faultsOf(['constructor'])).toContain('is nothing that bench measures');
  });

  it('refuses any database but the one that comes along', async () => {
    const url = 'postgresql://somebody:secret@db.example.com/shop';
    const said = await faultsOf(['indexes'], { DATABASE_URL: url });
    expect(said).toContain('runs on the PostgreSQL that comes along only');
    expect(said).not.toContain('secret');
  });
});
