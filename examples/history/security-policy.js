// The profile of ISO/IEC 27035 beside the practice of a service desk: one policy for both.

const SECURITY = { field: 'kind', is: 'securityIncident' };
const OTHERS = { not: SECURITY };

/** The classes of the profile in the priorities of the desk. */
const PRIORITIES = {
  emergency: 'critical',
  critical: 'high',
  warning: 'moderate',
  information: 'low',
};

const both = (one, other) => (one ? { all: [one, other] } : other);

/**
 * What the profile guards its moves by. Here a move asks for such a fact instead: every life of
 * both lifecycles together, with each of them true or not at any time, would be too many to check.
 */
const FACTS = ['disposition', 'contained', 'eradicated', 'recovered'];

function asking({ onlyIf, ...move }) {
  if (!FACTS.includes(onlyIf?.field)) return onlyIf ? { ...move, onlyIf } : move;
  return { ...move, requires: [...(move.requires ?? []), onlyIf.field] };
}

/** A state of security incidents alone. */
function phase({ fields = {}, ...state }) {
  const kept = Object.entries(fields).filter(([field]) => !FACTS.includes(field));
  return {
    ...state,
    ...(kept.length > 0 && { fields: Object.fromEntries(kept) }),
    kinds: [SECURITY.is],
  };
}

/** A desk whose security incidents go through the phases of `presets/iso27035.json`. */
export function withSecurity(desk, iso27035) {
  const states = new Set(desk.lifecycle.states.map(({ id }) => id));
  const phases = iso27035.lifecycle.states.filter(({ id }) => !states.has(id));
  const known = new Set(desk.fields.map(({ name }) => name));
  return {
    ...desk,
    fields: [...desk.fields, ...iso27035.fields.filter(({ name }) => !known.has(name))],
    lifecycle: {
      ...desk.lifecycle,
      initialOf: { ...desk.lifecycle.initialOf, securityIncident: iso27035.lifecycle.initial },
      states: [...desk.lifecycle.states, ...phases.map(phase)],
      moves: [...desk.lifecycle.moves.map(notOfClosed), ...iso27035.lifecycle.moves.map(asking)],
    },
    agreements: [
      ...desk.agreements.map((agreement) => ({
        ...agreement,
        appliesIf: both(agreement.appliesIf, OTHERS),
      })),
      ...iso27035.agreements.map((agreement) => ({
        ...agreement,
        appliesIf: both(agreement.appliesIf, SECURITY),
        targets: agreement.targets.map(renamed),
      })),
    ],
  };
}

/** A security incident that is closed is not taken up again as work of the desk. */
function notOfClosed(move) {
  return move.from.includes('closed') ? { ...move, onlyIf: both(move.onlyIf, OTHERS) } : move;
}

function renamed(target) {
  const within = Object.entries(target.within).map(([level, span]) => [PRIORITIES[level], span]);
  return {
    ...target,
    within: { ...Object.fromEntries(within), planning: target.within.information },
  };
}
