// Tickets as they stood at an instant.

const recorded = ({ at, recordedAt }) => Date.parse(recordedAt ?? at);

/** Those that were known then, without what happened later. */
export function standing(engine, tickets, at) {
  return tickets.flatMap((ticket) => {
    if (Date.parse(ticket.updatedAt) <= at && recorded(ticket.history.at(-1)) <= at)
      return [ticket];
    const events = ticket.history.filter((event) => recorded(event) <= at);
    if (events.length === 0) return [];
    const evolved = engine.call({ op: 'evolve', ticket: null, events });
    return evolved.ok ? [evolved.value] : [];
  });
}
