// When the incidents of a group were opened: a bar for each day, the last weeks shaded.
import { day } from '../../time/format.js';

const DAY = 86_400_000;
const HEIGHT = 40;
const dayOf = (at) => Math.floor(Date.parse(at) / DAY);

export function Occurrences({ candidate, found }) {
  const first = dayOf(found.since);
  const days = Math.max(1, dayOf(found.now) - first + 1);
  const counts = new Map();
  for (const { openedAt } of candidate.listed) {
    const place = dayOf(openedAt) - first;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const window = dayOf(found.from) - first;
  const said =
    `Opened on ${counts.size} days from ${day(candidate.firstAt)} to ${day(candidate.lastAt)}, ` +
    `at most ${most} on one`;
  return (
    <div class="occurrences">
      <svg
        viewBox={`0 0 ${days} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={said}
      >
        <rect class="window" x={window} y="0" width={days - window} height={HEIGHT} />
        <rect class="ground" x="0" y={HEIGHT - 1} width={days} height="1" />
        {[...counts].map(([place, count]) => {
          const height = (count / most) * (HEIGHT - 6);
          return (
            <rect
              class="bar"
              key={place}
              x={place + 0.12}
              y={HEIGHT - height}
              width="0.76"
              height={height}
            />
          );
        })}
      </svg>
      <p class="occurrences-ends quiet small" aria-hidden="true">
        <span>{day(found.since)}</span>
        <span>{most > 1 ? `at most ${most} a day` : ''}</span>
        <span>{day(found.now)}</span>
      </p>
    </div>
  );
}
