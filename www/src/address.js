// What the page shows, as its address says it.
import { computed, signal } from '@preact/signals';

/** What stays when another view is opened. */
const STAYS = ['as', 'speed', 'now', 'seed', 'tickets', 'open'];

const search = signal(location.search);

/** All parameters of the address, `view` among them. */
export const parameters = computed(() => Object.fromEntries(new URLSearchParams(search.value)));

/** Counts the times that somebody went on to another view; going back is none. */
export const steps = signal(0);

addEventListener('popstate', () => {
  search.value = location.search;
});

/** The address of a view with its parameters; what is null or empty is left out. */
export function addressOf(wanted) {
  const kept = STAYS.map((name) => [name, parameters.value[name]]);
  const all = { ...Object.fromEntries(kept), ...wanted };
  const given = Object.entries(all).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  return `?${new URLSearchParams(given)}`;
}

export function go(wanted, { replace = false } = {}) {
  const next = addressOf(wanted);
  if (next === search.value) return;
  if (replace) history.replaceState(null, '', next);
  else history.pushState(null, '', next);
  search.value = next;
  if (!replace) steps.value += 1;
}

/** Changes parameters of the view that is shown. */
export function change(wanted, options = { replace: true }) {
  go({ ...parameters.value, ...wanted }, options);
}
