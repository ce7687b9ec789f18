// Another priority than the rules give, by whoever the policy lets; with a reason, for a while.
import { useState } from 'preact/hooks';

import { announce } from '../../announce.js';
import { ask, labels, policy } from '../../core/core.js';
import { give } from '../../data/tickets.js';
import { Findings } from '../../parts/findings.jsx';
import { WhatIf } from './what-if.jsx';

const PERMITTED = { type: 'overridePriority', reason: 'asked beforehand' };

/** Whether the rules let this actor do that at all. */
export function mayOverride(ticket, context) {
  const level = policy.value.scales.priority[0].id;
  return ask({ op: 'decide', ticket, command: { ...PERMITTED, level }, context }).ok;
}

export function Override({ ticket, before, context, done }) {
  const [level, setLevel] = useState('');
  const [reason, setReason] = useState('');
  const [errors, setErrors] = useState([]);
  const command = { type: 'overridePriority', reason, level: level === RULES ? null : level };
  const submit = async (event) => {
    event.preventDefault();
    const answer = await give(ticket.id, command);
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) return;
    announce('The priority is changed.');
    done();
  };
  return (
    <form class="stack change-facts" onSubmit={submit}>
      <label class="field">
        <span>Priority</span>
        <select required value={level} onChange={(event) => setLevel(event.currentTarget.value)}>
          <option value="">choose</option>
          {policy.value.scales.priority.map(({ id }) => (
            <option key={id} value={id}>
              {labels.value.priority(id)}
            </option>
          ))}
          {ticket.priorityOverride && <option value={RULES}>as the rules say</option>}
        </select>
      </label>
      <label class="field">
        <span>Why</span>
        <input required value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      {level && reason && (
        <WhatIf ticket={ticket} before={before} command={command} context={context} />
      )}
      <Findings title="This was refused" errors={errors} />
      <div class="buttons">
        <button type="submit">Give this priority</button>
      </div>
    </form>
  );
}

const RULES = ':rules';
