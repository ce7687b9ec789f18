// Tickets to search: drawn, always the same, or read from a file; and questions of which the answer
// is known, since each says again what one of the tickets says, with other words and mistakes.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The common words of a service desk, those first that are said most. */
const SAID = `error user login password email server access printer network laptop account outlook
vpn connection file update system windows install failed message screen software slow drive folder
application reset locked phone monitor request service mailbox teams database sap report license
browser certificate backup disk disconnect wifi signature meeting attachment calendar permission
timeout crash reboot mouse keyboard docking cable office invoice ticket driver firewall proxy portal
sync shared remote session token expired domain policy group excel document version camera headset
audio battery charger adapter switch router port storage memory replication cluster node queue batch
job export import schedule payroll order customer warehouse scanner label barcode terminal badge
door sensor alarm gateway tunnel packet latency drop spam phishing virus malware quarantine filter
encryption key secret rotation deploy build pipeline release rollback container image registry
volume mount snapshot restore archive retention index search cache cookie redirect certificate chain
handshake cipher protocol header payload schema migration table row column lock deadlock transaction
commit replica failover heartbeat quorum election leader follower partition offset consumer producer
topic stream broker webhook endpoint route load balancer health probe metric alert dashboard graph
log trace span exception stack heap thread process kernel module package dependency library upgrade
patch hotfix toner paper tray jam fuser duplex stapler projector lamp remote whiteboard room booking
desk chair light elevator parking visitor reception contract supplier delivery shipment return refund
payment card account ledger booking tax currency rate quote price catalogue product stock batch`
  .split(/\s+/);
/** What stands between them. */
const SMALL = `the a to is and in of on for with not when i my it this that has be we from are at can
have after but no was since does please you an all they as our by cannot only if or been will also
there which into user users again still get gets some other more`.split(/\s+/);
const SYLLABLES = `ba be bo ca co da de di do fa fi ga go ha he in ka ke ko la le li lo ma me mi mo na
ne ni no pa pe po ra re ri ro sa se si so ta te ti to va ve vi vo wa wi ex or an el um as ter con per
tor lin dex sys net bit log mar vel`.split(/\s+/);
const WORDS = 40_000;
/** What tickets are about, each with words of its own. */
const TOPICS = 600;
const OWN_WORDS = 24;

/** Numbers that look as if they were drawn, always the same: from 0 until 1. */
function drawer(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const whole = (draw, least, most) => least + Math.floor(draw() * (most - least + 1));
const one = (draw, list) => list[Math.floor(draw() * list.length)];

/** A word of the rank: those said most are real, one of eight of the others is a name or code. */
function word(draw, rank) {
  if (rank < SAID.length) return SAID[rank];
  if (rank % 8 === 0) {
    const names = [
      () => `srv-${one(draw, SYLLABLES)}${one(draw, SYLLABLES)}-${whole(draw, 1, 99)}`,
      () => `ERR-${whole(draw, 1_000, 99_999)}`,
      () => `0x8${whole(draw, 0x0000000, 0xfffffff).toString(16).padStart(7, '0')}`,
      () => `${whole(draw, 1, 12)}.${whole(draw, 0, 40)}.${whole(draw, 0, 99)}`,
    ];
    return one(draw, names)();
  }
  return Array.from({ length: whole(draw, 2, 4) }, () => one(draw, SYLLABLES)).join('');
}

/** Words as often as Zipf found them: the second half as often as the first. */
class Vocabulary {
  constructor(draw) {
    this.words = Array.from({ length: WORDS }, (_, rank) => word(draw, rank));
    let sum = 0;
    this.sums = Float64Array.from(this.words, (_, rank) => (sum += 1 / (rank + 3)));
    this.topics = Array.from({ length: TOPICS }, () =>
      Array.from({ length: OWN_WORDS }, () => this.draw(draw)));
  }

  draw(draw) {
    const sought = draw() * this.sums.at(-1);
    let [low, high] = [0, WORDS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sums[middle] < sought) low = middle + 1;
      else high = middle;
    }
    return this.words[low];
  }

  /** A text of so many words, some of them the topic's, some of them small. */
  text(draw, topic, length, small) {
    const words = Array.from({ length }, () => {
      if (draw() < small) return one(draw, SMALL);
      return draw() < 0.4 ? one(draw, topic) : this.draw(draw);
    });
    words[0] = words[0].charAt(0).toUpperCase() + words[0].slice(1);
    return words;
  }
}

