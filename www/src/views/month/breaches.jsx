// The targets that were missed by most, and where the time went.
import { Priority } from '../../parts/chips.jsx';
import { Link } from '../../parts/link.jsx';
import { labels } from '../../core/core.js';
import { length } from '../../time/format.js';

const WHY = {
  queued: () => 'not taken up',
  onHold: ({ name }) => `on hold, ${labels.value.holdReason(name)}`,
  group: ({ name }) => `with ${name}`,
  reopened: ({ count }) => `reopened ${count === 1 ? 'once' : `${count} times`}`,
  handedOver: ({ count }) => `handed over ${count === 1 ? 'once' : `${count} times`}`,
};

export function Breaches({ breaches }) {
  return (
    <section class="card" aria-labelledby="breaches-title">
      <h2 id="breaches-title">Worst breaches, and why</h2>
      {breaches.length === 0 ? (
        <p class="quiet">No target was missed.</p>
      ) : (
        <ol class="breaches">
          {breaches.map((one) => (
            <Breach key={one.id + one.target} breach={one} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Breach({ breach: { id, title, priority, group, target, open, withinMs, overMs, why } }) {
  return (
    <li class="breach">
      <p class="breach-what">
        <Link to={{ view: 'ticket', id }}>{title ?? id}</Link>
        <span class="quiet small">
          <span class="mono">{id}</span> {group}
        </span>
      </p>
      <Priority level={priority} />
      <p class="breach-over">
        <strong class="number">{overMs === null ? '–' : length(overMs)} over</strong>
        <span class="quiet small">
          {' '}
          {target}, {withinMs === null ? 'no limit' : `${length(withinMs)} allowed`}
          {open && ', still open'}
        </span>
      </p>
      <div class="breach-why">
        <Where why={why} />
        <p class="small">
          {why.map((part) => (
            <span key={part.kind + part.name} class={`why ${part.kind}`}>
              {WHY[part.kind](part)}
              {part.ms !== undefined && (
                <>
                  {' '}
                  <span class="number">{length(part.ms)}</span>
                </>
              )}
            </span>
          ))}
        </p>
      </div>
    </li>
  );
}

/** The parts of the time beside each other, as long as they are. */
function Where({ why }) {
  const timed = why.filter(({ ms }) => ms > 0);
  const all = timed.reduce((sum, { ms }) => sum + ms, 0);
  let from = 0;
  return (
    <svg class="where" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      {timed.map(({ kind, name, ms }) => {
        const width = (ms / all) * 100;
        from += width;
        return <rect key={kind + name} class={kind} x={from - width} width={width} height="6" />;
      })}
    </svg>
  );
}
