// The engines that search tickets, each asked the same way: ours, and those of npm with settings
// that serve them best here, as far as measuring told.

/** How many tickets are wanted. */
const LIMIT = 10;

/** What says nothing: those who have a list of such words take this one. */
const STOP = `a about after again all also an and any are as at be because been before but by can
cannot could did do does done for from get gets getting had has have he her here him his how i if in
into is it its just like me more most my no nor not now of off on once only or other our out over own
please same she should so some still such than thank thanks that the their them then there these they
this those through to too under until up us use used user users using very was we well were what when
where which while who why will with would yes you your`.split(/\s+/);

/** The entry of the package for past tickets, with the memory of its module. */
async function similar() {
  let memory;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(module, imports) {
      super(module, imports);
      ({ memory } = this.exports);
    }
  };
  const { openIndex } = await import(
    new URL('../../target/npm/dist/insight/index.js', import.meta.url).href
  );
  return { index: openIndex().value, memory: () => memory.buffer.byteLength };
}

/** Ours takes text, which `write` makes; the others take objects. */
async function ours() {
  const { index, memory } = await similar();
  const before = memory();
  const openedAt = '2026-01-09T08:00:00Z';
  const past = (id, title, text) =>
    ({ id, openedAt, facts: { shortDescription: title, description: text } });
  return {
    write: ({ id, title, text }) => `${JSON.stringify(past(id, title, text))}\n`,
    add(lines) {
      const { findings } = index.push(lines).value;
      if (findings.length > 0) throw new Error(findings[0].message);
    },
    // The first question turns the tickets around, which is a part of the building.
    ready: () => index.similar({ text: 'begin', limit: 1 }),
    ways: {
      ours: {
        typed: ({ typed }) => index.similar({ text: typed, limit: LIMIT }).value.map((one) => one.id),
        ticket({ title, text }) {
          const ticket = past('', title, text);
          return index.similar({ ticket, limit: LIMIT }).value.map((one) => one.id);
        },
      },
    },
    memory: () => memory() - before,
    stored: () => index.store().length,
  };
}

/** What is asked of an engine that takes one text. */
const both = (ask) =>
  ({ typed: ({ typed }) => ask(typed), ticket: ({ title, text }) => ask(`${title} ${text}`) });

async function minisearch() {
  const { default: MiniSearch } = await import('minisearch');
  const stop = new Set(STOP);
  const index = new MiniSearch({
    fields: ['title', 'text'],
    processTerm(term) {
      const word = term.toLowerCase();
      return stop.has(word) ? null : word;
    },
    searchOptions: { boost: { title: 2 } },
  });
  const ask = (options) =>
    both((text) => index.search(text, options).slice(0, LIMIT).map((one) => one.id));
  return {
    add: (tickets) => index.addAll(tickets),
    ways: { minisearch: ask(), 'minisearch fuzzy': ask({ fuzzy: 0.2 }) },
    stored: () => Buffer.byteLength(JSON.stringify(index)),
  };
}

/**
 * One index of title and text: words that come first count most, which is its way to prefer a
 * title. Tried beside it: a stemmer, sounds (`LatinBalance`) and fewer levels (`resolution: 3`),
 * which take longer or find fewer.
 */
async function flexsearch() {
  const { Charset, Encoder, Index } = await import('flexsearch');
  const encoder = new Encoder(Charset.Default, { filter: new Set(STOP) });
  const index = new Index({ tokenize: 'strict', encoder });
  const ids = [];
  // `suggest` also finds what has not all of the words.
  const ask = (text) => index.search(text, { limit: LIMIT, suggest: true }).map((at) => ids[at]);
  return {
    add(tickets) {
      for (const { id, title, text } of tickets) index.add(ids.push(id) - 1, `${title} ${text}`);
    },
    ways: { flexsearch: both(ask) },
    stored() {
      let bytes = 0;
      index.export((_, data) => (bytes += data?.length ?? 0));
      return bytes;
    },
  };
}

/** It looks through a list of stop words for each word, so it is faster without. */
async function orama() {
  const { create, insertMultiple, save, search } = await import('@orama/orama');
  const db = create({
    schema: { id: 'string', title: 'string', text: 'string' },
    components: { tokenizer: { stemming: true } },
  });
  const ask = (options) => both((term) => {
    const asked = { term, properties: ['title', 'text'], boost: { title: 2 }, limit: LIMIT };
    return search(db, { ...asked, ...options }).hits.map((hit) => hit.document.id);
  });
  return {
    add: (tickets) => insertMultiple(db, tickets, tickets.length),
    ways: { orama: ask({ threshold: 1 }), 'orama fuzzy': ask({ threshold: 1, tolerance: 1 }) },
    stored: () => Buffer.byteLength(JSON.stringify(save(db))),
  };
}

export const engines = { ours, minisearch, flexsearch, orama };
