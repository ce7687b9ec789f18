// A number that can list the tickets behind it.
import { useEffect, useRef } from 'preact/hooks';

import { change } from '../../address.js';
import { useAnswer } from '../../data/tickets.js';
import { State } from '../../parts/chips.jsx';
import { Failure, Findings, Loading } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { length, number } from '../../time/format.js';
import { work } from '../../worker/ask.js';

/** `of` is what the worker is asked for; `title` says what the tickets are. */
export function Listed({ of, title, children }) {
  return (
    <button
      type="button"
      class="listed"
      title={`List: ${title}`}
      onClick={() => change({ figure: JSON.stringify({ ...of, title }) }, { replace: false })}
    >
      {children}
    </button>
  );
}

function read(figure) {
  try {
    const { title, ...of } = JSON.parse(figure);
    return { title: String(title ?? 'Tickets'), of };
  } catch {
    return { title: 'Tickets', of: {} };
  }
}

/** The tickets behind the figure that the address names. */
export function Figure({ month, at, figure }) {
  const { title, of } = read(figure);
  const dialog = useRef();
  const { value: answer, error } = useAnswer(
    () => work('metrics', 'tickets', { month, now: at, of }),
    [month, at, figure],
  );
  useEffect(() => {
    dialog.current.showModal();
  }, []);
  const close = () => change({ figure: null });
  return (
    <dialog
      class="figure"
      ref={dialog}
      onClose={close}
      aria-labelledby="figure-title"
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <div class="figure-head">
        <h2 id="figure-title">{title}</h2>
        <button type="button" class="plain" onClick={() => dialog.current.close()}>
          <Icon name="cancel" label="Close" />
        </button>
      </div>
      {error && <Failure error={error} />}
      {!answer && !error && <Loading what="the tickets" />}
      {answer && !answer.ok && <Findings title="There is no such figure" errors={answer.errors} />}
      {answer?.ok && <Tickets listing={answer.value} />}
    </dialog>
  );
}

/** A ticket may count several times. */
function Tickets({ listing: { count, times = count, tickets } }) {
  return (
    <>
      <p class="quiet small">
        {number(times)} in all, {number(tickets.length)} tickets listed
      </p>
      <ul class="figure-list">
        {tickets.map(({ id, title, state, stateType, ms, times }) => (
          <li key={id}>
            <Link class="mono" to={{ view: 'ticket', id }}>
              {id}
            </Link>
            <span class="figure-ticket">{title}</span>
            <span class="number quiet small">
              {ms !== undefined && length(ms)}
              {times > 1 && `${times} times`}
            </span>
            <State state={state} type={stateType} />
          </li>
        ))}
      </ul>
    </>
  );
}
