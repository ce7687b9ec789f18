// Keeps up with the service: what waits goes out, what happens there comes in.
import { effect } from '@preact/signals';

import { change, parameters } from '../address.js';
import { announce } from '../announce.js';
import { work } from '../worker/ask.js';
import { Away, credentials, request } from './http.js';
import { openOutbox, refresh, settle, settled, waiting } from './outbox.js';
import { open, rebase } from './service.js';
import { complete, me, mode, online } from './session.js';
import { SignedOut } from './sign-in.js';
import { changed } from './tickets.js';
import { alone } from './turns.js';

const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 30_000;
/** Held by the tab that sends what waits. */
const SENDING = 'portal-sending';

let turn = 0;
let wait = FIRST_WAIT;
let wake = () => {};
let cut = () => {};
/** Somebody wanted it tried at once, maybe while a try was under way that then failed. */
let hurried = false;

/** Begins with what waited when the portal was last open, here or in another tab. */
export async function begin() {
  await openOutbox({ gone, heard });
  follow();
}

/** Follows the service for the visitor of now, until somebody else is the visitor. */
export async function follow() {
  turn += 1;
  const mine = turn;
  again();
  while (mine === turn && mode.peek() === 'service') {
    hurried = false;
    try {
      await flush();
      await stream(() => mine === turn);
      wait = FIRST_WAIT;
    } catch (cause) {
      if (mine !== turn || cause instanceof SignedOut) return;
      // Whatever it was, it does not end what keeps up.
      if (!(cause instanceof Away)) reportError(cause);
      if (!(cause instanceof Cut)) {
        online.value = false;
        complete.value = true;
        wait = Math.min(wait * 2, LONGEST_WAIT);
      }
    }
    if (mine === turn) await pause(wait);
  }
}

function pause(milliseconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, hurried ? 0 : milliseconds);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** Tries at once, whatever it was waiting for. */
function again() {
  hurried = true;
  wait = FIRST_WAIT;
  cut();
  wake();
}

addEventListener('online', again);

// A command that did not get through shows that the stream is of no use either.
effect(() => {
  if (!online.value) cut();
});

/** The page itself ended the stream. */
class Cut extends Away {}

/** Sends what waits, if no other tab has sent it: one at a time, and each sees what is left. */
function flush() {
  return alone(SENDING, async () => {
    await refresh();
    await send();
  });
}

/** Sends ticket by ticket, also what comes meanwhile, and notes what became of each command. */
async function send() {
  let done = 0;
  let refused = 0;
  while (waiting.value.length > 0) {
    const [{ ticket }] = waiting.value;
    const entries = waiting.value.filter((entry) => entry.ticket === ticket);
    const { known, verdicts } = await sent(ticket, entries);
    const outcomes = entries.map(({ key, command, at, by }, index) => {
      const { accepted, errors } = verdicts[index];
      return { key, by, ticket: known, command, at, accepted, ...(errors && { errors }) };
    });
    done += outcomes.length;
    refused += outcomes.filter(({ accepted }) => !accepted).length;
    await settle(entries, outcomes);
  }
  if (done === 0) return;
  announce(
    refused === 0
      ? 'All that waited was accepted.'
      : `${refused} commands that waited were refused.`,
  );
  changed();
}

/** Commands wait no longer: their tickets are again as the service has them. */
async function gone(entries) {
  const ids = new Set();
  for (const { ticket, command } of entries) {
    const known = numberOf(ticket);
    ids.add(known);
    if (command.type !== 'open') continue;
    // What stood for it until now; the service has numbered it, or refused it.
    await work('tickets', 'drop', { id: ticket });
    if (known !== ticket && parameters.peek().id === ticket) change({ id: known });
  }
  if (online.peek() && ids.size > 0) await pull([...ids]);
}

/** Another tab has kept commands, or let go of them. */
async function heard() {
  try {
    await refresh();
    await work('tickets', 'reread', { ids: waiting.value.map(({ ticket }) => ticket) });
    changed();
    // It may be gone before the service is back for it.
    if (online.peek()) await flush();
  } catch (cause) {
    if (cause instanceof SignedOut) return;
    if (!(cause instanceof Away)) throw cause;
    online.value = false;
  }
}

/** How the service knows a ticket; until then the key of its opening stands for its number. */
const numberOf = (ticket) => settled.peek().find(({ key }) => key === ticket)?.ticket ?? ticket;

/** The verdicts on a ticket's commands, and by which number it is known. */
async function sent(ticket, entries) {
  const [first, ...rest] = entries;
  if (first.command.type !== 'open') {
    return onTop(numberOf(ticket), first.seenVersion ?? 0, entries);
  }
  const opened = await open(first.key, first.command);
  if (!opened.ok) {
    return {
      known: ticket,
      verdicts: entries.map(() => ({ accepted: false, errors: opened.errors })),
    };
  }
  const { id, version } = opened.ticket;
  const { verdicts } = rest.length === 0 ? { verdicts: [] } : await onTop(id, version, rest);
  return { known: id, verdicts: [{ accepted: true }, ...verdicts] };
}

async function onTop(ticket, seenVersion, entries) {
  const answer = await rebase(ticket, seenVersion, entries);
  const refusedAll = () => entries.map(() => ({ accepted: false, errors: answer.errors }));
  return { known: ticket, verdicts: answer.ok ? answer.verdicts : refusedAll() };
}

/** Hears of each change as long as the service talks, or until somebody cuts it short. */
async function stream(current) {
  const abort = new AbortController();
  cut = () => abort.abort();
  try {
    await hear(current, abort.signal);
  } catch (cause) {
    if (abort.signal.aborted) throw new Cut('the stream was ended');
    throw cause instanceof Away ? cause : new Away('the stream was cut', { cause });
  } finally {
    abort.abort();
  }
  throw new Away('the stream ended');
}

/** Reads all tickets once, and then those of which the stream tells. */
async function hear(current, signal) {
  const response = await request('stream', { headers: { accept: 'text/event-stream' }, signal });
  if (!response.ok) throw new Away(`the service does not stream (${response.status})`);
  online.value = true;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  await pull();
  // What came between the sending and now.
  if (waiting.value.length > 0) await flush();
  let text = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done || !current()) return;
    const blocks = (text + value).split(/\r?\n\r?\n/);
    text = blocks.pop();
    const ids = blocks.map(ticketOf).filter(Boolean);
    if (ids.length > 0) await pull([...new Set(ids)]);
  }
}

/** The ticket that a block of the stream is about. */
function ticketOf(block) {
  const data = block
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');
  return data === '' ? null : JSON.parse(data).ticket;
}

/** Lets the worker read tickets: these, or all but those about which something waits here. */
async function pull(ids) {
  const except = waiting.value.map(({ ticket }) => ticket);
  const answer = await work('tickets', 'pull', { ...credentials(), ids, except });
  if (!answer.ok) throw new Away(answer.message);
  if (!ids) complete.value = true;
  if (me.peek()) changed();
}
