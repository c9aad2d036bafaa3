import { expect, type Page, test } from '@playwright/test';

/** What a person does not notice: a longer task holds up scrolling and typing (RAIL, and the browser's own "longtask"). */
const NOTICED_MS = 50;

/**
 * What other programs of the machine take from the browser shows in one round and not in all; what the page itself
 * takes, in each of them.
 */
const ROUNDS = 4;

/** Does `work` some times over and holds the calmest round's longest task against what a person notices. */
export async function expectNoStutter(page: Page, what: string, work: () => Promise<void>): Promise<void> {
  const longest: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const tasks = await page.evaluateHandle(() => {
      const durations: number[] = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) durations.push(entry.duration);
      }).observe({ entryTypes: ['longtask'] });
      return durations;
    });
    await work();
    // The observer hears of a task only after it.
    await page.waitForTimeout(200);
    const durations = await tasks.jsonValue();
    longest.push(Math.max(0, ...durations));
    if (longest.at(-1) === 0) break;
  }
  test.info().annotations.push({
    type: 'longest tasks',
    description: `${what}: ${longest.map((ms) => `${Math.round(ms)} ms`).join(', ')}`,
  });
  expect(Math.min(...longest), `${what}: longest task of the calmest round, ms`).toBeLessThan(NOTICED_MS);
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
