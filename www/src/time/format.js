// Instants and lengths of time as people read them. Arithmetic is the core's.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const UNITS = [[DAY, 'd'], [HOUR, 'h'], [MINUTE, 'm'], [SECOND, 's']];

/** A length in at most two units: `1d 4h`, `2h 15m`, `12m 30s`; negative with a minus sign. */
export function length(milliseconds) {
  const sign = milliseconds < 0 ? '−' : '';
  // Below an hour seconds are shown, above it minutes are enough.
  const size = Math.abs(milliseconds);
  const first = UNITS.findIndex(([unit]) => size >= unit);
  if (first === -1) return `${sign}0s`;
  const parts = [];
  let left = size;
  for (const [unit, name] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(left / unit);
    if (count > 0) parts.push(`${count}${name}`);
    left -= count * unit;
  }
  return sign + parts.join(' ');
}

/** The same for `datetime` of an element `time`. */
export function isoLength(milliseconds) {
  return `PT${Math.max(0, Math.floor(Math.abs(milliseconds) / SECOND))}S`;
}

const formats = new Map();

function format(options) {
  const key = JSON.stringify(options);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(undefined, options));
  return formats.get(key);
}

const asDate = (instant) => new Date(instant);

/** A date and time in the reader's words, with the zone named. */
export function instant(at, zone) {
  return format({
    day: 'numeric', month: 'short', year: 'numeric',
    hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone: zone,
  }).format(asDate(at));
}

/** The same without the year and the zone, where a list has said them. */
export function shortInstant(at, zone) {
  return format({
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: zone,
  }).format(asDate(at));
}

export function timeOfDay(at, zone) {
  return format({ hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone })
    .format(asDate(at));
}

export function day(at, zone) {
  return format({ weekday: 'short', day: 'numeric', month: 'short', timeZone: zone })
    .format(asDate(at));
}

export function zoneName() {
  return format({}).resolvedOptions().timeZone;
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

/** How long ago, in one unit. */
export function ago(at, now) {
  const span = asDate(at) - now;
  const [unit, name] = [[DAY, 'day'], [HOUR, 'hour'], [MINUTE, 'minute']]
    .find(([size]) => Math.abs(span) >= size) ?? [MINUTE, 'minute'];
  return relative.format(Math.trunc(span / unit), name);
}

export function number(value, options) {
  return new Intl.NumberFormat(undefined, options).format(value);
}
