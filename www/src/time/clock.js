// The time that the page goes by: real, the service's, or a simulated one that runs faster.
import { signal } from '@preact/signals';

export const SPEEDS = [0, 1, 60, 600];

/** How many times faster than real time it is; 0 is a pause. */
export const speed = signal(1);

/** Counts up when the clock is set: whoever waits for an instant waits anew. */
export const setting = signal(0);

let base = { real: Date.now(), shown: Date.now() };

export function now() {
  return Math.round(base.shown + (Date.now() - base.real) * speed.peek());
}

export function setSpeed(next) {
  setTo(now(), next);
}

/** Sets the clock; a service says by `serverNow` what time it is. */
export function setTo(shown, next = speed.peek()) {
  base = { real: Date.now(), shown };
  speed.value = next;
  setting.value += 1;
}

/** How long it really takes until the clock shows an instant. */
export function realUntil(at) {
  return speed.peek() === 0 ? Infinity : Math.max(0, (at - now()) / speed.peek());
}
