// Whether the browser's own time zones say the same as the core's, which alone decide.
import { computed } from '@preact/signals';

import { ask, policy } from '../core/core.js';
import { now } from './clock.js';

const DAY = 86_400_000;

/** The first day of the next 12 months on which they differ: `{zone, date, minutes}`. */
export const disagreement = computed(() => {
  const calendars = policy.value?.calendars ?? [];
  const zones = [...new Set(calendars.map(({ zone }) => zone))];
  return zones.map(differs).find(Boolean) ?? null;
});

/** Local noon of each day, by both: the core opens a calendar then, Intl reads it back. */
function differs(zone) {
  const calendar = {
    zone, hours: Object.fromEntries(WEEKDAYS.map((day) => [day, [['12:00', '12:01']]])),
  };
  const from = Math.floor(now() / DAY) * DAY;
  const answer = ask({ op: 'openSegments', calendar, from, to: from + 365 * DAY, limit: 400 });
  if (!answer.ok) return null;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
  });
  for (const { from: noon } of answer.value) {
    const [hour, minute] = clock.format(new Date(noon)).split(':').map(Number);
    const minutes = hour * 60 + minute - 12 * 60;
    if (minutes !== 0) return { zone, date: noon.slice(0, 10), minutes };
  }
  return null;
}

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
