// Why the ticket has its priority, what would make it another one, and who may say otherwise.
import { useMemo, useState } from 'preact/hooks';

import { ask, labels, policy } from '../../core/core.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { Reasons } from '../../parts/priority-reasons.jsx';
import { WhyNot } from '../../parts/why-not.jsx';
import { mayOverride, Override } from './override.jsx';
import { WhatIf } from './what-if.jsx';

export function WhyPriority({ ticket, priority, context }) {
  const [open, setOpen] = useState(null);
  const toggle = (form) => setOpen(open === form ? null : form);
  const before = useMemo(() => ask({ op: 'assess', ticket, context }).value, [ticket, context]);
  const given = { ticket, before, context, done: () => setOpen(null) };
  return (
    <section class="card" aria-labelledby="why-title">
      <h2 id="why-title">Why this priority</h2>
      <Reasons priority={priority} />
      <WhyNot kind={ticket.kind} facts={ticket.facts} level={priority.level} />
      <Toggle open={open === 'facts'} press={() => toggle('facts')}>
        Change impact or urgency
      </Toggle>
      {mayOverride(ticket, context) && (
        <Toggle open={open === 'override'} press={() => toggle('override')}>
          Give another priority
        </Toggle>
      )}
      {open === 'facts' && <ChangeFacts {...given} />}
      {open === 'override' && <Override {...given} />}
    </section>
  );
}

function Toggle({ open, press, children }) {
  return (
    <button type="button" class="plain small" aria-expanded={open} onClick={press}>
      {children}
    </button>
  );
}

function ChangeFacts({ ticket, before, context, done }) {
  const [facts, setFacts] = useState({
    impact: ticket.facts?.impact,
    urgency: ticket.facts?.urgency,
  });
  const [errors, setErrors] = useState([]);
  const changed = Object.entries(facts).filter(([field, value]) => value !== ticket.facts?.[field]);
  const command = { type: 'changeFacts', facts: Object.fromEntries(changed) };
  const submit = async (event) => {
    event.preventDefault();
    const answer = await give(ticket.id, command);
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) return;
    announce('Impact and urgency are changed.');
    done();
  };
  return (
    <form class="stack change-facts" onSubmit={submit}>
      {['impact', 'urgency'].map((field) => (
        <label class="field" key={field}>
          <span>{field === 'impact' ? 'Impact' : 'Urgency'}</span>
          <select
            value={facts[field] ?? ''}
            onChange={(event) => setFacts({ ...facts, [field]: event.currentTarget.value })}
          >
            {policy.value.scales[field].map(({ id }) => (
              <option key={id} value={id}>
                {labels.value[field](id)}
              </option>
            ))}
          </select>
        </label>
      ))}
      {changed.length > 0 && (
        <WhatIf ticket={ticket} before={before} command={command} context={context} />
      )}
      <Findings title="This was refused" errors={errors} />
      <div class="buttons">
        <button type="submit" disabled={changed.length === 0}>
          Change
        </button>
      </div>
    </form>
  );
}
