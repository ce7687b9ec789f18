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

const isStanding = (stage) => Object.hasOwn(STANDING, stage);

/** Two units at most. */
function unitsOf(seconds, withSeconds) {
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3_600) % 24];
  const [minutes, rest] = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (days > 0) return `${days}d ${hours}h`;
  if (hours > 0) return `${hours}h ${minutes}m`;
  if (!withSeconds) return `${minutes}m`;
  return minutes > 0 ? `${minutes}m ${rest}s` : `${rest}s`;
}

/** Whole seconds below an hour, else whole minutes: never more than is left, never less late. */
function roundedDown(ms, withSeconds) {
  const seconds = Math.floor(ms / SECOND);
  if (withSeconds && Math.abs(seconds) < 3_600) return seconds;
  return Math.floor(ms / MINUTE) * 60;
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
  if (isStanding(stage)) {
    const [level, label] = STANDING[stage];
    return { text: '', level, label, standsStill: false };
  }
  if (!isNumber(remainingMs)) {
    const level = stage === 'paused' || stage === 'breached' ? stage : 'calm';
    return { text: '', level, label: stage, standsStill };
  }
  const withSeconds = options.seconds ?? true;
  const seconds = roundedDown(remainingMs, withSeconds);
  const [size, late] = [unitsOf(Math.abs(seconds), withSeconds), seconds < 0];
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
    return stage !== 'paused' && !isStanding(stage) && isNumber(remainingMs);
  });
  if (times.length === 0) return undefined;
  const hasSeconds = times.some(({ counting, remainingMs }) => {
    return counting !== false && Math.abs(remainingMs) <= HOUR;
  });
  const step = hasSeconds ? SECOND : MINUTE;
  return Math.floor(now / step) * step + step;
}
