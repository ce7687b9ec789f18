// A major incident: what may be done about it now, as the core decides for each, and the review.
import { useState } from 'preact/hooks';

import { announce } from '../../announce.js';
import { ask } from '../../core/core.js';
import { give } from '../../data/tickets.js';
import { Findings } from '../../parts/findings.jsx';

const ACTIONS = {
  propose: 'Propose as major incident',
  accept: 'Accept as major incident',
  reject: 'It is none',
  promote: 'Make it a major incident',
  demote: 'It is none any more',
};

export function Major({ ticket, context }) {
  const [errors, setErrors] = useState([]);
  const possible = Object.keys(ACTIONS).filter(
    (action) =>
      ask({ op: 'decide', ticket, command: { type: 'majorIncident', action }, context }).ok,
  );
  const { majorIncident, majorIncidentStatus, reviewCompleted } = ticket.facts ?? {};
  const review = majorIncident && !reviewCompleted;
  if (!review && possible.length === 0) return null;
  const act = async (command, words) => {
    const answer = await give(ticket.id, command);
    setErrors(answer.ok ? [] : answer.errors);
    if (answer.ok) announce(`${words}: done.`);
  };
  return (
    <div class="major">
      {majorIncidentStatus && (
        <span class="quiet small">Major incident: {majorIncidentStatus}</span>
      )}
      {possible.map((action) => (
        <button
          type="button"
          key={action}
          class="small"
          onClick={() => act({ type: 'majorIncident', action }, ACTIONS[action])}
        >
          {ACTIONS[action]}
        </button>
      ))}
      {review && (
        <button
          type="button"
          class="small"
          onClick={() => act({ type: 'changeFacts', facts: { reviewCompleted: true } }, 'Review')}
        >
          The review is completed
        </button>
      )}
      <Findings title="This was refused" errors={errors} />
    </div>
  );
}
