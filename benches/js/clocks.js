// The same calendar in our package and in the packages that know working hours and zones.
import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';
import businessTime from 'dayjs-business-time';
import moment from 'moment-timezone';
import 'moment-business-time';

export const ZONE = 'Europe/Berlin';
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'];

/** A policy with that calendar. */
export function policy({ call }) {
  const itil = call({ op: 'preset', name: 'itil' }).value;
  const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [['09:00', '17:00']]]));
  return { ...itil, calendars: [...itil.calendars, { id: 'office', zone: ZONE, hours }] };
}

const open = ['09:00:00', '17:00:00'];
moment.updateLocale('en', {
  workinghours: { 0: null, 1: open, 2: open, 3: open, 4: open, 5: open, 6: null },
  holidays: [],
});

for (const plugin of [utc, timezone, businessTime]) dayjs.extend(plugin);
const segment = [{ start: '09:00:00', end: '17:00:00' }];
dayjs.setBusinessTime({
  sunday: null,
  monday: segment,
  tuesday: segment,
  wednesday: segment,
  thursday: segment,
  friday: segment,
  saturday: null,
});

/** The peers, with instants in milliseconds since 1970 in and out, as a program stores them. */
export const peers = {
  'moment-bt': {
    add: (start, hours) => moment.tz(start, ZONE).addWorkingTime(hours, 'hours').valueOf(),
    between: (from, to) => moment.tz(to, ZONE).workingDiff(moment.tz(from, ZONE)),
  },
  'dayjs-bt': {
    add: (start, hours) => dayjs.tz(start, ZONE).addBusinessHours(hours).valueOf(),
    between: (from, to) => (
      dayjs.tz(from, ZONE).businessMinutesDiff(dayjs.tz(to, ZONE)) * 60_000
    ),
  },
};

const MONDAY = Date.UTC(2026, 0, 5, 9);
/** The changes to summer time and back. */
const CHANGES = [Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1)];

/**
 * Starts scattered over 2026, all different. Those within ten days before a change of summer time,
 * or a day after it, are left out: there one of the peers is wrong, or never returns.
 */
export function starts(count) {
  const made = [];
  for (let at = 0; made.length < count; at += 1) {
    // The step and the minutes of a year have no factor in common.
    const start = MONDAY + ((at * 7_919) % 525_600) * 60_000;
    if (CHANGES.every((change) => start < change - 10 * DAY || start > change + DAY)) {
      made.push(start);
    }
  }
  return made;
}
