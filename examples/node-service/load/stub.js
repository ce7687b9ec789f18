/**
 * Rules that decide nothing: every command of the load is a message, and is taken. What the service
 * does beside deciding is then all that is left, to measure what the rules take of its time. The
 * record of decisions stays: it is kept of whatever decides.
 */
export function stubbedRules(rules) {
  const answer = (value) => ({ ok: true, value });

  function decide(policy, ticket, command, { now, actor }) {
    if (command.type === 'tick') return answer({ events: [], ticket });
    const version = (ticket?.version ?? 0) + 1;
    const change =
      command.type === 'open'
        ? {
            type: 'opened',
            id: command.id,
            kind: command.kind,
            state: 'new',
            stateType: 'new',
            facts: command.facts,
          }
        : { type: 'messageAdded', from: command.from, text: command.text };
    const event = { version, at: now, actor, change };
    const before = ticket ?? {
      id: command.id,
      kind: command.kind,
      state: 'new',
      stateType: 'new',
      stateSince: now,
      facts: command.facts,
      openedAt: now,
      reassignments: 0,
      reopens: 0,
      history: [],
    };
    return answer({
      events: [event],
      ticket: {
        ...before,
        version,
        updatedAt: now,
        lastEvent: 'opened',
        history: [...before.history, event],
      },
      policy: policy.digest,
    });
  }

  return { ...rules, decide };
}
