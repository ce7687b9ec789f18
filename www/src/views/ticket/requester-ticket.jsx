// A ticket as its requester sees it: how it stands, what was said, and what they can do.
import { useState } from 'preact/hooks';

import { isWaiting } from '../../data/outbox.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Progress, standing } from '../../parts/progress.jsx';
import { instant } from '../../time/format.js';
import { useAssessment } from './assessment.js';
import { Messages } from './messages.jsx';

export function RequesterTicket({ ticket }) {
  const { answer } = useAssessment(ticket);
  if (!answer.ok) return <Findings title="The ticket cannot be shown" errors={answer.errors} />;
  const { moves, stateType } = answer.value;
  return (
    <section class="ticket requester" aria-labelledby="ticket-title">
      <header class="ticket-head">
        <p class="quiet">
          <span class="mono">{ticket.id}</span> · reported {instant(ticket.openedAt)}
        </p>
        <h1 id="ticket-title">{ticket.facts?.shortDescription ?? ticket.id}</h1>
      </header>
      <div class="card standing">
        <Progress type={stateType} />
        <p class="standing-text">{standing(ticket)}</p>
        {isWaiting(ticket.id) && (
          <p class="chip">
            <Icon name="offline" /> Sent when the service is back
          </p>
        )}
        {stateType === 'resolved' && <Solution ticket={ticket} />}
        <Choices ticket={ticket} moves={moves} stateType={stateType} />
      </div>
      <Messages ticket={ticket} />
    </section>
  );
}

function Solution({ ticket }) {
  const { resolutionNotes, workaround } = ticket.facts ?? {};
  if (!resolutionNotes && !workaround) return null;
  return (
    <div class="solution">
      {resolutionNotes && <p>{resolutionNotes}</p>}
      {workaround && (
        <p>
          <strong>If it comes back:</strong> {workaround}
        </p>
      )}
    </div>
  );
}

/** What a requester calls the moves that the lifecycle offers, by what the states mean. */
const WORDS = {
  resolved: { closed: ['It works, close it', 'main'], active: ['It is not solved'] },
  closed: { active: ['It is back, reopen it'] },
  new: { canceled: ['Withdraw it'] },
  active: { canceled: ['Withdraw it'] },
  onHold: { canceled: ['Withdraw it'] },
};

function Choices({ ticket, moves, stateType }) {
  const [errors, setErrors] = useState([]);
  const offered = moves
    .map((move) => ({ ...move, words: WORDS[stateType]?.[move.stateType] }))
    .filter(
      ({ words, needs }) => words && !needs.some(({ code }) => code === 'lifecycle.moveTooLate'),
    )
    .sort((one, other) => Boolean(other.words[1]) - Boolean(one.words[1]));
  const make = async ({ to, words }) => {
    const answer = await give(ticket.id, { type: 'move', to });
    setErrors(answer.ok ? [] : answer.errors);
    if (answer.ok) announce(`${words[0]}: done.`);
  };
  return (
    <>
      <div class="buttons">
        {offered.map((move) => (
          <button
            type="button"
            key={move.to}
            class={move.words[1]}
            disabled={!move.allowed}
            onClick={() => make(move)}
          >
            {move.words[0]}
          </button>
        ))}
      </div>
      <Findings title="This is not possible now" errors={errors} />
    </>
  );
}
