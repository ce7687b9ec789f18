import { isDeepStrictEqual } from 'node:util';

import { evolve, headOfTree, verifyRecord } from './rules.js';
import { recordOf } from './store/decisions.js';
import { policyDocument } from './store/policies.js';
import { listTickets, readTicket } from './store/tickets.js';

const PAGE = 200;

/** What does not hold together of a ticket and its events. */
function wrongWithEvents({ version, ticket }) {
  const wrong = [];
  const { history } = ticket;
  if (!history.every((event, place) => event.version === place + 1)) {
    return ['versions are not gapless'];
  }
  if (history.length !== version || ticket.version !== version) {
    return ['events are missing, or too many'];
  }
  try {
    if (JSON.stringify(evolve(null, history)) !== JSON.stringify(ticket)) {
      wrong.push('the events make another ticket');
    }
  } catch (error) {
    wrong.push(error.message);
  }
  return wrong;
}

/** The policy of a whole record, if one decided it all: then it can be decided again. */
async function onePolicy(unit, lines) {
  const digests = new Set(lines.map(({ decidedBy }) => decidedBy.policy));
  if (digests.size !== 1 || lines[0].events[0].version !== 1) return undefined;
  const [digest] = digests;
  return { digest, document: await policyDocument(unit, digest) };
}

/** What does not hold together of the record of a ticket. */
async function wrongWithRecord(unit, rules, { ticket }, head) {
  const record = await recordOf(unit, ticket.id);
  const verified = verifyRecord(record, head);
  if (!verified.ok) return verified.errors.map(({ message }) => message);
  if (verified.value.lines !== head.lines) return ['the record goes on elsewhere'];
  const lines = record
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const stored = ({ version }) => ticket.history[version - 1];
  const events = lines.flatMap((line) => line.events);
  if (!events.every((event) => isDeepStrictEqual(event, stored(event)))) {
    return ['the record has other events'];
  }
  const policy = await onePolicy(unit, lines);
  if (policy === undefined) return [];
  const replayed = rules.replayDecisions(policy, record);
  return replayed.ok ? [] : replayed.errors.map(({ message }) => message);
}

/**
 * Whether what is stored of a ticket holds together: no version is missing, its events make the
 * ticket, and the chain of its record is whole, ends where the ticket says, and has those events.
 * What one policy has decided is decided again.
 */
export async function auditTicket(unit, rules, id) {
  const row = await readTicket(unit, id);
  const wrong = wrongWithEvents(row);
  if (row.record_digest === null) return { wrong };
  const head = { ticket: id, lines: row.record_lines, digest: row.record_digest };
  if (wrong.length === 0) wrong.push(...(await wrongWithRecord(unit, rules, row, head)));
  return { wrong, head };
}

/** The same of every ticket of a tenant, and one digest for all records, to be kept elsewhere. */
export async function auditTenant(store, rules, tenant) {
  const heads = [];
  const wrong = [];
  let tickets = 0;
  for (let after = ''; after !== null; ) {
    after = await store.within(tenant, async (unit) => {
      const page = await listTickets(unit, { after, limit: PAGE });
      for (const { id } of page.tickets) {
        const found = await auditTicket(unit, rules, id);
        if (found.head !== undefined) heads.push(found.head);
        wrong.push(...found.wrong.map((message) => ({ ticket: id, message })));
      }
      tickets += page.tickets.length;
      return page.next;
    });
  }
  const { value: tree = null } = headOfTree(heads);
  return { whole: wrong.length === 0, tickets, records: heads.length, tree, wrong };
}
