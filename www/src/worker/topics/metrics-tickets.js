// Tickets as they stood at an instant, and those that events of a month are about.

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

/** `count` is of events, as the volumes of the report are; a ticket is listed once. */
function listing(tickets, period, fits) {
  const within = ({ at }) => Date.parse(at) >= period.from && Date.parse(at) < period.to;
  const found = tickets
    .map((ticket) => [
      ticket.id,
      ticket.history.filter((event, index) => within(event) && fits(event.change, ticket, index))
        .length,
    ])
    .filter(([, times]) => times > 0);
  return {
    count: found.reduce((sum, [, times]) => sum + times, 0),
    tickets: found.map(([id, times]) => ({ id, times })),
  };
}

const FIELDS = { category: 'category', service: 'service', group: 'assignmentGroup' };

/** All of them, or those whose category, service or group has a name; `null` for none. */
export function openedIn(tickets, period, { dimension, name } = {}) {
  const fits = ({ facts }) => !dimension || (facts?.[FIELDS[dimension]] ?? null) === name;
  return listing(tickets, period, ({ type }, ticket) => type === 'opened' && fits(ticket));
}

/** Events say themselves what they reopen. */
export function reopenedIn(tickets, period) {
  return listing(tickets, period, ({ reopens }) => reopens === true);
}

const OVER = ['resolved', 'closed', 'canceled'];

/** Moves from what is not over to what is. */
export function doneIn(tickets, period) {
  return listing(
    tickets,
    period,
    ({ type, stateType }, { history }, index) =>
      type === 'stateChanged' &&
      OVER.includes(stateType) &&
      !OVER.includes(typeBefore(history, index)),
  );
}

function typeBefore(history, index) {
  return history.slice(0, index).findLast(({ change }) => change.stateType)?.change.stateType;
}

export function backlogOf(metrics) {
  const { value } = metrics.tickets({ metric: 'backlogAge', most: 500 });
  return value;
}
