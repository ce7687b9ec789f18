// The drawing. States are buttons: the keyboard reaches each of them.
import { useEffect, useMemo, useRef } from 'preact/hooks';

import { BOX, layout, linesOf } from './layout.js';

export function Chart({ lifecycle, chosen, current, over, choose }) {
  const { boxes, edges, width, height } = useMemo(() => layout(lifecycle), [lifecycle]);
  const drawn = useRef(null);
  useEffect(() => show(drawn.current, boxes.find(({ id }) => id === chosen)), [boxes, chosen]);
  const lit = edges.filter(({ from }) => from === chosen);
  const quiet = edges.filter(({ from }) => from !== chosen);
  return (
    <div
      class="chart"
      ref={drawn}
      tabindex="0"
      role="group"
      aria-label="Chart of the lifecycle; states are buttons"
    >
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
        <defs>
          {['quiet', 'lit'].map((how) => (
            <marker
              key={how}
              id={`arrow-${how}`}
              class={`arrow ${how}`}
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto"
            >
              <path d="M0 0L8 4L0 8z" />
            </marker>
          ))}
        </defs>
        {quiet.map((edge, index) => (
          <Edge key={index} edge={edge} how="quiet" />
        ))}
        {lit.map((edge, index) => (
          <Edge key={index} edge={edge} how={over && edge.to !== over ? 'lit dim' : 'lit'} />
        ))}
        {boxes.map((box) => (
          <State
            key={box.id}
            box={box}
            chosen={box.id === chosen}
            current={box.id === current}
            choose={choose}
            initial={box.id === lifecycle.initial}
          />
        ))}
      </svg>
    </div>
  );
}

/** Where there is no room for all of the chart, brings a state to the middle of what is seen. */
function show(chart, box) {
  if (!box) return;
  const { scrollLeft, clientWidth } = chart;
  if (box.x >= scrollLeft && box.x + BOX.width <= scrollLeft + clientWidth) return;
  chart.scrollLeft = box.x + (BOX.width - clientWidth) / 2;
}

function Edge({ edge, how }) {
  const { guarded, timer, after, path } = edge;
  return (
    <path
      class={`edge ${how} ${guarded ? 'guarded' : ''} ${timer ? 'timer' : ''}`}
      d={path}
      marker-end={`url(#arrow-${how.startsWith('lit') ? 'lit' : 'quiet'})`}
    >
      {timer && <title>{`${timer}: after ${after}`}</title>}
    </path>
  );
}

function State({ box, chosen, current, choose, initial }) {
  const { id, label = id, type, x, y } = box;
  const press = (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose(id);
  };
  const said = [label, initial && 'tickets start here', current && 'the ticket is here']
    .filter(Boolean)
    .join(', ');
  return (
    <g
      class={`box ${type} ${chosen ? 'chosen' : ''} ${current ? 'current' : ''}`}
      role="button"
      tabindex="0"
      aria-pressed={chosen}
      aria-label={said}
      onClick={() => choose(id)}
      onKeyDown={press}
    >
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx="8" />
      {type === 'closed' || type === 'canceled' ? (
        <rect
          class="inner"
          x={x + 3}
          y={y + 3}
          width={BOX.width - 6}
          height={BOX.height - 6}
          rx="6"
        />
      ) : null}
      <Label lines={linesOf(label)} x={x + BOX.width / 2} y={y + BOX.height / 2} />
      {initial && <circle class="start" cx={x - 2} cy={y} r="5" />}
    </g>
  );
}

function Label({ lines, x, y }) {
  return lines.map((line, index) => (
    <text key={line} x={x} y={y + 4 + (index - (lines.length - 1) / 2) * 15}>
      {line}
    </text>
  ));
}
