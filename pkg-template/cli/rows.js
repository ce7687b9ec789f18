import { Readable } from 'node:stream';

import { parse } from './csv.js';
import { Refusal, finding } from './refusal.js';
import { titled } from './source.js';

const ROWS_AT_ONCE = 1_000;
/** A row beyond this is a quote that nobody closed. */
const LONGEST_ROW = 1 << 20;

const OPTIONS = {
  bom: true,
  info: true,
  max_record_size: LONGEST_ROW,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
};

function damaged(name, fault) {
  if (!String(fault.code).startsWith('CSV_')) return fault;
  const message = fault.message.replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return new Refusal(titled(name), [
    finding('cli.csvDamaged', '', message, 'a row has at most 1 MiB'),
  ]);
}

/** The rows of a CSV, header first, each with its cells and the line on which it begins. */
export async function* rowsOf(name, pieces) {
  const parser = parse(OPTIONS);
  const source = Readable.from(pieces);
  source.on('error', (fault) => parser.destroy(fault));
  let line = 1;
  try {
    for await (const { record: cells, info } of source.pipe(parser)) {
      yield { line, cells };
      line = info.lines + 1;
    }
  } catch (fault) {
    throw damaged(name, fault);
  } finally {
    source.destroy();
  }
}

/** Rows, a thousand at a time; `begin` is given the header first. */
export async function* batches(name, pieces, begin) {
  let header;
  let rows = [];
  for await (const row of rowsOf(name, pieces)) {
    if (header === undefined) {
      header = row.cells;
      begin(header);
      continue;
    }
    rows.push(row);
    if (rows.length === ROWS_AT_ONCE) {
      yield rows;
      rows = [];
    }
  }
  if (header === undefined) {
    throw new Refusal(titled(name), [
      finding('cli.logEmpty', '', 'it holds no row, not even a header'),
    ]);
  }
  if (rows.length > 0) yield rows;
}
