// The parts of the drawing.
import { labels } from '../../core/core.js';
import { day, shortInstant } from '../../time/format.js';

const DAY = 86_400_000;

export function Axis({ axis, hours, x, height }) {
  return (
    <>
      {hours.map(([from, to]) => (
        <rect
          key={from}
          class="open-hours"
          x={x(Math.max(from, axis.from))}
          y="20"
          width={Math.max(0, x(Math.min(to, axis.to)) - x(Math.max(from, axis.from)))}
          height={height - 22}
        />
      ))}
      {ticksOf(axis, x).map((instant) => (
        <g key={instant}>
          <line class="tick" x1={x(instant)} x2={x(instant)} y1="18" y2={height - 2} />
          <text class="tick-text" x={x(instant) + 3} y="13">
            {axis.to - axis.from < 2 * DAY ? shortInstant(instant) : day(instant)}
          </text>
        </g>
      ))}
    </>
  );
}

/** Whole days of the reader, as many as there is room for. */
function ticksOf({ from, to }, x) {
  const room = x(to) - x(from);
  const most = Math.max(2, Math.floor(room / 92));
  const days = Math.max(1, Math.ceil((to - from) / DAY / most));
  const first = new Date(from);
  first.setHours(24, 0, 0, 0);
  const ticks = [];
  for (const date = first; date.getTime() < to; date.setDate(date.getDate() + days)) {
    if (x(to) - x(date.getTime()) > 60) ticks.push(date.getTime());
  }
  return ticks;
}

export function Lane({ lane, x, y }) {
  return (
    <g>
      <text class="lane-name" x="0" y={y + 16}>
        {lane.name}
      </text>
      {lane.steps.map((step) => (
        <g key={`${step.from}-${step.how}`}>
          <rect
            class={`step ${step.how}`}
            x={x(step.from)}
            y={y + 4}
            width={Math.max(1.5, x(step.to) - x(step.from))}
            height="16"
            rx="2"
          >
            <title>{titleOf(step)}</title>
          </rect>
        </g>
      ))}
      {lane.moved?.map(({ to, seconds }) => (
        <text key={to} class="moved" x={x(to)} y={y + 2}>
          clocks {seconds > 0 ? '+' : '−'}
          {Math.abs(seconds) / 3600} h
        </text>
      ))}
      {lane.due && (
        <path class="due" d={`M${x(lane.due)} ${y + 1}v22`}>
          <title>{`due ${shortInstant(lane.due)}`}</title>
        </path>
      )}
    </g>
  );
}

function titleOf({ how, name, from, to }) {
  const says = how.startsWith('type') ? labels.value.state(name) : name;
  return `${says}: ${shortInstant(from)} – ${shortInstant(to)}`;
}

/** Messages as dots, and now. */
export function Marks({ ticket, axis, x, height, at }) {
  const messages = ticket.history.filter(({ change }) => change.type === 'messageAdded');
  return (
    <g>
      {messages.map(({ version, at: said, change }) => (
        <circle
          key={version}
          class={`dot ${change.internal ? 'note' : change.from}`}
          cx={x(Date.parse(said))}
          cy={height - 8}
          r="4"
        >
          <title>{`${messageName(change)}, ${shortInstant(said)}`}</title>
        </circle>
      ))}
      {at < axis.to && (
        <path class="now" d={`M${x(at)} 18v${height - 20}`}>
          <title>now</title>
        </path>
      )}
    </g>
  );
}

const messageName = ({ internal, from }) => (internal ? 'internal note' : `message of the ${from}`);
