// The policy editor in a page: what is written there, and when the core has answered.
import { entry } from './desk.js';

const analysis = await entry('analysis');

export const MANAGER = { view: 'policy', as: 'mira.okafor' };
export const AREA = '.editor textarea';

/**
 * Changes the text; gives it as soon as what is shown is about it. Chromium takes seconds to type a
 * policy of a thousand lines, which nobody does: the text is there at once.
 */
export async function write(page, change) {
  const area = page.locator(AREA);
  const text = change(await area.inputValue());
  await area.evaluate((element, next) => {
    element.value = next;
    element.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }, text);
  await checked(page, text);
  return text;
}

/** Waits until what is shown is about the text. */
export async function checked(page, text) {
  const opened = analysis.openEngine(text);
  const written = opened.ok ? opened.value.opened.value.digest.slice(0, 12) : 'refused';
  // A text that is refused says no more than the one before it, if that was refused as well.
  await page.waitForFunction(
    ([area, wanted, said]) =>
      document.querySelector(area).value === wanted &&
      document.querySelector('.policy-findings').ariaBusy === 'false' &&
      document.querySelectorAll('.policy .view-head .mono')[1].textContent === said,
    [AREA, text, written],
  );
}
