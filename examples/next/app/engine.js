import { call, openEngine } from 'incident-core';

/** The same policy on the server and in the browser. */
export const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;
