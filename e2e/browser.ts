import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type LaunchOptions } from '@playwright/test';

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Switches of the packed browser that do not suit tests: Playwright sets headless itself, in a single process a second
 * context crashes, and the last two would hide faults of ours.
 */
const UNSUITABLE = [
  '--headless',
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
];

/**
 * Which Chromium the tests use: `DRIFTBOARD_CHROMIUM`, Playwright's own if it is installed, one of the system, or the
 * one that comes from npm (Linux on x64).
 */
export async function browserOptions(): Promise<{ launchOptions: LaunchOptions }> {
  const named = process.env.DRIFTBOARD_CHROMIUM;
  if (named) return { launchOptions: { executablePath: named } };
  if (existsSync(chromium.executablePath())) return { launchOptions: {} };
  const system = findOnPath();
  if (system !== null) return { launchOptions: { executablePath: system } };
  if (process.platform === 'linux' && process.arch === 'x64') {
    return { launchOptions: await unpackBrowser() };
  }
  throw new Error('No Chromium was found: install one, or name it in DRIFTBOARD_CHROMIUM.');
}

/** It unpacks itself into the temporary folder under a fixed name, where another user's copy may lie: so into ours. */
async function unpackBrowser(): Promise<LaunchOptions> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = path.resolve(import.meta.dirname, '..', '.data', 'chromium');
  await mkdir(process.env.TMPDIR, { recursive: true });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const args = packed.args.filter((arg) => !UNSUITABLE.some((switched) => arg.startsWith(switched)));
    return { executablePath: await packed.executablePath(), args };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function findOnPath(): string | null {
  for (const dir of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of SYSTEM_NAMES) {
      const file = path.join(dir, name);
      if (isExecutable(file)) return file;
    }
  }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
