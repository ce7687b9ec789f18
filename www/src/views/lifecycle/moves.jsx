// What leads out of a state: as the policy writes it, and for a ticket what the core says it needs.
import { ask, labels } from '../../core/core.js';
import { actor } from '../../data/session.js';
import { Code } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { now } from '../../time/clock.js';

export function Moves({ lifecycle, state, ticket, hover }) {
  const moves = lifecycle.moves.filter(({ from }) => from.includes(state));
  const timers = (lifecycle.timers ?? []).filter((timer) => timer.state === state);
  const offered = ticket ? offeredTo(ticket) : [];
  return (
    <section class="card" aria-labelledby="from-title">
      <h2 id="from-title">From “{labels.value.state(state)}”</h2>
      {moves.length + timers.length === 0 && (
        <p class="quiet">Nothing leads out of it: a ticket ends here.</p>
      )}
      <ul class="from-list">
        {moves.map((move) => (
          <li key={move.to} onMouseEnter={() => hover(move.to)} onMouseLeave={() => hover(null)}>
            <strong>
              <Icon name="move" /> {labels.value.state(move.to)}
            </strong>
            <span class="quiet">{conditions(move).join(' · ') || 'no condition'}</span>
            <Needs offer={offered.find(({ to }) => to === move.to)} />
          </li>
        ))}
        {timers.map(({ id, to, after }) => (
          <li key={id}>
            <strong>
              <Icon name="clock" /> {labels.value.state(to)}
            </strong>
            <span class="quiet">
              by itself after {after} (<code>{id}</code>)
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function offeredTo(ticket) {
  const context = {
    now: Math.max(now(), Date.parse(ticket.updatedAt)),
    actor: actor.value,
    linked: [],
  };
  const answer = ask({ op: 'assess', ticket, context });
  return answer.ok ? answer.value.moves : [];
}

function Needs({ offer }) {
  if (!offer) return null;
  if (offer.allowed)
    return (
      <span class="possible">
        <Icon name="done" /> possible for this ticket
      </span>
    );
  return (
    <ul class="needs">
      {offer.needs.map(({ code, path, message }) => (
        <li key={code + path}>
          <Icon name="late" /> <Code text={message} />
        </li>
      ))}
    </ul>
  );
}

/** The guards of a move, as the policy has them. */
function conditions({ roles, requires, onlyIf, linked, within, approval }) {
  return [
    roles && `for ${roles.join(', ')}`,
    requires && `with ${requires.join(', ')}`,
    onlyIf && 'on a condition',
    linked && `depends on each ${linked.map(({ relation }) => relation).join(', ')}`,
    within && `within ${within}`,
    approval && `approved by ${(approval.roles ?? ['somebody']).join(', ')}`,
  ].filter(Boolean);
}
