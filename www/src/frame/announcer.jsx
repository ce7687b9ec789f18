// The one place that speaks to screen readers: thresholds that were crossed, and what was done.
import { signal } from '@preact/signals';

const said = signal('');

/** Says a sentence, politely. */
export function announce(sentence) {
  said.value = sentence;
}

export function Announcer() {
  return <p class="announcer" role="status">{said.value}</p>;
}
