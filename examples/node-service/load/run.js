import { Agent, request } from 'node:http';

const TICKET_LENGTH = 20;
export const TENANTS = ['north', 'south', 'east', 'west'];
const WAIT_MS = 100;

/** One request over a kept connection; an answer that does not come is an error. */
function ask(agent, address, { method = 'POST', path, token, headers = {}, body }) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${address}/api/v1${path}`,
      {
        method,
        agent,
        signal: AbortSignal.timeout(20_000),
        headers: {
          authorization: `Bearer ${token}`,
          ...(text && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
          ...headers,
        },
      },
      (answer) => {
        let read = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          read += chunk;
        });
        answer.once('end', () => resolve({ status: answer.statusCode, body: JSON.parse(read) }));
        answer.once('error', reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(text);
  });
}

const wait = () => new Promise((resolve) => setTimeout(resolve, WAIT_MS));

/**
 * Gives so many commands over several connections, each until it is acknowledged, with one key.
 * Connections of the same tenant share some tickets, so that versions conflict.
 */
export async function giveCommands({
  commands,
  connections,
  fleet,
  tokenOf,
  minutes = Infinity,
  taken = () => {},
}) {
  const figures = { acknowledged: [], conflicts: 0, retries: 0 };
  let given = 0;
  const began = performance.now();
  const end = began + minutes * 60_000;

  async function connection(number) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const tenant = TENANTS[number % TENANTS.length];
    const token = await tokenOf({ sub: `writer${number}`, tenant, roles: ['agent'] });
    let turn = number;
    let ticket;

    /** Asks until somebody answers; who was asked before may have done it, and knows the key. */
    async function insist(question) {
      for (;;) {
        try {
          const address = fleet.address(turn);
          if (address === undefined) throw new Error('nobody is there');
          const answer = await ask(agent, address, { token, ...question });
          if (answer.status !== 503) return answer;
        } catch {
          turn += 1;
        }
        figures.retries += 1;
        await wait();
      }
    }

    async function open(mark) {
      const answer = await insist({
        path: '/tickets',
        headers: { 'idempotency-key': mark },
        body: {
          kind: 'incident',
          facts: { shortDescription: mark, impact: 'medium', urgency: 'low' },
        },
      });
      if (answer.status !== 201)
        throw new Error(`${answer.status} ${JSON.stringify(answer.body.errors)}`);
      ticket = { id: answer.body.ticket.id, version: 1, uses: 1 };
    }

    async function say(mark) {
      for (;;) {
        const answer = await insist({
          path: `/tickets/${ticket.id}/commands`,
          headers: { 'if-match': `"${ticket.version}"`, 'idempotency-key': mark },
          body: { command: { type: 'addMessage', from: 'support', text: mark } },
        });
        if (answer.status === 200) {
          ticket.version = answer.body.ticket.version;
          ticket.uses += 1;
          return;
        }
        if (answer.status !== 409)
          throw new Error(`${answer.status} ${JSON.stringify(answer.body.errors)}`);
        figures.conflicts += 1;
        ticket.version = answer.body.events.at(-1).version;
      }
    }

    while (given < commands && performance.now() < end) {
      given += 1;
      const mark = `${tenant}-${number}-${given}`;
      if (ticket === undefined || ticket.uses >= TICKET_LENGTH) {
        await open(mark);
        // The next connection of the tenant goes on with the ticket of this one now and then.
        if (given % 5 === 0) shared.set(tenant, { ...ticket });
      } else {
        const other = shared.get(tenant);
        if (other !== undefined && given % 50 === 0 && other.uses < TICKET_LENGTH)
          ticket = { ...other };
        await say(mark);
      }
      figures.acknowledged.push({ tenant, mark });
      taken(figures.acknowledged.length);
    }
    agent.destroy();
  }

  const shared = new Map();
  await Promise.all(Array.from({ length: connections }, (_, number) => connection(number)));
  return { ...figures, seconds: (performance.now() - began) / 1_000 };
}

/** What is stored, held against what was acknowledged. */
export async function countStored(store, acknowledged) {
  const figures = { lost: 0, doubled: 0, gaps: 0, tickets: 0, events: 0 };
  for (const tenant of TENANTS) {
    const stored = new Map();
    await store.within(tenant, async ({ trx }) => {
      const rows = await trx
        .selectFrom('event')
        .select(['seq', 'ticket', 'version', 'body'])
        .orderBy('ticket')
        .orderBy('version')
        .where('tenant', '=', tenant)
        .execute();
      const versions = new Map();
      for (const { ticket, version, body } of rows) {
        const { change } = JSON.parse(body);
        const mark = change.text ?? change.facts?.shortDescription;
        if (mark !== undefined) stored.set(mark, (stored.get(mark) ?? 0) + 1);
        if (version !== (versions.get(ticket) ?? 0) + 1) figures.gaps += 1;
        versions.set(ticket, version);
      }
      const numbers = rows.map(({ seq }) => seq).sort((one, other) => one - other);
      figures.gaps += numbers.filter((seq, place) => seq !== place + 1).length;
      figures.tickets += versions.size;
      figures.events += rows.length;
    });
    const mine = acknowledged.filter((one) => one.tenant === tenant);
    figures.lost += mine.filter(({ mark }) => !stored.has(mark)).length;
    figures.doubled += [...stored.values()].filter((count) => count > 1).length;
  }
  return figures;
}
