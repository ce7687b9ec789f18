// What is stated about an incident for the law, as the address has it: shared with the link.

/** Prefixes of parameters: anchors, facts of a regime, submissions of a duty. */
export const ANCHOR = 'at.';
export const FACT = 'fact.';
export const SENT = 'sent.';

const withPrefix = (parameters, prefix) =>
  Object.entries(parameters)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);

/** What is stated about one incident says nothing about another one. */
export function unstated(parameters) {
  const names = Object.keys(parameters).filter((name) =>
    [ANCHOR, FACT, SENT].some((prefix) => name.startsWith(prefix)),
  );
  return Object.fromEntries(names.map((name) => [name, null]));
}

function read(value, { holds }) {
  if (holds === 'flag') return value === 'true';
  return holds === 'number' ? Number(value) : value;
}

/** `{regimes, scope, anchors, submissions, facts}` for the core. */
export function statedIn(parameters, pack) {
  const wanted = (parameters.regimes ?? 'gdpr,nis2').split(',');
  const regimes = pack.regimes.filter(({ id }) => wanted.includes(id));
  const facts = Object.fromEntries(withPrefix(parameters, FACT));
  const scope = Object.fromEntries(
    regimes.map((regime) => [
      regime.id,
      {
        applies: true,
        facts: Object.fromEntries(
          (regime.facts ?? [])
            .filter(({ id }) => facts[`${regime.id}.${id}`])
            .map((fact) => [fact.id, read(facts[`${regime.id}.${fact.id}`], fact)]),
        ),
      },
    ]),
  );
  return {
    regimes: regimes.map(({ id }) => id),
    scope,
    facts,
    anchors: Object.fromEntries(withPrefix(parameters, ANCHOR)),
    submissions: withPrefix(parameters, SENT).map(([duty, at]) => ({ duty, at })),
  };
}
