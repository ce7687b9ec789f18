import { schema } from './schema.js';

/** A policy document, or the name of a preset, by all that `checkPolicy` has to say against it. */
export function policySchema(core) {
  return schema('/policy', (policy) => core.call({ op: 'checkPolicy', policy }));
}

/** A calendar's document, or the identifier of one that is known. */
export function calendarSchema(core) {
  return schema('/calendar', (calendar) => core.call({ op: 'isOpen', calendar, at: 0 }));
}

/** The facts of a ticket, by the fields and scales of the engine's policy. */
export function factsSchema(engine, { kind } = {}) {
  return schema('/facts', (facts) => engine.call({ op: 'prioritize', kind, facts }));
}

/**
 * A command as the engine decides it for this ticket and this actor: what is missing, what is
 * refused, and why. The context is asked for at each validation, since time passes.
 */
export function commandSchema(engine, { ticket = null, context }) {
  return schema('/command', (command) => decided(engine, ticket, command, context()));
}

/** The facts that go along with such a command: for a form that has fields for them alone. */
export function commandFactsSchema(engine, { ticket = null, command, context }) {
  return schema('/command/facts', (facts) =>
    decided(engine, ticket, { ...command, facts }, context()),
  );
}

function decided(engine, ticket, command, context) {
  return engine.call({ op: 'decide', ticket, command, context });
}

/** A ticket as another system hands it over. */
export function ticketSchema(engine) {
  const context = { now: 0, actor: { id: '' } };
  return schema('/ticket', (ticket) => engine.call({ op: 'assess', ticket, context }));
}

/** The events of one ticket, from its first one on. */
export function eventsSchema(core) {
  return schema('/events', (events) => core.call({ op: 'evolve', events }));
}
