import { IncidentCoreError } from './fault.js';
import { Handle } from './handle.js';
import { escaped } from './text.js';

/**
 * How many codes cross into WebAssembly at once: its memory never shrinks, so that a batch of
 * millions would leave it large for good.
 */
const PIECE = 65_536;

/** Columns under a policy, ready for rows of codes. */
export class Table extends Handle {
  /** By column its name and how many entries it has, in the order in which codes cross. */
  #columns;
  /** How many of them are fields: the others are moves and actors. */
  #fields;
  #row;
  #classes;
  #ranks;
  #outcomes = [];

  constructor(table, draft) {
    super(table, 'table');
    this.opened = this.answered((held) => held.opened());
    if (!this.opened.ok) return;
    this.#columns = this.opened.value.map((name) => [fieldPath(name), draft.fields[name].length]);
    this.#fields = this.#columns.length;
    for (const name of ['moves', 'actors']) {
      if (draft[name]?.length > 0) this.#columns.push([name, draft[name].length]);
    }
    this.#row = new Uint32Array(this.#columns.length);
  }

  /** The columns in the order in which `decideRow` takes their codes. */
  get columns() {
    return this.#columns.map(([path]) => path);
  }

  classify(codes) {
    this.#classes ??= this.answered((table) => table.classes()).value;
    const ask = (table, ...rows) => table.classify(...rows);
    const answer = this.#answers(codes, this.#fields, ask, this.#classes.length);
    if (!answer.ok) return answer;
    const count = answer.value.length / this.#classes.length;
    const value = this.#classes.map(({ field, outcomes }, at) => {
      return { field, outcomes, codes: answer.value.subarray(at * count, (at + 1) * count) };
    });
    return { ok: true, value };
  }

  prioritize(codes) {
    this.#ranks ??= this.answered((table) => table.ranks()).value;
    const ask = (table, ...rows) => table.prioritize(...rows);
    const answer = this.#answers(codes, this.#fields, ask);
    return answer.ok ? { ok: true, value: { outcomes: this.#ranks, codes: answer.value } } : answer;
  }

  decide(codes) {
    const ask = (table, ...rows) => table.decide(...rows);
    const answer = this.#answers(codes, this.#columns.length, ask);
    if (!answer.ok) return answer;
    this.#learn();
    return { ok: true, value: { outcomes: this.#outcomes, codes: answer.value } };
  }

  decideRow(codes) {
    if (codes?.length !== this.#columns.length) {
      const message = `a row has ${this.#columns.length} codes, one for each column`;
      throw new IncidentCoreError('lengthsDiffer', message, '/codes');
    }
    // A row of our own crosses: another may have a length or codes that change when asked again.
    const row = this.#row;
    for (let at = 0; at < row.length; at += 1) {
      const code = codes[at];
      if (!Number.isInteger(code) || code < 0) throw notCodes(`/codes/${at}`);
      row[at] = code;
    }
    const code = this.asked((table) => table.decide_row(row));
    if (code === undefined) return this.#refusal();
    if (code >= this.#outcomes.length) this.#learn();
    return { ok: true, value: this.#outcomes[code] };
  }

  /** The answers to all rows, `width` for each: those of the first kind, then of the second. */
  #answers(codes, columns, ask, width = 1) {
    const [given, count] = this.#given(codes, columns);
    const answers = new Uint32Array(count * width);
    const rows = Math.max(1, Math.floor(PIECE / Math.max(1, columns)));
    let at = 0;
    do {
      const size = Math.min(rows, count - at);
      const piece = new Uint32Array(size * columns);
      given.forEach((column, place) => {
        if (column) piece.set(column.subarray(at, at + size), place * size);
      });
      const answered = this.asked((table) => ask(table, piece, size, at));
      if (answered === undefined) return this.#refusal();
      for (let kind = 0; kind < width; kind += 1) {
        answers.set(answered.subarray(kind * size, (kind + 1) * size), kind * count + at);
      }
      at += size;
    } while (at < count);
    return { ok: true, value: answers };
  }

  /** The codes of each column, undefined for one with a single entry; and how many rows. */
  #given(codes, columns) {
    const lists = { ...flat(codes?.fields), moves: codes?.moves, actors: codes?.actors };
    const known = this.#columns.map(([path]) => path);
    for (const [path, list] of Object.entries(lists)) {
      if (list !== undefined && !known.includes(path)) {
        throw new IncidentCoreError('columnUnknown', 'the table has no such column', `/${path}`);
      }
    }
    let count;
    const given = this.#columns.slice(0, columns).map(([path, entries]) => {
      const list = lists[path];
      if (list === undefined) {
        if (entries === 1) return undefined;
        const message = `rows must say which of ${entries} entries they have`;
        throw new IncidentCoreError('codesMissing', message, `/${path}`);
      }
      const column = codesOf(list, path);
      count ??= column.length;
      if (column.length === count) return column;
      const message = `${column.length} rows, where the column before has ${count}`;
      throw new IncidentCoreError('lengthsDiffer', message, `/${path}`);
    });
    return [given, count ?? 1];
  }

  #refusal() {
    return this.answered((table) => table.refusal());
  }

  /** Adds the outcomes that have come since. */
  #learn() {
    const known = this.#outcomes.length;
    this.#outcomes.push(...this.answered((table) => table.outcomes(known)).value);
  }
}

function flat(fields) {
  const named = Object.entries(fields ?? {}).map(([name, list]) => [fieldPath(name), list]);
  return Object.fromEntries(named);
}

function fieldPath(name) {
  return `fields/${escaped(name)}`;
}

function codesOf(list, path) {
  if ([Uint8Array, Uint16Array, Uint32Array].some((kind) => list instanceof kind)) return list;
  if (!Array.isArray(list)) throw notCodes(`/${path}`);
  return Uint32Array.from(list, (code, at) => {
    if (Number.isInteger(code) && code >= 0 && code <= 0xffff_ffff) return code;
    throw notCodes(`/${path}/${at}`);
  });
}

function notCodes(path) {
  const message = 'codes are whole numbers from 0, as a list or an array of unsigned integers';
  return new IncidentCoreError('notCodes', message, path);
}
