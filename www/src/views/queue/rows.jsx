// The rows in sight and some beyond; the rest is room, so that ten thousand cost as few.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { go } from '../../address.js';
import { calendarOf, isOpen } from '../../core/core.js';
import { nameOf } from '../../data/people.js';
import { Priority, State } from '../../parts/chips.jsx';
import { Countdown } from '../../parts/countdown.jsx';
import { Code } from '../../parts/findings.jsx';
import { Link } from '../../parts/link.jsx';

const BEYOND = 12;

export function Rows({ rows, total, offset, at, setRange }) {
  const list = useRef();
  const height = useRowHeight(list);
  useWindow(list, height, setRange);
  const place = useRef();
  useLayoutEffect(() => {
    // The policy of the page lets scripts set styles, but not markup.
    list.current.style.setProperty('height', `${total * height}px`);
    place.current.style.setProperty('transform', `translateY(${offset * height}px)`);
  }, [total, offset, height]);
  return (
    <div class="rows" role="table" aria-label="Open tickets" aria-rowcount={total + 1}>
      <div class="row row-head" role="row">
        {['#', 'Ticket', 'Priority', 'State', 'Time left', 'With'].map((name) => (
          <span role="columnheader" key={name}>
            {name}
          </span>
        ))}
      </div>
      <div class="rows-all" ref={list} role="presentation">
        <div class="rows-shown" ref={place} role="rowgroup" onKeyDown={walk}>
          {useKept(rows, at)}
        </div>
      </div>
    </div>
  );
}

/** A row is drawn anew only if it says something else; most do not from second to second. */
function useKept(rows, at) {
  const before = useRef(new Map());
  const drawn = new Map(
    rows.map((row) => {
      const says = `${JSON.stringify(row)}${isOpen(calendarOf(row.agreement), at)}`;
      const kept = before.current.get(row.id);
      const same = kept?.says === says;
      return [row.id, same ? kept : { says, element: <Row key={row.id} row={row} at={at} /> }];
    }),
  );
  before.current = drawn;
  return [...drawn.values()].map(({ element }) => element);
}

function Row({ row, at }) {
  return (
    <div
      class={`row ${row.class}`}
      role="row"
      aria-rowindex={row.rank + 1}
      onClick={openUnlessLink(row.id)}
    >
      <span role="cell" class="rank">
        {row.rank}
      </span>
      <span role="cell" class="what">
        <Link to={{ view: 'ticket', id: row.id }} class="row-link">
          {row.title}
        </Link>
        <span class="quiet small">
          <span class="mono">{row.id}</span> <Code text={row.why?.message ?? ''} />
        </span>
      </span>
      <span role="cell">
        <Priority level={row.priority} />
      </span>
      <span role="cell">
        <State state={row.state} type={row.stateType} />
      </span>
      <span role="cell" class="left">
        <Countdown
          remainingMs={row.remainingMs}
          dueAt={row.dueAt}
          agreement={row.agreement}
          waiting={row.class === 'paused'}
          at={at}
        />
        {row.target && <span class="quiet small">{row.target}</span>}
      </span>
      <span role="cell" class="with">
        {(row.assignee && nameOf(row.assignee)) ?? row.group ?? <span class="quiet">nobody</span>}
      </span>
    </div>
  );
}

const openUnlessLink = (id) => (event) => {
  if (!event.target.closest('a')) go({ view: 'ticket', id });
};

/** Up and down go from row to row. */
function walk(event) {
  const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  const next = step && event.target.closest('.row')?.[step]?.querySelector('a');
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** The height of a row, which the style sheet decides by the width of the page. */
function useRowHeight(list) {
  const [height, setHeight] = useState(56);
  useLayoutEffect(() => {
    const read = () => {
      setHeight(Number.parseFloat(getComputedStyle(list.current).getPropertyValue('--row')) || 56);
    };
    read();
    addEventListener('resize', read);
    return () => removeEventListener('resize', read);
  }, []);
  return height;
}

/** Asks for the rows around what is in sight whenever that has moved far enough. */
function useWindow(list, height, setRange) {
  useEffect(() => {
    let asked = 0;
    const look = () => {
      // The view may have been left between the scroll and the frame.
      if (!list.current) return;
      const { top } = list.current.getBoundingClientRect();
      const first = Math.max(0, Math.floor(-top / height));
      if (Math.abs(first - asked) < BEYOND / 2) return;
      asked = first;
      const limit = Math.ceil(innerHeight / height) + 2 * BEYOND;
      setRange({ offset: Math.max(0, first - BEYOND), limit });
    };
    let frame = 0;
    const scrolled = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(look);
    };
    addEventListener('scroll', scrolled, { passive: true });
    addEventListener('resize', scrolled);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', scrolled);
      removeEventListener('resize', scrolled);
    };
  }, [height]);
}
