// A move before it is made: what it still needs, and what would become of the clocks.
import { useMemo, useState } from 'preact/hooks';

import { ask, policy } from '../../core/core.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { FactField } from '../../parts/fact-field.jsx';
import { Findings } from '../../parts/findings.jsx';
import { WhatIf } from './what-if.jsx';

/** What helps the next one who has this, if somebody writes it down. */
const KNOWLEDGE = ['resolutionNotes', 'workaround'];

export function MoveForm({ ticket, move, before, context, done }) {
  const [holdReason, setHoldReason] = useState('');
  const [facts, setFacts] = useState({});
  const [refused, setRefused] = useState([]);
  const command = commandOf(move, holdReason, facts);
  const decided = useMemo(
    () => ask({ op: 'decide', ticket, command, context }),
    [ticket, context, JSON.stringify(command)],
  );
  const asked = useAsked(decided, move);
  const submit = async (event) => {
    event.preventDefault();
    const answer = await give(ticket.id, command);
    setRefused(answer.ok ? [] : answer.errors);
    if (!answer.ok) return;
    announce(`${ticket.id}: ${move.label}.`);
    done();
  };
  const against = decided.ok ? [] : decided.errors.filter(({ path }) => !FIELD.test(path));
  return (
    <form class="move-form" onSubmit={submit} aria-label={move.label}>
      {move.stateType === 'onHold' && <HoldReason chosen={holdReason} choose={setHoldReason} />}
      {asked.map((field) => (
        <FactField
          key={field}
          field={field}
          value={facts[field] ?? ''}
          set={(value) => setFacts({ ...facts, [field]: value })}
          needed={!KNOWLEDGE.includes(field)}
        />
      ))}
      <Findings title="Still in the way" errors={against} tone="warn" />
      {decided.ok && <WhatIf ticket={ticket} before={before} command={command} context={context} />}
      <Findings title="This was refused" errors={refused} />
      <div class="buttons">
        <button class="main" type="submit" disabled={!decided.ok}>
          {move.label}
        </button>
        <button type="button" onClick={done}>
          Not now
        </button>
        {!decided.ok && (
          <span class="quiet" role="note">
            The rules ask for more, see above.
          </span>
        )}
      </div>
    </form>
  );
}

const FIELD = /^\/command\/(facts\/(.+)|holdReason)$/;

function commandOf(move, holdReason, facts) {
  const given = Object.entries(facts).filter(([, value]) => value !== '');
  return {
    type: 'move',
    to: move.to,
    ...(holdReason && { holdReason }),
    ...(given.length > 0 && { facts: Object.fromEntries(given) }),
  };
}

/** The fields that the rules have asked for so far; one that was given stays. */
function useAsked(decided, move) {
  const [seen] = useState(() => new Set());
  for (const { path } of decided.ok ? [] : decided.errors) {
    const field = FIELD.exec(path)?.[2];
    if (field) seen.add(field);
  }
  return [...seen, ...(move.stateType === 'resolved' ? KNOWLEDGE : [])];
}

function HoldReason({ chosen, choose }) {
  const reasons = policy.value.lifecycle.holdReasons ?? [];
  if (reasons.length === 0) return null;
  return (
    <label class="field">
      <span>Why it waits</span>
      <select value={chosen} onChange={(event) => choose(event.currentTarget.value)} required>
        <option value="">choose a reason</option>
        {reasons.map(({ id, label }) => (
          <option key={id} value={id}>
            {label ?? id}
          </option>
        ))}
      </select>
    </label>
  );
}
