import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';

import { parse } from 'csv-parse';

import { accepted } from './errors.js';
import { evolve } from './rules.js';
import { addImport, setImport } from './store/imports.js';
import { lockTicket, saveTicket } from './store/tickets.js';
import { dueAt } from './tickets/decided.js';

const ROWS_AT_ONCE = 500;
const FINDINGS = 100;
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

/**
 * Takes over a ServiceNow export: the package reads it under the policy, the events go into the
 * tickets as they come. A ticket that was there before is left alone, so that the same file can be
 * sent again after an interruption without doing anything twice.
 */
export function openImports({ store, rules, policies, now, log }) {
  const running = new Set();
  let stopping = false;

  /** Adds events to the tickets of this import. */
  async function add(unit, { events, mine, policy, progress }) {
    for (const [id, added] of events) {
      const known = await lockTicket(unit, id);
      if (known !== undefined && !mine.has(id)) {
        progress.left.add(id);
        continue;
      }
      const ticket = evolve(known?.ticket ?? null, added);
      mine.add(id);
      progress.events += added.length;
      await saveTicket(unit, {
        known,
        ticket,
        events: added,
        policy: policy.digest,
        dueAt: dueAt(rules, policy, ticket, Math.max(now(), Date.parse(ticket.updatedAt))),
        quiet: true,
      });
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
    const mine = new Set();
    const progress = { rows: 0, events: 0, left: new Set() };
    let replay;
    let rows = [];
    let line = 1;
    const state = (word) => ({
      state: word,
      rows: progress.rows,
      tickets: mine.size,
      events: progress.events,
      now: now(),
      findings: [
        ...(replay === undefined ? [] : replay.figures().findings.slice(0, FINDINGS)),
        ...(progress.left.size === 0
          ? []
          : [
              {
                code: 'service.ticketsKnown',
                severity: 'note',
                path: '',
                message: `${progress.left.size} tickets were there before and are left alone`,
                params: {},
              },
            ]),
      ],
    });
    const flush = async () => {
      if (stopping) throw new Error('the service stops');
      const events = byTicket(accepted(replay.push(rows)));
      progress.rows += rows.length;
      rows = [];
      await store.within(tenant, async (unit) => {
        await add(unit, { events, mine, policy, progress });
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
