// The core on the thread of the page: what is at the point of click is answered at once.
import { computed, signal } from '@preact/signals';
import { init, openEngine, versions } from 'incident-core/slim';
import wasm from 'incident-core/core.wasm?url';

import { loaded, measured } from './meter.js';

/** The policy under which the page decides: the document as it is written. */
export const policy = signal(null);
/** Its digest, and what the core warns of. */
export const verdict = signal(null);
export const release = signal(null);

let engine;

export async function startCore() {
  await init(new URL(wasm, document.baseURI));
  loaded('core');
  release.value = versions();
}

/** Opens an engine for a policy, which then answers. */
export function decideUnder(document) {
  const opened = measured(() => openEngine(document));
  if (!opened.ok) return opened;
  engine?.free();
  engine = opened.value;
  verdict.value = engine.opened.value;
  policy.value = document;
  return opened;
}

/** Asks the core under the policy; the answer is `{ok, value}` or `{ok, errors}`. */
export function ask(request) {
  return measured(() => engine.call(request));
}

/** Whether a calendar of the policy is open; always, if there is none. */
export function isOpen(calendar, at) {
  return calendar === undefined ? true : engine.calendar(calendar)?.isOpen(at) ?? true;
}

/** The calendar of an agreement, if it has one. */
export function calendarOf(agreement) {
  return policy.value?.agreements?.find(({ id }) => id === agreement)?.calendar;
}

const label = ({ id, label: said }) => said ?? id;
const byId = (list) => new Map((list ?? []).map((one) => [one.id, label(one)]));

/** What people call what the policy names: `labels.value.state('new')`. */
export const labels = computed(() => {
  const { scales, lifecycle } = policy.value ?? { scales: {}, lifecycle: {} };
  const maps = {
    priority: byId(scales.priority),
    impact: byId(scales.impact),
    urgency: byId(scales.urgency),
    state: byId(lifecycle.states),
    holdReason: byId(lifecycle.holdReasons),
  };
  return Object.fromEntries(
    Object.entries(maps).map(([name, map]) => [name, (id) => map.get(id) ?? id]),
  );
});
