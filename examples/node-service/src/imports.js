import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';

import { parse } from 'csv-parse';

import { accepted } from './errors.js';
import { evolve } from './rules.js';
import { addImport, setImport } from './store/imports.js';
import { ENDED, lockTicket, saveTicket, setAllDue } from './store/tickets.js';

const ROWS_AT_ONCE = 500;
const FINDINGS = 100;
/**
 * So long after it was written to, a ticket waits for the rest of the log: time does nothing to it,
 * since what it did would stand in the way. An import that ended early may be sent again meanwhile.
 */
const WAITS_MS = 86_400_000;
/** A file that unpacks to more than this is no export. */
const UNPACKED_BYTES = 16 * 2 ** 30;

async function rowsOf(file) {
  const handle = await open(file);
  const start = Buffer.alloc(2);
  await handle.read(start, 0, 2, 0);
  await handle.close();
  const bytes = createReadStream(file);
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const text = packed ? bytes.pipe(createGunzip()) : bytes;
  if (packed) bytes.once('error', (error) => text.destroy(error));
  const rows = parse({
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: 1_048_576,
  });
  let unpacked = 0;
  text.on('data', ({ length }) => {
    unpacked += length;
    if (unpacked > UNPACKED_BYTES) text.destroy(new Error('the file unpacks to too much'));
  });
  text.once('error', (error) => rows.destroy(error));
  return text.pipe(rows);
}

/** What is said of tickets that were not taken over. */
function notes({ seen, changed, left }) {
  const note = (code, count, message) =>
    count === 0
      ? []
      : [{ code, severity: 'note', path: '', message: `${count} ${message}`, params: {} }];
  const known = seen.size - new Set([...changed, ...left]).size;
  return [
    ...note('service.ticketsDiffer', left.size, 'tickets went another way here: left alone'),
    ...note('service.ticketsKnown', known, 'tickets had all of it already'),
  ];
}

/**
 * Takes over a ServiceNow export: the package reads it under the policy, the events go into the
 * tickets as they come. What is stored already is passed over, so that the same file can be sent
 * again after an interruption, and goes on where it was.
 */
export function openImports({ store, rules, policies, now, log }) {
  const running = new Set();
  let stopping = false;

  /** Adds events to a ticket, if they continue what is stored of it. */
  async function continueTicket(unit, { id, added, policy, progress }) {
    const known = await lockTicket(unit, id);
    const version = known?.version ?? 0;
    const before = added.filter((event) => event.version <= version);
    const fresh = added.slice(before.length);
    const same = before.every((event) =>
      isDeepStrictEqual(event, known.ticket.history[event.version - 1]),
    );
    if (!same || (fresh.length > 0 && fresh[0].version !== version + 1)) {
      progress.left.add(id);
      return;
    }
    if (fresh.length === 0) return;
    const ticket = evolve(known?.ticket ?? null, fresh);
    progress.changed.add(id);
    progress.events += fresh.length;
    await saveTicket(unit, {
      known,
      ticket,
      events: fresh,
      policy: policy.digest,
      dueAt: ENDED.includes(ticket.stateType) ? null : now() + WAITS_MS,
      quiet: true,
    });
  }

  /** Adds what rows came to. A ticket that goes another way than the log is left alone. */
  async function add(unit, { events, policy, progress }) {
    for (const [id, added] of events) {
      progress.seen.add(id);
      if (!progress.left.has(id)) await continueTicket(unit, { id, added, policy, progress });
    }
  }

  /** Lets time look at the tickets, now that they are whole. */
  async function beginTime(tenant, ids) {
    for (let from = 0; from < ids.length; from += ROWS_AT_ONCE) {
      const some = ids.slice(from, from + ROWS_AT_ONCE);
      await store.within(tenant, (unit) => setAllDue(unit, now(), some));
    }
  }

  function byTicket(lines) {
    const events = new Map();
    for (const line of lines.split('\n')) {
      if (line === '') continue;
      const { ticket, event } = JSON.parse(line);
      if (!events.has(ticket)) events.set(ticket, []);
      events.get(ticket).push(event);
    }
    return events;
  }

  async function take(tenant, { id, file, zone }) {
    const policy = await store.within(tenant, (unit) => policies.current(unit, now()));
    const progress = {
      rows: 0,
      events: 0,
      seen: new Set(),
      changed: new Set(),
      left: new Set(),
    };
    let replay;
    let rows = [];
    let line = 1;
    const state = (word) => ({
      state: word,
      rows: progress.rows,
      tickets: progress.changed.size,
      events: progress.events,
      now: now(),
      findings: [
        ...(replay === undefined ? [] : replay.figures().findings.slice(0, FINDINGS)),
        ...notes(progress),
      ],
    });
    const flush = async () => {
      if (stopping) throw new Error('the service stops');
      const events = byTicket(accepted(replay.push(rows)));
      progress.rows += rows.length;
      rows = [];
      await store.within(tenant, async (unit) => {
        await add(unit, { events, policy, progress });
        await setImport(unit, id, state('running'));
      });
    };
    try {
      for await (const { record: cells, info } of await rowsOf(file)) {
        if (replay === undefined) replay = accepted(rules.replay(policy, { header: cells, zone }));
        else rows.push({ line, cells });
        line = info.lines + 1;
        if (rows.length === ROWS_AT_ONCE) await flush();
      }
      if (replay === undefined) throw new Error('the file is empty');
      await flush();
      const whole = [...progress.seen].filter((ticket) => !progress.left.has(ticket));
      await beginTime(tenant, whole);
      await store.within(tenant, (unit) => setImport(unit, id, state('done')));
    } catch (error) {
      log.warn({ tenant, import: id, error: error.message }, 'an import failed');
      const findings = error.errors ?? [
        {
          code: 'service.importFailed',
          severity: 'error',
          path: '',
          message: error.message,
          params: {},
        },
      ];
      const failed = { ...state(stopping ? 'interrupted' : 'failed'), findings };
      await store.within(tenant, (unit) => setImport(unit, id, failed));
    } finally {
      replay?.free();
    }
  }

  /** Begins; `done` is called when the file is needed no more. */
  async function begin(tenant, { id, file, zone, done }) {
    await store.within(tenant, (unit) => addImport(unit, id, now()));
    const work = take(tenant, { id, file, zone })
      .catch((error) =>
        log.error({ tenant, import: id, error: error.message }, 'an import was lost'),
      )
      .finally(done)
      .finally(() => running.delete(work));
    running.add(work);
  }

  return {
    begin,
    async close() {
      stopping = true;
      await Promise.all(running);
    },
  };
}
