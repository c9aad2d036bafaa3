import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { z } from 'zod';
import { ROOT } from './dashboard';

/** What a person does not notice: a longer task holds up scrolling and typing (RAIL, and the browser's own "longtask"). */
const NOTICED_MS = 50;
const ROUNDS = 3;

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      tdur: z.number().optional(),
      args: z.object({ name: z.unknown() }).partial().optional(),
    }),
  ),
});

/**
 * Does `work` some times over and holds its longest task against what a person notices. The browser's "longtask" counts
 * by the clock, in which other programs of the machine have their share; the trace knows the processor's own time of the
 * same tasks. A round in which neither is long was calm, and one calm round proves that the page can.
 */
export async function expectNoStutter(page: Page, what: string, work: () => Promise<void>): Promise<void> {
  const rounds: { clockMs: number; processorMs: number }[] = [];
  do {
    rounds.push(await measured(page, work));
  } while (rounds.length < ROUNDS && worst(rounds.at(-1)) >= NOTICED_MS);
  const said = rounds.map(
    ({ clockMs, processorMs }) =>
      `${Math.round(clockMs)} ms by the clock, ${Math.round(processorMs)} ms of the processor`,
  );
  test.info().annotations.push({ type: 'longest task', description: `${what}: ${said.join('; ')}` });
  expect(Math.min(...rounds.map(worst)), `${what}: longest task of the calmest round, ms`).toBeLessThan(
    NOTICED_MS,
  );
}

function worst(round: { clockMs: number; processorMs: number } | undefined): number {
  return round === undefined ? Number.POSITIVE_INFINITY : Math.min(round.clockMs, round.processorMs);
}

async function measured(
  page: Page,
  work: () => Promise<void>,
): Promise<{ clockMs: number; processorMs: number }> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('A page without its browser cannot be traced.');
  const file = path.join(ROOT, '.data', `e2e-trace-${process.pid}.json`);
  const tasks = await page.evaluateHandle(() => {
    const durations: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) durations.push(entry.duration);
    }).observe({ entryTypes: ['longtask'] });
    return durations;
  });
  await browser.startTracing(page, {
    path: file,
    categories: ['toplevel', 'disabled-by-default-devtools.timeline'],
  });
  await work();
  // The observer hears of a task only after it.
  await page.waitForTimeout(200);
  await browser.stopTracing();
  const clockMs = Math.max(0, ...(await tasks.jsonValue()));
  const { traceEvents } = Trace.parse(JSON.parse(await readFile(file, 'utf8')));
  await rm(file, { force: true });
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const own = traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && mains.has(`${pid} ${tid}`));
  expect(own.length, 'tasks of the page in the trace').toBeGreaterThan(0);
  return { clockMs, processorMs: Math.max(...own.map(({ tdur }) => tdur ?? 0)) / 1_000 };
}

/** Turns the wheel down the page and back, jumps to its middle, and types into the filter and empties it again. */
export async function scrollAndType(page: Page, filter: string): Promise<void> {
  await expectNoStutter(page, 'scrolling', async () => {
    await page.mouse.move(600, 500);
    for (const step of [600, -600]) {
      for (let turn = 0; turn < 20; turn += 1) {
        await page.mouse.wheel(0, step);
        await page.waitForTimeout(30);
      }
    }
  });
  await expectNoStutter(page, 'jumping', async () => {
    for (const share of [0.5, 1, 0.25, 0]) {
      await page.evaluate((part) => window.scrollTo(0, document.body.scrollHeight * part), share);
      await page.waitForTimeout(150);
    }
  });
  await expectNoStutter(page, 'typing', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type(filter, { delay: 80 });
    await page.waitForTimeout(400);
    await page.keyboard.press('Escape');
    await page.waitForTimeout(400);
  });
}
