// The lifecycle of the policy as a chart, with what can be done from each state.
import { useState } from 'preact/hooks';

import { change } from '../../address.js';
import { policy } from '../../core/core.js';
import { useTicket } from '../../data/tickets.js';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { Chart } from './chart.jsx';
import { Copies } from './copies.jsx';
import { Moves } from './moves.jsx';
import './lifecycle.css';

export default function Lifecycle({ parameters }) {
  const { lifecycle } = policy.value;
  const { value: ticket } = useTicket(parameters.id ?? '');
  const [over, setOver] = useState(null);
  const chosen = parameters.state ?? ticket?.state ?? lifecycle.initial;
  return (
    <section aria-labelledby="lifecycle-title">
      <div class="view-head">
        <h1 id="lifecycle-title">Lifecycle</h1>
        <p class="quiet">
          {ticket ? (
            <>
              How <Link to={{ view: 'ticket', id: ticket.id }}>{ticket.id}</Link> stands
            </>
          ) : (
            'What the policy lets happen to a ticket; what is not drawn is refused'
          )}
        </p>
      </div>
      <div class="card">
        <Chart
          lifecycle={lifecycle}
          chosen={chosen}
          current={ticket?.state}
          over={over}
          choose={(state) => change({ state })}
        />
        <ul class="legend small">
          <li>
            <svg width="34" height="12" aria-hidden="true">
              <path class="edge" d="M2 6h28" />
            </svg>{' '}
            a move
          </li>
          <li>
            <svg width="34" height="12" aria-hidden="true">
              <path class="edge guarded" d="M2 6h28" />
            </svg>{' '}
            only if something is true or given
          </li>
          <li>
            <svg width="34" height="12" aria-hidden="true">
              <path class="edge timer" d="M2 6h28" />
            </svg>{' '}
            time makes it
          </li>
        </ul>
      </div>
      <div class="lifecycle-below">
        <Moves
          lifecycle={lifecycle}
          state={chosen}
          ticket={ticket?.state === chosen ? ticket : null}
          hover={setOver}
        />
        <Copies />
      </div>
      {!ticket && (
        <p class="quiet small lifecycle-hint">
          <Icon name="about" /> Opened from a ticket, the chart shows what that ticket still needs.
        </p>
      )}
    </section>
  );
}
