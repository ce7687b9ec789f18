// What people are called. A service's people are called by their identifiers where it says no more.
import { IDENTITIES, REQUESTERS } from '../../../examples/history/people.js';
import { identities } from './session.js';

const KNOWN = new Map([...REQUESTERS, ...IDENTITIES].map(({ id, name }) => [id, name]));

export function nameOf(id) {
  return identities.value.find((one) => one.id === id)?.name ?? KNOWN.get(id) ?? id;
}
