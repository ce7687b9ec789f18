// The moves that the lifecycle offers, with what each still needs.
import { useState } from 'preact/hooks';

import { me } from '../../data/session.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings, Code } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { Major } from './major.jsx';
import { MoveForm } from './move-form.jsx';

export function Moves({ ticket, assessment, context }) {
  const [chosen, setChosen] = useState(null);
  const offered = assessment.moves;
  const done = () => setChosen(null);
  return (
    <section class="card moves" aria-labelledby="moves-title">
      <h2 id="moves-title">What can be done</h2>
      {offered.length === 0 && <p class="quiet">The lifecycle offers no move from here.</p>}
      <ul class="moves-list">
        {offered.map((move) => (
          <Move
            key={move.to}
            move={move}
            open={chosen === move.to}
            choose={() => setChosen(chosen === move.to ? null : move.to)}
            form={() => (
              <MoveForm
                ticket={ticket}
                move={move}
                before={assessment}
                context={context}
                done={done}
              />
            )}
            ticket={ticket}
          />
        ))}
      </ul>
      <Major ticket={ticket} context={context} />
      <div class="take">
        <Take ticket={ticket} />
        <Link class="plain-link" to={{ view: 'lifecycle', id: ticket.id }}>
          <Icon name="chart" /> Show on the chart
        </Link>
      </div>
    </section>
  );
}

function Move({ move, open, choose, form, ticket }) {
  const needed = move.needs.filter(({ code }) => !GIVEN_ALONG.includes(code));
  const approval = move.needs.find(({ code }) => code === 'lifecycle.approvalMissing');
  return (
    <li class="move">
      <button
        type="button"
        aria-expanded={open}
        class={move.allowed ? 'move-button' : 'move-button asks'}
        onClick={choose}
      >
        <Icon name={ICONS[move.stateType]} /> {move.label}
      </button>
      <div class="move-says">
        {move.allowed && <span class="quiet">possible now</span>}
        {move.needs.map((need) => (
          <span key={need.code + need.path} class={needed.includes(need) ? 'against' : 'quiet'}>
            <Code text={need.message} />
          </span>
        ))}
        {approval && <Approval ticket={ticket} to={move.to} />}
      </div>
      {open && form()}
    </li>
  );
}

/** What can be given along with the move itself. */
const GIVEN_ALONG = ['lifecycle.factMissing', 'lifecycle.holdReasonMissing'];

const ICONS = {
  new: 'new',
  active: 'play',
  onHold: 'pause',
  resolved: 'done',
  closed: 'done',
  canceled: 'cancel',
};

function Approval({ ticket, to }) {
  const [errors, setErrors] = useState([]);
  const approve = async () => {
    const answer = await give(ticket.id, { type: 'approve', to, granted: true });
    setErrors(answer.ok ? [] : answer.errors);
    if (answer.ok) announce(`${ticket.id} is approved.`);
  };
  return (
    <>
      <button type="button" class="plain" onClick={approve}>
        Approve
      </button>
      <Findings title="This was refused" errors={errors} />
    </>
  );
}

function Take({ ticket }) {
  const [errors, setErrors] = useState([]);
  if (ticket.facts?.assignee === me.value.id) return null;
  const take = async () => {
    const answer = await give(ticket.id, { type: 'assign', assignee: me.value.id });
    setErrors(answer.ok ? [] : answer.errors);
    if (answer.ok) announce(`${ticket.id} is yours.`);
  };
  return (
    <>
      <button type="button" onClick={take}>
        <Icon name="person" /> Assign to me
      </button>
      <Findings title="This was refused" errors={errors} />
    </>
  );
}
