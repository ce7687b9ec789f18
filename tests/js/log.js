// The small audit log that the tests replay, as rows with the line on which each begins.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'csv-parse/sync';

import { root } from './consumer.js';

export const read = (path) => readFileSync(join(root, path), 'utf8');

const options = { info: true, relax_column_count: true };
const [first, ...records] = parse(read('tests/vectors/replay/audit-log.csv'), options);

let line = first.info.lines + 1;
export const rows = records.map(({ record: cells, info }) => {
  const row = { line, cells };
  line = info.lines + 1;
  return row;
});

/** What a replay of the log begins with. */
export const begin = { header: first.record, zone: 'Etc/UTC' };
