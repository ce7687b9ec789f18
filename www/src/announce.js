// What is said to screen readers, politely: thresholds that were crossed, and what was done.
import { signal } from '@preact/signals';

export const said = signal('');

/** Says a sentence. */
export function announce(sentence) {
  said.value = sentence;
}
