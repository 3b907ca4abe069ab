// Owns: a Chromium that looks at the live page, and what a test reads from it as a person would: by roles, names and words.
// Runs on: the test process. Must never: leave a browser behind, download one, or let it ask anybody but the server.

import { after } from 'node:test';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { BROWSER_NAMES, executable, launch } from './chromium.js';
import { until } from './until.js';

const DEADLINE_MS = 25_000;

/** For `test(…, { skip }, …)`: the reason, or false where there is a browser. */
export const skip: string | false =
  executable === null ? `no browser in PATH (one of ${BROWSER_NAMES.join(', ')})` : false;

export interface Viewer {
  readonly page: Page;
  /** What a clean page has none of: errors, complaints of the browser, requests to elsewhere. */
  readonly trouble: readonly string[];
}

let browser: Promise<Browser> | null = null;
// Not in the test that came first: the file's other tests look through the same browser.
after(async () => (await browser)?.close());

/** Opens the page in a window of its own, with an empty memory; resolves when its first row has come. */
export async function view(url: string, options: BrowserContextOptions = {}): Promise<Viewer> {
  browser ??= launch();
  const context = await (await browser).newContext({ locale: 'en-US', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(DEADLINE_MS);
  const trouble: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) trouble.push(message.text());
  });
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('request', (request) => {
    const elsewhere = !request.url().startsWith(`${url}/`) && !request.url().startsWith('data:');
    if (elsewhere) trouble.push(`asked for ${request.url()}`);
  });
  await page.goto(`${url}/`);
  await live(page);
  return { page, trouble };
}

/** Waits until the page shows figures of now: then its title begins with the slots. */
export async function live(page: Page): Promise<void> {
  await until(async () => /^[\d,]+ \/ /.test(await page.title()), 'figures of now', DEADLINE_MS);
}

/** What an element says, with plain spaces. */
export async function textOf(locator: Locator): Promise<string> {
  return ((await locator.textContent()) ?? '').replace(/\s+/g, ' ').trim();
}

/** The page's own words for how the server is. */
export function statusOf(page: Page): Promise<string> {
  return textOf(page.locator('#status'));
}

/** Waits until the verdict has this headline, and gives back all that it says. */
export async function verdict(page: Page, headline: string): Promise<string> {
  await page.getByRole('heading', { level: 2, name: headline, exact: true }).waitFor();
  return textOf(page.locator('.verdict-words'));
}

/** Waits until the page says this below the verdict, whatever that is: it hangs on who else uses the processor. */
export async function note(page: Page, text: string): Promise<void> {
  await page.locator('#verdict-notes').getByText(text).waitFor();
}

/** The moment that the cursor is on; empty where it is on none. */
export async function cursorTime(page: Page): Promise<string> {
  return (await textOf(page.locator('#cursor-time'))).replace('at ', '');
}

/** The figures beside the names in the chart of this title, as they are written. */
export async function figuresOf(page: Page, title: string): Promise<Readonly<Record<string, string>>> {
  const items = page.getByRole('figure', { name: title, exact: true }).getByRole('listitem');
  const [names, figures] = await Promise.all(
    ['span', 'b'].map((tag) => items.locator(tag).allTextContents()),
  );
  return Object.fromEntries((names ?? []).map((name, index) => [name, figures?.[index] ?? '']));
}

/** A figure as it was written in English; NaN for a dash. */
export function numberOf(text: string | undefined): number {
  const [, digits = 'NaN', unit = ''] = /^([\d,.]+)(?:\u00a0(\w+))?$/.exec(text ?? '') ?? [];
  const factor = { ms: 1e-3, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 }[unit] ?? 1;
  return Number(digits.replaceAll(',', '')) * factor;
}

/** Puts the cursor on every second in turn, by the keys, and reads these charts there. The last second is the page's last. */
export async function walk(
  page: Page,
  titles: readonly string[],
): Promise<{ time: string; charts: readonly Readonly<Record<string, string>>[] }[]> {
  const plot = page.getByRole('application', { name: titles[0] as string, exact: true });
  await plot.focus();
  await page.keyboard.press('Home');
  const steps = [];
  for (let last = ''; ; ) {
    const time = await cursorTime(page);
    if (time === last) break;
    steps.push({ time, charts: await Promise.all(titles.map((title) => figuresOf(page, title))) });
    last = time;
    await page.keyboard.press('ArrowRight');
  }
  await page.keyboard.press('Escape');
  return steps;
}
