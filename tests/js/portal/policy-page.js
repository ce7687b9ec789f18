// The policy editor in a page: what is written there, and when the core has answered.
import { entry } from './stage.js';

const analysis = await entry('analysis');

export const MANAGER = { view: 'policy', as: 'mira.okafor' };
export const AREA = '.editor textarea';

/** Changes the text; gives it as soon as what is shown is about it. */
export async function write(page, change) {
  const area = page.locator(AREA);
  const text = change(await area.inputValue());
  await area.fill(text);
  await checked(page, text);
  return text;
}

/** Waits until what is shown is about the text. */
export async function checked(page, text) {
  const opened = analysis.openEngine(text);
  const written = opened.ok ? opened.value.opened.value.digest.slice(0, 12) : 'refused';
  await page.waitForFunction(
    (said) => document.querySelectorAll('.policy .view-head .mono')[1].textContent === said,
    written,
  );
  await page.waitForTimeout(400);
}
