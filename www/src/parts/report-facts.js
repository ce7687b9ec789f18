// From what somebody wrote to the command that opens a ticket; what it is about, the core says.
import { ask } from '../core/core.js';

/** The facts that were given, without empty ones. */
export function givenFacts(said) {
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== '' && value !== false),
  );
}

/** The command `open`, with the kind and the fields that the rules find, unless said otherwise. */
export function reportFacts({ kind, ...said }, person, { channel, from }) {
  const facts = {
    caller: person.id,
    channel,
    ...(person.language && { language: person.language }),
    ...(person.location && { location: person.location }),
    ...givenFacts(said),
  };
  const classified = ask({ op: 'classify', ...(kind && { kind }), facts });
  const found = classified.ok ? classified.value.verdicts : {};
  for (const [field, { value }] of Object.entries(found)) {
    if (field !== 'kind' && value && !facts[field]) facts[field] = value;
  }
  return { type: 'open', kind: kind || found.kind?.value || 'incident', from, facts };
}
