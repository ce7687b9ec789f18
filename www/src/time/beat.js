// One timer for everything that shows time. It sleeps while nobody looks.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

import { now, realUntil, setting } from './clock.js';

const SECOND = 1_000;
const MINUTE = 60_000;
/** Faster than this nobody reads. */
const LEAST = 250;

/** The instant for which times are shown; read it, and the component is drawn anew at each beat. */
export const beat = signal(now());

const wishes = new Map();
let timer;

function schedule() {
  clearTimeout(timer);
  if (document.hidden || wishes.size === 0) return;
  const at = now();
  const next = Math.min(...[...wishes.values()].map(({ every, wakeAt }) => (
    Math.min(at - (at % every) + every, wakeAt > at ? wakeAt : Infinity)
  )));
  const wait = realUntil(next);
  if (wait !== Infinity) timer = setTimeout(strike, Math.min(Math.max(wait, LEAST), MINUTE));
}

function strike() {
  beat.value = now();
  schedule();
}

setting.subscribe(strike);
document.addEventListener('visibilitychange', strike);
addEventListener('focus', strike);

/**
 * The instant to show, kept fresh: each second if something has less than an hour left, else each
 * minute, and at `wakeAt`, when the core says that its answer becomes another one.
 */
export function useBeat({ seconds = false, wakeAt } = {}) {
  const due = typeof wakeAt === 'string' ? Date.parse(wakeAt) : wakeAt ?? Infinity;
  useEffect(() => {
    const key = {};
    wishes.set(key, { every: seconds ? SECOND : MINUTE, wakeAt: due });
    schedule();
    return () => {
      wishes.delete(key);
      schedule();
    };
  }, [seconds, due]);
  return beat.value;
}