/** Sentences of words. */
function written(draw, words) {
  let text = '';
  for (const [at, next] of words.entries()) {
    text += next;
    if (at + 1 < words.length) text += draw() < 0.1 ? '. ' : ' ';
  }
  return `${text}.`;
}

/** As many tickets, handed on in some at a time, so that nobody has to hold all of them. */
export function* drawn(count, atOnce = 1_000) {
  const draw = drawer(20_260_109);
  const vocabulary = new Vocabulary(draw);
  for (let from = 0; from < count; from += atOnce) {
    const some = [];
    for (let at = from; at < Math.min(count, from + atOnce); at += 1) {
      const topic = one(draw, vocabulary.topics);
      const title = vocabulary.text(draw, topic, whole(draw, 4, 12), 0.2).join(' ');
      const text = written(draw, vocabulary.text(draw, topic, whole(draw, 20, 80), 0.4));
      some.push({ id: `INC${String(at).padStart(7, '0')}`, title, text });
    }
    yield some;
  }
}

/** A word as somebody in a hurry types it: a letter is missing, doubled, swapped or another. */
function mistyped(draw, letters) {
  if (letters.length < 5) return letters;
  const at = whole(draw, 1, letters.length - 2);
  const [before, here, after] = [letters.slice(0, at), letters[at], letters.slice(at + 1)];
  const wrong = [
    () => before + after,
    () => before + here + here + after,
    () => before + after[0] + here + after.slice(1),
    () => before + 'aeinorst'[whole(draw, 0, 7)] + after,
  ];
  return one(draw, wrong)();
}

/** What remains of words: some are missing, others or mistyped, and few stay in their place. */
function retold(draw, text, kept, others) {
  const words = text.split(/\s+/).filter(() => draw() < kept).map((said) => {
    if (draw() < 0.2) return one(draw, others);
    return draw() < 0.1 ? mistyped(draw, said) : said;
  });
  for (let at = words.length - 1; at > 0; at -= 1) {
    const earlier = Math.max(0, at - whole(draw, 0, 5));
    [words[at], words[earlier]] = [words[earlier], words[at]];
  }
  return words.join(' ');
}

/**
 * Questions, each with the ticket that it says again: `typed`, the few words that somebody enters
 * into a search, and `title` and `text`, a whole ticket. `others` are words of many tickets.
 */
export function retelling() {
  const draw = drawer(35);
  return ({ id, title, text }, others) => {
    const said = `${retold(draw, title, 0.8, others)} ${retold(draw, text, 0.06, others)}`;
    return {
      id,
      typed: said.trim().split(' ').slice(0, 12).join(' '),
      title: retold(draw, title, 0.5, others),
      text: retold(draw, text, 0.25, others),
    };
  };
}

/** Rows of comma-separated values, in quotes where needed. */
function rows(text) {
  const all = [];
  let [row, cell, quoted] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[(at += 1)];
      else quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === ',' || letter === '\n') {
      row.push(cell.replace(/\r$/, ''));
      cell = '';
      if (letter === '\n') {
        all.push(row);
        row = [];
      }
    } else cell += letter;
  }
  if (cell !== '' || row.length > 0) all.push([...row, cell]);
  const [names = [], ...others] = all;
  return others.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at]])));
}

/** Of a longer text the beginning is searched, by every engine. */
const LETTERS = 10_000;
const TITLE = /^(summary|title|short[ _]?description|subject)$/i;
const TEXT = /^(description|text|body)$/i;
const ID = /^(issue )?(id|key|number)$/i;

/** The tickets of a file: CSV with a row of names, a JSON array, or JSON lines; also as `.gz`. */
export function* read(file, atOnce = 1_000) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const start = text.trimStart()[0];
  let found;
  if (start === '[') found = JSON.parse(text);
  else if (start === '{') found = text.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  else found = rows(text);
  const named = (ticket, pattern) => {
    const name = Object.keys(ticket).find((key) => pattern.test(key));
    return String(ticket[name] ?? '').slice(0, LETTERS);
  };
  const all = found.map((ticket, at) => ({
    id: named(ticket, ID) || String(at),
    title: named(ticket, TITLE),
    text: named(ticket, TEXT),
  }));
  for (let from = 0; from < all.length; from += atOnce) yield all.slice(from, from + atOnce);
}
