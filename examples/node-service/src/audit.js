import { evolve, headOfTree, verifyRecord } from './rules.js';
import { recordOf } from './store/decisions.js';
import { listTickets, readTicket } from './store/tickets.js';

const PAGE = 200;

/**
 * Whether what is stored of a ticket holds together: no version is missing, its events make the
 * ticket, and the chain of its record is whole, ends where the ticket says, and has those events.
 */
export async function auditTicket(unit, id) {
  const row = await readTicket(unit, id);
  const wrong = [];
  const { ticket } = row;
  if (!ticket.history.every(({ version }, place) => version === place + 1)) {
    wrong.push('versions are not gapless');
  }
  if (ticket.history.length !== row.version || ticket.version !== row.version) {
    wrong.push('events are missing, or too many');
  }
  if (JSON.stringify(evolve(null, ticket.history)) !== JSON.stringify(ticket)) {
    wrong.push('the events make another ticket');
  }
  let head;
  if (row.record_digest !== null) {
    const record = await recordOf(unit, id);
    head = { ticket: id, lines: row.record_lines, digest: row.record_digest };
    const verified = verifyRecord(record, head);
    if (!verified.ok) wrong.push(...verified.errors.map(({ message }) => message));
    else if (verified.value.lines !== row.record_lines) wrong.push('the record goes on elsewhere');
    const decided = record
      .trimEnd()
      .split('\n')
      .flatMap((line) => JSON.parse(line).events);
    const of = (version) => ticket.history[version - 1];
    if (!decided.every((event) => sameJson(event, of(event.version)))) {
      wrong.push('the record has other events');
    }
  }
  return { wrong, head };
}

/** The members of the record are sorted, those of events are not. */
function sameJson(one, other) {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((name) => [name, sorted(value[name])]),
  );
}

/** The same of every ticket of a tenant, and one digest for all records, to be kept elsewhere. */
export async function auditTenant(store, tenant) {
  const heads = [];
  const wrong = [];
  let tickets = 0;
  for (let after = ''; after !== null; ) {
    after = await store.within(tenant, async (unit) => {
      const page = await listTickets(unit, { after, limit: PAGE });
      for (const { id } of page.tickets) {
        const found = await auditTicket(unit, id);
        if (found.head !== undefined) heads.push(found.head);
        wrong.push(...found.wrong.map((message) => ({ ticket: id, message })));
      }
      tickets += page.tickets.length;
      return page.next;
    });
  }
  const tree = headOfTree(heads);
  return {
    whole: wrong.length === 0,
    tickets,
    records: heads.length,
    tree: tree.value ?? null,
    wrong,
  };
}
