// Tickets as they stood at an instant.

const recorded = ({ at, recordedAt }) => Date.parse(recordedAt ?? at);

/**
 * Those that were known then, without what was recorded later, nor what came after it: time dates
 * back what it does, and says nothing of when.
 */
export function standing(engine, tickets, at) {
  return tickets.flatMap((ticket) => {
    const { history } = ticket;
    const later = history.findIndex((event) => recorded(event) > at);
    if (later === -1) return [ticket];
    if (later === 0) return [];
    const events = history.slice(0, later);
    const evolved = engine.call({ op: 'evolve', ticket: null, events });
    return evolved.ok ? [evolved.value] : [];
  });
}
