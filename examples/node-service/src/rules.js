import { call as callSecurity, versions } from 'incident-core/security';
import { call, openEngine } from 'incident-core/analysis';

/** How many policies are kept open: each is a few megabytes. */
const ENGINES = 64;

/** Who does what time alone does. */
export const TIME = { id: 'service' };

/**
 * The rules, all of them the package's. A policy is `{digest, document}`; its engine is immutable
 * and kept by its digest.
 */
export function openRules() {
  const engines = new Map();

  function engineOf({ digest, document }) {
    const known = engines.get(digest);
    if (known !== undefined) {
      engines.delete(digest);
      engines.set(digest, known);
      return known;
    }
    const opened = openEngine(document);
    if (!opened.ok) throw new Error(`a stored policy is refused: ${opened.errors[0].message}`);
    engines.set(digest, opened.value);
    if (engines.size > ENGINES) {
      const [oldest, engine] = engines.entries().next().value;
      engine.free();
      engines.delete(oldest);
    }
    return opened.value;
  }

  return {
    check: checkPolicy,
    decide: (policy, ticket, command, context) =>
      engineOf(policy).call({ op: 'decide', ticket, command, context }),
    assess: (policy, ticket, context) => engineOf(policy).call({ op: 'assess', ticket, context }),
    rebase: (policy, request) => engineOf(policy).call({ op: 'rebase', ...request }),
    replayDecisions: (policy, record) => engineOf(policy).call({ op: 'replayDecisions', record }),
    /** Begins an import; the answer has to be freed. */
    replay: (policy, request) => engineOf(policy).replay(request),
  };
}

/** What is said of a document: its digest and warnings, or every finding, at its place in it. */
export function checkPolicy(document) {
  const checked = call({ op: 'checkPolicy', policy: document });
  const placed = (finding) => ({ ...finding, path: finding.path.replace(/^\/policy(?=\/|$)/, '') });
  if (!checked.ok) return { ok: false, errors: checked.errors.map(placed) };
  const { value } = checked;
  return { ok: true, value: { ...value, warnings: value.warnings.map(placed) } };
}

/** The ticket that events make of one, or of nothing. */
export function evolve(ticket, events) {
  const evolved = call({ op: 'evolve', ticket, events });
  if (!evolved.ok) throw new Error(`stored events are refused: ${evolved.errors[0].message}`);
  return evolved.value;
}

/** The policy of a name, as its document's text; undefined if no preset has it. */
export function preset(name) {
  const found = call({ op: 'preset', name });
  return found.ok ? JSON.stringify(found.value) : undefined;
}

const { crate: library, tzdb } = versions();

/** The next line of a ticket's record of decisions, and how far the record then goes. */
export function appendDecision({ ticket, head, command, context, events, policy }) {
  const decidedBy = { policy, library, tzdb };
  const decision = { command, context, events, decidedBy };
  const appended = callSecurity({ op: 'appendDecision', ticket, head, decision });
  if (!appended.ok)
    throw new Error(`a decision is not put on record: ${appended.errors[0].message}`);
  return appended.value;
}

export function verifyRecord(record, head) {
  return callSecurity({ op: 'verifyRecord', record, head });
}

export function headOfTree(heads) {
  return callSecurity({ op: 'headOfTree', heads });
}
