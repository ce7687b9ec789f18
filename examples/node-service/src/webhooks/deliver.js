import { delivered, dueWebhooks, failed, lease, settle } from '../store/outbox.js';
import { send } from './send.js';

const AT_ONCE = 20;
const LEASE_MS = 30_000;
const ATTEMPTS = 12;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 3_600_000;

/** An event as CloudEvents 1.0 has it. */
export function cloudEvent(tenant, { seq, ticket, body }) {
  const event = JSON.parse(body);
  return JSON.stringify({
    specversion: '1.0',
    id: `${tenant}/${seq}`,
    source: `/api/v1/tickets/${encodeURIComponent(ticket)}`,
    type: `incident.${event.change.type}`,
    subject: ticket,
    time: event.at,
    datacontenttype: 'application/json',
    data: { seq, ticket, event },
  });
}

/**
 * Empties the outbox: each webhook gets its events one by one, in order, at least once. A replica
 * leases a webhook for a delivery; what fails is tried again ever later, and then set aside.
 */
export function openDeliveries({ store, settings, now, log, count }) {
  const inside = settings.webhooksInside;

  async function deliverNext({ tenant, id }) {
    const leased = await store.within(tenant, (unit) => lease(unit, id, now(), now() + LEASE_MS));
    if (leased === undefined) return false;
    const { url, secret, head } = leased;
    if (head === undefined) {
      await store.within(tenant, (unit) => settle(unit, id, { due_at: 0 }));
      return false;
    }
    try {
      const body = cloudEvent(tenant, head);
      await send({ url, secret, id: `${tenant}/${head.seq}`, body, now: now(), inside });
    } catch (error) {
      count('failed');
      const attempts = head.attempts + 1;
      const wait = Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
      log.warn(
        { tenant, webhook: id, seq: head.seq, attempts, error: error.message },
        'not delivered',
      );
      await store.within(tenant, (unit) =>
        failed(unit, id, head.seq, {
          attempts,
          dueAt: now() + wait,
          error: error.message,
          dead: attempts >= ATTEMPTS,
        }),
      );
      return false;
    }
    count('delivered');
    await store.within(tenant, (unit) => delivered(unit, id, head.seq));
    return true;
  }

  /** Delivers all that is due; one webhook that does not answer holds up no other. */
  return async function deliverDue(stopped = () => false) {
    const due = await store.everywhere((unit) => dueWebhooks(unit, now(), AT_ONCE));
    await Promise.all(
      due.map(async (webhook) => {
        while (!stopped() && (await deliverNext(webhook)));
      }),
    );
  };
}
