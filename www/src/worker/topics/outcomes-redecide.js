// A ticket decided again: what people did to it, under another policy at the same instants.

const CLOCK = { id: 'clock' };
/** What follows from rules and from time; those who decide again find it by themselves. */
const FOLLOWS = ['actionRequested', 'targetWarned', 'targetBreached', 'priorityChanged'];

const follows = ({ change }) => FOLLOWS.includes(change.type) || change.timer !== undefined;

/** A field that nobody sets: it comes of a command of its own, or of the policy. */
const DERIVED = 'majorIncidentStatus';
const MAJOR = { candidate: 'propose', accepted: 'accept', rejected: 'reject', demoted: 'demote' };

function factsOf({ changes }) {
  return settable(Object.fromEntries(changes.map(({ field, to }) => [field, to])));
}

function settable({ [DERIVED]: _, ...facts }) {
  return facts;
}

function factsChanged(change) {
  const facts = factsOf(change);
  const status = change.changes.find(({ field }) => field === DERIVED)?.to;
  if (status && Object.keys(facts).every((field) => field === 'majorIncident')) {
    return { type: 'majorIncident', action: MAJOR[status] };
  }
  return (change.reassigns && assignment(change)) || { type: 'changeFacts', facts };
}

/** An assignment names its group and its person in one command. */
function assignment({ changes }) {
  const { assignmentGroup: group, assignee, ...others } = factsOf({ changes });
  if (Object.keys(others).length > 0 || group === null || assignee === null) return null;
  return {
    type: 'assign',
    ...(group !== undefined && { group }),
    ...(assignee !== undefined && { assignee }),
  };
}

const COMMANDS = {
  opened: ({ id, kind, from, facts }) => ({
    type: 'open',
    id,
    kind,
    ...(from && { from }),
    ...(facts && { facts: settable(facts) }),
  }),
  stateChanged: ({ to, holdReason }) => ({ type: 'move', to, ...(holdReason && { holdReason }) }),
  factsChanged,
  messageAdded: (change) => ({ ...change, type: 'addMessage' }),
  priorityOverridden: (change) => ({ ...change, type: 'overridePriority' }),
  approved: (change) => ({ ...change, type: 'approve' }),
  corrected: (change) => ({ ...change, type: 'correct' }),
};

const together = (one, other) =>
  one.at === other.at && one.recordedAt === other.recordedAt && one.actor.id === other.actor.id;

/** What was done: `{command, at, recordedAt, actor}`, facts that came with a move in the move. */
export function doneTo({ history }) {
  const done = [];
  const people = history.filter((event) => !follows(event));
  people.forEach((event, index) => {
    const command = COMMANDS[event.change.type](event.change);
    const last = done.at(-1);
    if (
      command.type === 'move' &&
      last?.command.type === 'changeFacts' &&
      together(people[index - 1], event)
    ) {
      done[done.length - 1] = {
        ...last,
        command: { ...command, facts: last.command.facts },
        apart: [last.command, command],
      };
      return;
    }
    done.push({ command, at: event.at, recordedAt: event.recordedAt, actor: event.actor });
  });
  return done;
}

/** The ticket with what time has caused by now. */
export function ticked(engine, ticket, now) {
  const context = { now, actor: CLOCK, linked: [] };
  const decided = engine.call({ op: 'decide', ticket, command: { type: 'tick' }, context });
  return decided.ok ? (decided.value.ticket ?? ticket) : ticket;
}

/**
 * The ticket that comes of it, and what the policy refuses on the way. `decisions` are those that
 * caused something, as a record of them has them.
 */
export function redecide(engine, { history }, now) {
  let ticket = null;
  const refused = [];
  const decisions = [];
  const give = (command, when) => {
    const context = { linked: [], ...when };
    const decided = engine.call({ op: 'decide', ticket, command, context });
    if (!decided.ok) return decided;
    const { events } = decided.value;
    if (events.length > 0) decisions.push({ command, context, events });
    ticket = decided.value.ticket ?? ticket;
    return decided;
  };
  const tick = (at) => ticket && give({ type: 'tick' }, { now: at, actor: CLOCK });
  for (const { command, apart, at, recordedAt, actor } of doneTo({ history })) {
    const when = { now: recordedAt ?? at, actor, ...(recordedAt && { tookEffectAt: at }) };
    tick(when.now);
    let decided = give(command, when);
    // A guard may have asked for facts that were there before the move.
    if (!decided.ok && apart) [, decided] = apart.map((one) => give(one, when));
    if (!decided.ok)
      refused.push({ at, command: command.type, to: command.to, errors: decided.errors });
    if (!ticket) return { ticket: null, refused, decisions };
  }
  tick(now);
  return { ticket, refused, decisions };
}
