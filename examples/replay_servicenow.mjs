// Goes through a ServiceNow audit log under a policy and says what the policy makes of it: as
// replay_servicenow.rs, over the npm package.
//
// node examples/replay_servicenow.mjs FILE [--policy itil|servicenow|POLICY.json] [--zone ZONE]
//   [--json] [--emit-jsonl OUT]
//
// FILE is CSV, plain or gzip. Rows that cannot be read are named on standard error, and left out.
import { createReadStream, createWriteStream, openSync, readFileSync, readSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';

import { parse } from 'csv-parse';
import { call, openEngine } from 'incident-core/analysis';

const ROWS_AT_ONCE = 1_000;
const USAGE = 'usage: replay_servicenow FILE [--policy NAME|FILE] [--zone ZONE] [--json] [--emit-jsonl OUT]';

function wanted() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'policy': { type: 'string' },
      'zone': { type: 'string', default: 'Etc/UTC' },
      'json': { type: 'boolean', default: false },
      'emit-jsonl': { type: 'string' },
    },
  });
  if (positionals.length !== 1) throw new Error(USAGE);
  return { file: positionals[0], ...values };
}

/** The policy's document: a preset, a file, or that of the UCI incident event log. */
function policy(name) {
  if (name === undefined) {
    return readFileSync(new URL('policies/uci.json', import.meta.url), 'utf8');
  }
  const preset = call({ op: 'preset', name });
  return preset.ok ? JSON.stringify(preset.value) : readFileSync(name, 'utf8');
}

/** The value of an answer, or every reason against it as one error. */
function accepted(answer) {
  if (answer.ok) return answer.value;
  throw new Error(answer.errors.map(({ path, message }) => `${path} ${message}`).join('\n'));
}

function rowsOf(file) {
  const start = Buffer.alloc(2);
  readSync(openSync(file), start);
  const bytes = createReadStream(file);
  const packed = start[0] === 0x1f && start[1] === 0x8b;
  const text = packed ? bytes.pipe(createGunzip()) : bytes;
  const options = { info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
  return text.pipe(parse(options));
}

async function run() {
  const { file, zone, json, policy: name, 'emit-jsonl': out } = wanted();
  const engine = accepted(openEngine(policy(name)));
  const record = out && createWriteStream(out);
  let replay;
  let rows = [];
  // A row begins on the line after the one before it.
  let line = 1;
  const flush = () => {
    const lines = accepted(replay.push(rows));
    rows = [];
    record?.write(lines);
  };
  for await (const { record: cells, info } of rowsOf(file)) {
    if (replay === undefined) replay = accepted(engine.replay({ header: cells, zone }));
    else rows.push({ line, cells });
    line = info.lines + 1;
    if (rows.length === ROWS_AT_ONCE) flush();
  }
  if (replay === undefined) throw new Error('the file is empty');
  flush();
  if (record) await once(record.end(), 'finish');
  const { summary, report, digest, findings } = replay.figures();
  for (const { message } of findings) console.error(message);
  console.log(json ? JSON.stringify(summary, null, 2) : `${report}\ndigest of the events  ${digest}`);
}

run().catch((error) => {
  console.error(`replay_servicenow: ${error.message}`);
  process.exitCode = 1;
});
