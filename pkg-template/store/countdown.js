const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is shown of a stage, or of a class of a queue, that has no time to count. */
const STANDING = {
  pending: ['calm', 'not started'],
  untimed: ['calm', 'no target'],
  met: ['closed', 'met'],
  missed: ['closed', 'missed'],
  canceled: ['closed', 'canceled'],
  resolved: ['closed', 'resolved'],
};

const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

/** Two units at most, rounded down: never more than is left, never less than it is late. */
function unitsOf(ms, seconds) {
  const whole = Math.floor(ms / (seconds ? SECOND : MINUTE)) * (seconds ? 1 : 60);
  const late = whole < 0;
  const size = Math.abs(Math.abs(whole) < 3_600 ? whole : Math.floor(ms / MINUTE) * 60);
  const [days, hours] = [Math.floor(size / 86_400), Math.floor(size / 3_600) % 24];
  const [minutes, rest] = [Math.floor(size / 60) % 60, size % 60];
  let units = [
    [minutes, 'm'],
    [rest, 's'],
  ];
  if (days > 0)
    units = [
      [days, 'd'],
      [hours, 'h'],
    ];
  else if (hours > 0)
    units = [
      [hours, 'h'],
      [minutes, 'm'],
    ];
  else if (!seconds) units = [[minutes, 'm']];
  else if (minutes === 0) units = [[rest, 's']];
  return { late, size: units.map(([count, unit]) => `${count}${unit}`).join(' ') };
}

function levelOf(stage, ms, { soonMs = HOUR, urgentMs = HOUR / 2 }) {
  if (stage === 'paused') return 'paused';
  if (stage === 'breached' || ms < 0) return 'breached';
  if (ms < urgentMs) return 'urgent';
  return ms < soonMs ? 'soon' : 'calm';
}

/**
 * What a desk is used to see of a clock: `2h 15m`, `1d 4h`, once it is late `-5m 10s`, and how
 * urgent that is. A day is 24 hours of the agreement's time. `text` is empty without a time.
 */
export function countdown(view, options = {}) {
  const { stage, remainingMs } = view;
  const standsStill = stage === 'paused' || view.counting === false;
  if (STANDING[stage] !== undefined) {
    const [level, label] = STANDING[stage];
    return { text: '', level, label, standsStill: false };
  }
  if (!isNumber(remainingMs)) {
    const level = stage === 'paused' || stage === 'breached' ? stage : 'calm';
    return { text: '', level, label: stage, standsStill };
  }
  const { late, size } = unitsOf(remainingMs, options.seconds ?? true);
  const left = late ? `${size} late` : `${size} left`;
  return {
    text: late ? `-${size}` : size,
    level: levelOf(stage, remainingMs, options),
    label: standsStill ? `${left}, ${stage === 'paused' ? 'paused' : 'outside hours'}` : left,
    standsStill,
  };
}

/**
 * Until when what is shown stays as it is: a second if one of them shows seconds, a minute if one
 * counts, also outside hours, since these begin with a whole minute. Undefined if all stand.
 */
export function shownUntil(views, now) {
  const times = views.filter(({ stage, remainingMs }) => {
    return stage !== 'paused' && STANDING[stage] === undefined && isNumber(remainingMs);
  });
  if (times.length === 0) return undefined;
  const step = times.some(({ counting, remainingMs }) => {
    return counting !== false && Math.abs(remainingMs) <= HOUR;
  })
    ? SECOND
    : MINUTE;
  return Math.floor(now / step) * step + step;
}
