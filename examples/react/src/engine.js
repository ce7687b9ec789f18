import { call, openEngine } from 'incident-core';

export const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;

export const actor = { id: 'ada', roles: [] };

export const context = () => ({ now: Date.now(), actor });

/** What the core makes of a command. */
export function decide(ticket, command) {
  return engine.call({ op: 'decide', ticket, command, context: context() });
}
