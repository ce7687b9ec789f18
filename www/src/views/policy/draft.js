// The policy as it is being written. It stays while other views are looked at.
import { computed, effect, signal } from '@preact/signals';
import { applyEdits, modify } from 'jsonc-parser';

import { policy, verdict } from '../../core/core.js';
import { placesOf, stepsOf } from './places.js';

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

const written = (document) => `${JSON.stringify(document, null, 2)}\n`;

/** The text; of the policy that decides, until somebody writes. */
const own = signal(null);
export const text = computed(() => own.value ?? written(policy.value));
export const edited = computed(() => own.value !== null && own.value !== written(policy.value));
export const places = computed(() => placesOf(text.value));

/** Earlier texts: what a button changed, the undo of the editor does not know. */
export const earlier = signal([]);

/** The document, or null where the text is no JSON. */
export const document = computed(() => {
  try {
    return JSON.parse(text.value);
  } catch {
    return null;
  }
});

/** The policy that was changed; a service refuses a change of another one. */
let base;
effect(() => {
  if (!edited.value) base = verdict.value?.digest;
});
export const baseDigest = () => base;

export function write(next) {
  own.value = next;
}

function change(next) {
  earlier.value = [...earlier.value.slice(-49), text.value];
  own.value = next;
}

export function takeBack() {
  own.value = earlier.value.at(-1);
  earlier.value = earlier.value.slice(0, -1);
}

export function discard() {
  if (edited.value) change(null);
}

/** Applies a JSON Patch to the text, and leaves the rest as it is written. */
export function patch(operations) {
  let next = text.value;
  for (const { op, path, value } of operations) {
    const steps = stepsOf(placesOf(next), path);
    next = applyEdits(next, modify(next, steps, op === 'remove' ? undefined : value, FORMAT));
  }
  change(next);
}
