// What tests ask a service, past the portal.
import { NOW } from './stage.js';
import { seeded, startService } from './service.js';

/** A service to test against: the one at `PORTAL_SERVICE`, else a small one of our own. */
export async function service() {
  const given = process.env.PORTAL_SERVICE;
  if (given) return { address: given.replace(/\/$/, ''), close: async () => {} };
  const { policy, tickets } = await seeded({ now: NOW });
  return startService({ policy, tickets, now: NOW });
}

/** Whom one can be at a service, by what they may do. */
export async function peopleOf(address) {
  const people = await (await fetch(new URL('api/v1/demo/identities', `${address}/`))).json();
  const who = (role, but = '') =>
    people.find(({ roles }) => roles.includes(role) && !roles.includes(but)).id;
  return {
    requester: who('requester'),
    agent: who('agent', 'serviceManager'),
    manager: who('serviceManager'),
    officer: who('securityOfficer'),
  };
}

/** Asks the service as somebody, past the portal. */
export async function asking(address, identity) {
  const api = (path) => new URL(`api/v1/${path}`, `${address}/`);
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ identity });
  const { token } = await (
    await fetch(api('demo/tokens'), { method: 'POST', headers: json, body })
  ).json();
  const headers = { ...json, authorization: `Bearer ${token}` };
  return {
    get: async (path) => (await fetch(api(path), { headers })).json(),
    async open(facts) {
      const command = { type: 'open', kind: 'incident', from: 'requester', facts };
      const response = await fetch(api('tickets'), {
        method: 'POST',
        headers,
        body: JSON.stringify(command),
      });
      return (await response.json()).ticket.id;
    },
    async command(id, command) {
      const { ticket } = await this.get(`tickets/${id}`);
      const response = await fetch(api(`tickets/${id}/commands`), {
        method: 'POST',
        headers: {
          ...headers,
          'if-match': `"${ticket.version}"`,
          'idempotency-key': crypto.randomUUID(),
        },
        body: JSON.stringify({ command }),
      });
      return response.json();
    },
  };
}
