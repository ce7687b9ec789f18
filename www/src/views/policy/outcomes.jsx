// What the written policy would have made of the history.
import { useRef, useState } from 'preact/hooks';

import { labels, policy } from '../../core/core.js';
import { announce } from '../../announce.js';
import { Failure, Findings } from '../../parts/findings.jsx';
import { Link } from '../../parts/link.jsx';
import { number } from '../../time/format.js';
import { compare } from './compare.js';
import { text } from './draft.js';
import { Flips } from './flips.jsx';

export function Outcomes({ accepted }) {
  const [state, setState] = useState({});
  const stopped = useRef(false);
  const run = async () => {
    stopped.current = false;
    setState({ done: 0, total: 1 });
    try {
      const answer = await compare(text.peek(), { told: setState, stopped: () => stopped.current });
      setState(answer.ok ? { result: answer.value } : { errors: answer.errors });
      if (answer.ok)
        announce(`${answer.value.flips.length} tickets would have come out otherwise.`);
    } catch (error) {
      setState({ error });
    }
  };
  const running = state.done !== undefined;
  return (
    <section class="card outcomes" aria-labelledby="outcomes-title">
      <h2 id="outcomes-title">The history under the written policy</h2>
      <p class="quiet">
        What people did is done again at the same instants, under both policies; rules and time do
        the rest.
      </p>
      <div class="buttons">
        {running ? (
          <button
            type="button"
            onClick={() => {
              stopped.current = true;
            }}
          >
            Stop
          </button>
        ) : (
          <button type="button" disabled={!accepted} onClick={run}>
            Compare over all tickets
          </button>
        )}
        {running && <progress max={state.total} value={state.done} aria-label="Tickets compared" />}
      </div>
      <Findings title="It cannot be compared" errors={state.errors} />
      {state.error && <Failure error={state.error} />}
      {state.result && <Result result={state.result} stale={state.result.text !== text.value} />}
    </section>
  );
}

function Result({ result, stale }) {
  const { all, byPriority, byGroup, flips, unfaithful } = result;
  return (
    <div class="stack">
      {stale && <p class="findings note">This is about an earlier text.</p>}
      <dl class="tally">
        <div>
          <dt>Tickets</dt>
          <dd>{number(all.tickets)}</dd>
        </div>
        <div>
          <dt>Come out otherwise</dt>
          <dd>{number(all.differing)}</dd>
        </div>
        <div class="bad">
          <dt>Newly late</dt>
          <dd>{number(all.newlyBreached)}</dd>
        </div>
        <div class="good">
          <dt>No longer late</dt>
          <dd>{number(all.newlyMet)}</dd>
        </div>
      </dl>
      {unfaithful.length > 0 && (
        <p class="quiet small">
          {unfaithful.length === 1 ? 'One record' : `${number(unfaithful.length)} records`} cannot
          be done again exactly, which makes the outcome less sure:{' '}
          {unfaithful.slice(0, 12).map((id) => (
            <Link key={id} class="mono unfaithful" to={{ view: 'ticket', id }}>
              {id}
            </Link>
          ))}
        </p>
      )}
      {all.differing === 0 ? (
        <p>Nothing would have come out otherwise.</p>
      ) : (
        <>
          <div class="policy-tables">
            <Tallies
              title="By priority"
              of={inOrder(byPriority)}
              say={labels.value.priority}
              none="no priority"
            />
            <Tallies
              title="By group"
              of={Object.entries(byGroup).sort(([one], [other]) => (one < other ? -1 : 1))}
              say={(id) => id}
              none="nobody"
            />
          </div>
          <Flips flips={flips} at={result.at} stale={stale} />
        </>
      )}
    </div>
  );
}

/** By the place of each priority in the scale. */
function inOrder(byPriority) {
  const place = (level) => policy.value.scales.priority.findIndex(({ id }) => id === level);
  return Object.entries(byPriority).sort(([one], [other]) => place(one) - place(other));
}

function Tallies({ title, of, say, none }) {
  return (
    <table class="tallies">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{title.slice(3)}</th>
          <th scope="col">Tickets</th>
          <th scope="col">Otherwise</th>
          <th scope="col">Newly late</th>
          <th scope="col">No longer late</th>
        </tr>
      </thead>
      <tbody>
        {of.map(([id, tally]) => (
          <tr key={id}>
            <th scope="row">{id === '' ? none : say(id)}</th>
            <td>{number(tally.tickets)}</td>
            <td>{number(tally.differing)}</td>
            <td>{number(tally.newlyBreached)}</td>
            <td>{number(tally.newlyMet)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
