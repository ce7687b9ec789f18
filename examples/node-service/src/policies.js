import { refusal, accepted } from './errors.js';
import { addPolicy, currentDigest, currentPolicy, policyDocument } from './store/policies.js';
import { setAllDue } from './store/tickets.js';

const KEPT = 256;

/**
 * The policies of tenants. A document never changes under its digest, so that it is kept once it
 * was read; which of them decides is asked anew in every transaction.
 */
export function openPolicies({ rules, first }) {
  const kept = new Map();
  const { digest: firstDigest } = accepted(rules.check(JSON.parse(first)));

  function keep(digest, document) {
    const policy = { digest, document, asksForLinks: document.includes('"linked"') };
    kept.set(digest, policy);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value);
    return policy;
  }

  /** The policy that decides now. A tenant that was never seen begins with the first one. */
  async function current(unit, now) {
    const digest = await currentDigest(unit);
    if (digest === undefined) {
      await addPolicy(unit, {
        number: 1,
        digest: firstDigest,
        document: first,
        since: now,
        actor: 'service',
      });
      return keep(firstDigest, first);
    }
    return kept.get(digest) ?? keep(digest, await policyDocument(unit, digest));
  }

  /** Lets another policy decide from now on. What was decided stays, under the one that decided. */
  async function change(unit, { document, seen, actor, now }) {
    await current(unit, now);
    const before = await currentPolicy(unit);
    if (before.digest !== seen) {
      throw refusal('service.digestConflict', {}, { digest: before.digest });
    }
    const text = JSON.stringify(document);
    const verdict = accepted(rules.check(document));
    if (verdict.digest !== before.digest) {
      await addPolicy(unit, {
        number: before.number + 1,
        digest: verdict.digest,
        document: text,
        since: now,
        actor,
      });
      await setAllDue(unit, now);
    }
    return verdict;
  }

  return { current, change };
}
