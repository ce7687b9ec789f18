// The program `incident-core`, as npm installs it.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createGzip, gzipSync } from 'node:zlib';

import { analysis, consumer, metrics, part, root, write } from './consumer.js';
import { begin, rows } from './log.js';
import { HOUR, due, inProgress } from './tickets.js';

const program = join(consumer, 'node_modules/.bin/incident-core');
const uci = join(root, 'examples/policies/uci.json');
const stricter = join(root, 'tests/vectors/replay/stricter.json');
const log = join(root, 'tests/vectors/replay/audit-log.csv');
const itil = analysis.call({ op: 'preset', name: 'itil' }).value;

function incidentCore(words, input = '') {
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const settings = { input, cwd: consumer, env, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 60_000 };
  const { status, stdout, stderr } = spawnSync(program, words, settings);
  return { code: status, out: stdout, errors: stderr };
}

/** The codes and places that a refusal names, in their order. */
function refused(words, input) {
  const { code, out, errors } = incidentCore([...words, '--json'], input);
  assert.deepEqual([code, out], [2, ''], words.join(' '));
  return JSON.parse(errors).errors.map((one) => [one.code, one.path]);
}

test('help says what can be asked, and the version which rules', () => {
  for (const words of [[], ['help'], ['--help'], ['lint', '-h']]) {
    const { code, out } = incidentCore(words);
    assert.equal(code, 0);
    for (const name of ['lint', 'check', 'explain', 'replay', 'diff', 'report', 'itil4']) {
      assert.ok(out.includes(name), name);
    }
    assert.ok(out.split('\n').every((line) => line.length <= 100));
  }
  const { crate, tzdb } = analysis.versions();
  const { out } = incidentCore(['--version']);
  assert.ok(out.includes(`crate ${crate}`) && out.includes(`tzdb ${tzdb}`));
});

test('what is wrong with a command line is said all at once', () => {
  const { code, out, errors } = incidentCore(['replay', '--colour', 'red', '--zone']);
  assert.deepEqual([code, out], [2, '']);
  for (const part of [
    'incident-core: not understood', 'cli.optionUnknown  /', 'unknown option `--colour`',
    'known here: --zone, --events, --json', 'cli.valueMissing  /zone', 'cli.argumentMissing  /log', 'LOG is missing',
  ]) assert.ok(errors.includes(part), part);
  assert.deepEqual(refused(['nonsense']), [['cli.commandUnknown', '']]);
  assert.deepEqual(refused(['toString']), [['cli.commandUnknown', '']]);
  for (const name of ['--constructor', '--__proto__', '--toString=x', '-x']) {
    assert.deepEqual(refused(['lint', 'itil', name]), [['cli.optionUnknown', '']], name);
  }
  assert.deepEqual(refused(['lint', 'itil', 'x', 'y']), [['cli.argumentUnknown', ''], ['cli.argumentUnknown', '']]);
  assert.deepEqual(refused(['check', 'itil', '--reopens', 'often', '--ends=no']), [
    ['cli.valueUnknown', '/reopens'], ['cli.valueUnknown', '/ends'],
  ]);
  assert.deepEqual(refused(['report', '2026-02', log, '--format', 'pdf']), [['cli.wordUnknown', '/format']]);
  assert.deepEqual(refused(['replay', '-', '-']), [['cli.inputTwice', '']]);
  assert.deepEqual(refused(['report', '2026-02', '-', '--policy', '-']), [['cli.inputTwice', '']]);
  const precious = write('cli/precious.csv', 'not,empty\n');
  for (const words of [['replay', 'itil', precious, '--events'], ['diff', 'itil', 'itil', precious, '--lines']]) {
    assert.deepEqual(refused([...words, './cli/../cli/precious.csv']), [['cli.outputIsInput', '']]);
  }
  // What is refused leaves the file as it was.
  assert.equal(incidentCore(['replay', uci, log, '--zone', 'X/Y', '--events', precious]).code, 2);
  assert.equal(readFileSync(precious, 'utf8'), 'not,empty\n');
});

test('lint says what the core finds, and a fix', () => {
  assert.deepEqual(incidentCore(['lint', 'itil']), { code: 0, out: 'itil: nothing to find\n', errors: '' });
  const policy = { ...itil, modifiers: [{ id: 'never', if: { field: 'vip', is: true }, set: 'low' }] };
  const doubtful = write('cli/doubtful.json', JSON.stringify(
    { ...policy, fields: [...(itil.fields ?? []), { name: 'vip', holds: 'flag' }], lifecycle: {
      ...itil.lifecycle, states: [...itil.lifecycle.states, { id: 'nowhere', type: 'active' }],
    } },
  ));
  const now = '2026-01-09T15:00:00Z';
  const expected = analysis.call({ op: 'lint', policy: JSON.parse(readFileSync(doubtful, 'utf8')), now });
  const findings = expected.value;
  assert.ok(findings.length > 0, JSON.stringify(expected));
  const { code, out } = incidentCore(['lint', doubtful, '--now', now]);
  assert.equal(code, 1);
  for (const { finding, fix } of findings) {
    assert.ok(out.includes(`  ${finding.severity} ${finding.code}  ${finding.path}\n    ${finding.message}`));
    if (fix) assert.ok(out.includes(`    fix: ${JSON.stringify(fix)}`));
  }
  const asJson = incidentCore(['lint', '-', '--now', now, '--json'], readFileSync(doubtful, 'utf8'));
  assert.deepEqual(JSON.parse(asJson.out), findings);
});

test('a policy that is none is refused with every finding', () => {
  const twice = '{"version": 1, "version": 1, "id": "x"}';
  for (const command of [['lint'], ['check'], ['replay']]) {
    const words = command[0] === 'replay' ? ['replay', '-', log] : [...command, '-'];
    assert.ok(refused(words, twice).some(([code]) => code === 'document.fieldRepeated'), command);
    assert.deepEqual(refused(words, '{"a":'), [['document.syntax', '']], command);
    assert.deepEqual(refused(words, ''), [['document.syntax', '']], command);
  }
  assert.deepEqual(refused(['lint', 'itil', '--now', 'soon']), [['time.syntax', '/now']]);
  const { errors } = incidentCore(['lint', 'nopolicy']);
  assert.match(errors, /nopolicy: refused\n {2}cli.fileUnreadable {2}\/\n {4}there is no such file\n/);
  assert.match(errors, /one of the presets: itil, itil4/);
  assert.deepEqual(refused(['lint', consumer]), [['cli.fileUnreadable', '']]);
  // A mark of the byte order is no part of a document.
  assert.equal(incidentCore(['lint', '-'], `\uFEFF${JSON.stringify(itil)}`).code, 0);
});

test('check answers questions, each with a life against it', () => {
  const usual = incidentCore(['check', 'itil']);
  assert.equal(usual.code, 0);
  assert.equal(usual.out.match(/^ {2}holds {2}/gm).length, 3);
  const never = '{"field": "stateType", "is": "closed"}';
  const failing = incidentCore(['check', 'itil', '--never', never, '--reopens', '0', '--ends']);
  assert.equal(failing.code, 1);
  assert.match(failing.out, /FAILS {2}never \{"field": "stateType", "is": "closed"\}/);
  assert.match(failing.out, / 1\. open {47}-> new\n/);
  assert.match(failing.out, /move to resolved with resolutionCode = .+ -> resolved/);
  assert.match(failing.out, /holds {2}every ticket can still be closed/);
  const data = JSON.parse(incidentCore(['check', 'itil', '--never', never, '--json']).out);
  const question = { type: 'never', condition: JSON.parse(never) };
  const { value: answer } = analysis.call({ op: 'checkModel', policy: 'itil', question });
  assert.deepEqual(data, [{ question, answer }]);
  assert.deepEqual(refused(['check', 'itil', '--can-reach', '{']), [['document.syntax', '']]);
  const [[code]] = refused(['check', 'itil', '--never', '{"field": "zz", "is": 1}']);
  assert.equal(code, 'field.unknown');
});

test('explain says what a report is about, and why not another priority', () => {
  const report = JSON.stringify({ kind: 'incident', facts: { impact: 'high', urgency: 'low' } });
  const { out } = incidentCore(['explain', 'itil', '-', '--why-not', 'critical'], report);
  assert.match(out, /^priority: moderate\n {4}\{"rule":"matrix","impact":"high","urgency":"low"\}$/m);
  assert.match(out, /^it would have the priority critical with\n {4}urgency = high \(is low\)$/m);
  const bare = incidentCore(['explain', 'itil', '-', '--json'], '{"impact": "high", "urgency": "low"}');
  const { value } = analysis.call({ op: 'explain', policy: 'itil', facts: { impact: 'high', urgency: 'low' } });
  assert.deepEqual(JSON.parse(bare.out), value);
  // No rule says what kind it is: not settled.
  assert.equal(bare.code, 1);
  assert.deepEqual(refused(['explain', 'itil', '-', '--kind', 'x'], report), [['document.wordUnknown', '/kind']]);
  for (const text of ['5', 'null', '[]', '"x"']) assert.ok(refused(['explain', 'itil', '-'], text).length > 0, text);
});

test('explain says of a ticket where it stands, with the proof of each clock', () => {
  const text = JSON.stringify(inProgress);
  const { code, out } = incidentCore(['explain', 'itil', '-', '--now', '2026-01-12T12:00:00Z'], text);
  assert.equal(code, 0);
  assert.match(out, /^INC-1 is in inProgress at 2026-01-12T12:00:00Z\npriority: critical$/m);
  assert.match(out, /^move to resolved: not yet\n {4}the field `resolutionCode` needs a value$/m);
  const now = due + HOUR;
  const proof = analysis.call({
    op: 'prove', policy: 'itil', ticket: inProgress, agreement: 'standard', target: 'resolve', now,
  }).value;
  const reading = proof.reading.map(({ message }) => `    ${message}\n`).join('');
  assert.ok(out.includes(`clock resolve of standard: breached\n${reading}`));
  const twice = text.replace('{"id"', '{"id":"INC-1","id"');
  assert.deepEqual(refused(['explain', 'itil', '-'], twice), [['document.fieldRepeated', '/id']]);
});

/** What the core makes of the log, by itself. */
function replayed() {
  const replay = analysis.openEngine(readFileSync(uci, 'utf8')).value.replay(begin).value;
  const events = replay.push(rows).value;
  return { events, ...replay.figures() };
}

test('replay says what the core makes of a log: plain, packed, piped, and as its own events', () => {
  const { events, summary, report, digest, findings } = replayed();
  const out = join(consumer, 'cli/events.jsonl');
  const plain = incidentCore(['replay', uci, log, '--events', out]);
  assert.equal(plain.out, `${report}\ndigest of the events  ${digest}\n`);
  assert.equal(plain.errors, findings.map(({ code, message }) => `${code}  ${message}\n`).join(''));
  assert.equal(plain.code, 1);
  assert.equal(readFileSync(out, 'utf8'), events);
  const packed = write('cli/log.csv.gz', gzipSync(readFileSync(log)));
  assert.deepEqual(incidentCore(['replay', uci, packed]), plain);
  assert.deepEqual(incidentCore(['replay', uci, '-'], readFileSync(log)), plain);
  assert.deepEqual(incidentCore(['replay', uci, '-'], gzipSync(readFileSync(log))), plain);
  // Two packed parts one behind the other are one file.
  const [head, tail] = [readFileSync(log).subarray(0, 4_000), readFileSync(log).subarray(4_000)];
  assert.deepEqual(incidentCore(['replay', uci, '-'], Buffer.concat([gzipSync(head), gzipSync(tail)])), plain);
  assert.deepEqual(JSON.parse(incidentCore(['replay', uci, log, '--json']).out), summary);
  const record = incidentCore(['replay', uci, out]);
  assert.match(record.out, /^12 incidents, 58 events|^12 incidents/);
  assert.deepEqual(refused(['replay', uci, out, '--events', 'again']), [['cli.alreadyEvents', '/events']]);
});

test('a log that comes in small pieces, or with a mark of the byte order, is told apart', async () => {
  const { kindOf } = await part('cli/kind.js');
  const kinds = {
    'number,state\n': 'rows', '': 'rows', '{': 'tickets', '{"ticket": {"id": "A"}}': 'tickets', '{"case": {}}': 'tickets',
    '\uFEFF\n {"ticket" : "A", "event": {}}': 'events', '{"event": {}, "ticket": "A"}': 'events',
  };
  for (const [text, kind] of Object.entries(kinds)) assert.equal(kindOf(Buffer.from(text)), kind, text);
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const child = spawn(program, ['replay', uci, '-', '--json'], { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const packed = gzipSync(readFileSync(log));
  // The program has begun by the time that the second byte comes.
  for (const at of [0, 1]) {
    child.stdin.write(packed.subarray(at, at + 1));
    await new Promise((resolve) => { setTimeout(resolve, 1_500); });
  }
  child.stdin.end(packed.subarray(2));
  let out = '';
  for await (const piece of child.stdout) out += piece;
  assert.deepEqual(JSON.parse(out), replayed().summary);
  const text = readFileSync(log, 'utf8').replace(/^number/, '\uFEFF"number"');
  const marked = incidentCore(['replay', uci, '-', '--json'], text);
  assert.deepEqual(JSON.parse(marked.out), replayed().summary);
});

test('a log that is none is refused, and a broken one says how', () => {
  assert.deepEqual(refused(['replay', uci, '-'], ''), [['cli.logEmpty', '']]);
  assert.deepEqual(refused(['replay', uci, 'nofile']), [['cli.fileUnreadable', '']]);
  assert.deepEqual(refused(['replay', uci, consumer]), [['cli.fileUnreadable', '']]);
  const packed = gzipSync(readFileSync(log));
  assert.deepEqual(refused(['replay', uci, '-'], packed.subarray(0, 300)), [['cli.fileUnreadable', '']]);
  assert.deepEqual(refused(['replay', uci, '-'], Buffer.concat([packed.subarray(0, 300), Buffer.alloc(900, 7)])), [
    ['cli.fileUnreadable', ''],
  ]);
  const header = readFileSync(log, 'utf8').split('\n')[0];
  assert.deepEqual(refused(['replay', uci, '-'], `${header}\n"open`), [['cli.csvDamaged', '']]);
  assert.deepEqual(refused(['replay', uci, '-'], `${header}\n"${'x'.repeat(1 << 21)}`), [['cli.csvDamaged', '']]);
  assert.deepEqual(refused(['replay', uci, log, '--zone', 'X/Y']), [['time.zoneUnknown', '/zone']]);
  assert.ok(refused(['replay', uci, '-'], 'a,b\n1,2\n').every(([code]) => code.startsWith('replay.')));
  const folder = join(consumer, 'nofolder/events');
  assert.deepEqual(refused(['replay', uci, log, '--events', folder]), [['cli.fileUnwritable', '']]);
});

test('diff lists every ticket that differs, and its proofs hold', () => {
  const out = join(consumer, 'cli/flips.jsonl');
  const { code, out: text } = incidentCore(['diff', uci, stricter, log, '--lines', out]);
  assert.equal(code, 1);
  const [one, other] = [uci, stricter].map((file) => analysis.openEngine(readFileSync(file, 'utf8')).value);
  const comparison = one.compare(other, begin).value;
  const lines = comparison.push(rows).value + comparison.finish();
  assert.equal(readFileSync(out, 'utf8'), lines);
  const { totals } = comparison.figures();
  assert.deepEqual(JSON.parse(incidentCore(['diff', uci, stricter, log, '--json']).out), totals);
  const proofs = lines.trim().split('\n').flatMap((line) => JSON.parse(line).proofs)
    .flatMap(({ from, to }) => [from, to]).filter(Boolean).length;
  assert.match(text, new RegExp(`^${proofs} proofs of what differs, 0 of them wrong$`, 'm'));
  assert.match(text, /^all {36}12 {9}12 {15}1 {10}0$/m);
  assert.match(text, /^ {2}INC0000007 {2}newlyBreached$/m);
  const same = incidentCore(['diff', uci, uci, log]);
  assert.equal(same.code, 0);
});

test('report makes the month of rows, of events, and of lines', () => {
  const events = write('cli/record.jsonl', replayed().events);
  const month = ['report', '2026-07'];
  const rowsPage = incidentCore([...month, log, '--policy', uci]);
  assert.match(rowsPage.out, /^# .*2026-07/);
  assert.match(rowsPage.out, /madeSla \/ close/);
  const ofEvents = incidentCore([...month, events, '--policy', uci]);
  assert.equal(ofEvents.out, rowsPage.out);
  const data = JSON.parse(incidentCore([...month, log, '--policy', uci, '--format', 'json']).out);
  assert.equal(JSON.parse(incidentCore([...month, log, '--policy', uci, '--json']).out).month, '2026-07');
  const byHand = expectedReport('2026-07');
  assert.deepEqual(data, byHand);
  const lines = write('cli/tickets.jsonl', ticketLines('2026-07').map((line) => `${JSON.stringify(line)}\n`).join(''));
  const ofLines = JSON.parse(incidentCore([...month, lines, '--json']).out);
  assert.deepEqual({ ...ofLines, findings: data.findings }, data);
  const page = join(consumer, 'cli/month.html');
  const html = incidentCore([...month, log, '--policy', uci, '--format', 'html', '--out', page, '--title', 'Desk']);
  assert.equal(html.out, '');
  const text = readFileSync(page, 'utf8');
  assert.match(text, /^<!doctype html>/i);
  assert.doesNotMatch(text, /<script/);
  assert.match(text, /Desk/);
});

/** The tickets of the log with their targets at the end of a month. */
function ticketLines(month) {
  const { asOf } = metrics.call({ op: 'report', report: { month }, tickets: [] }).value;
  const engine = analysis.openEngine(readFileSync(uci, 'utf8')).value;
  const events = new Map();
  for (const line of replayed().events.trim().split('\n')) {
    const { ticket, event } = JSON.parse(line);
    events.set(ticket, [...(events.get(ticket) ?? []), event]);
  }
  return [...events.values()].map((history) => {
    const ticket = analysis.call({ op: 'evolve', events: history }).value;
    const known = history.filter(({ at }) => at <= asOf);
    if (known.length === 0) return { ticket, targets: [] };
    const past = analysis.call({ op: 'evolve', events: known }).value;
    const { clocks } = engine.call({ op: 'assess', ticket: past, context: { now: asOf, actor: { id: '' } } }).value;
    return { ticket, targets: clocks.map(({ agreement, target, stage, elapsedMs, withinMs }) => (
      { agreement, target, stage, elapsedMs, withinMs }
    )) };
  });
}

function expectedReport(month) {
  const { asOf } = metrics.call({ op: 'report', report: { month }, tickets: [] }).value;
  const policy = JSON.parse(readFileSync(uci, 'utf8'));
  const findings = analysis.call({ op: 'lint', policy, now: asOf }).value
    .map(({ finding: { code, path, message } }) => ({ code, path, message }));
  return metrics.call({ op: 'report', report: { month, findings }, tickets: ticketLines(month) }).value;
}

test('report refuses what is no month, and names lines that it cannot read', () => {
  assert.deepEqual(refused(['report', '2026-13', log, '--policy', uci]), [['report.month', '/month']]);
  assert.deepEqual(refused(['report', '2026-07', log]), [['cli.optionMissing', '/policy']]);
  const [event] = replayed().events.split('\n');
  const broken = ['{"ticket": "A"}', 'no json', event, '{"ticket": "B", "event": {"version": 1}}', ''].join('\n');
  const { code, errors } = incidentCore(['report', '2026-02', '-', '--policy', uci], `{"ticket": "x", ${broken}`);
  assert.equal(code, 1);
  assert.match(errors, /cli.lineDamaged {2}line 1: an event is expected/);
  assert.match(errors, /cli.lineDamaged {2}line 2/);
  assert.match(errors, /document.fieldMissing {2}B: the field/);
  const lines = incidentCore(['report', '2026-02', '-'], '{"case": {"id": "A"}}\n{"case": 5}\n');
  assert.equal(lines.code, 1);
  assert.ok(lines.errors.length > 0);
});

test('who reads no more ends the program in peace', async () => {
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const shell = `"${program}" check "${uci}" | true; exit $PIPESTATUS`;
  const child = spawn('bash', ['-c', shell], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (piece) => { errors += piece; });
  const [code] = await once(child, 'close');
  assert.deepEqual([code, errors], [0, '']);
});

test('a bar is for terminals only, and leaves no trace', async () => {
  const { Progress } = await part('cli/progress.js');
  const written = [];
  let now = 0;
  const stream = { isTTY: true, write: (text) => written.push(text) };
  const bar = new Progress(2_000_000, stream, () => now);
  bar.add(500_000);
  bar.add(1);
  now = 150;
  bar.add(500_000);
  now = 400;
  bar.add(5_000_000);
  bar.end();
  assert.deepEqual(written, [
    `\r[${'#'.repeat(7)}${'-'.repeat(23)}]  25 %  0.5 MB\u001b[K`,
    `\r[${'#'.repeat(15)}${'-'.repeat(15)}]  50 %  1.0 MB\u001b[K`,
    `\r[${'#'.repeat(30)}] 100 %  6.0 MB\u001b[K`,
    '\r\u001b[K',
  ]);
  const quiet = new Progress(10, { write: (text) => written.push(text) });
  quiet.add(5);
  quiet.end();
  assert.equal(written.length, 4);
  const unknown = new Progress(undefined, stream, () => 0);
  unknown.add(1_500_000);
  assert.equal(written.at(-1), '\r1.5 MB\u001b[K');
});

/** A log of tickets that are opened and closed, packed. */
async function longLog(name, tickets) {
  const header = readFileSync(log, 'utf8').split('\n')[0];
  const path = write(name, '');
  const packed = createGzip({ level: 1 });
  packed.pipe(createWriteStream(path));
  packed.write(`${header}\n`);
  for (let at = 0; at < tickets; at += 1) {
    const row = (state, time) => `INC${at},${state},true,0,0,0,13/2/2026 08:00,13/2/2026 ${time},Phone,Desk phone,`
      + '2 - Medium,1 - High,2 - High,Network,?,code 6\n';
    const text = row('New', '08:00') + row('Active', '09:00') + row('Resolved', '10:00') + row('Closed', '11:00');
    if (!packed.write(text)) await once(packed, 'drain');
  }
  packed.end();
  await once(packed, 'close').catch(() => {});
  return path;
}

/** The most memory that a run takes, in megabytes. */
function memory(words) {
  const told = write('cli/memory.mjs', `
    process.on('exit', () => process.stderr.write('\\nMB ' + process.resourceUsage().maxRSS / 1024));
  `);
  const { NODE_TEST_CONTEXT, ...env } = process.env;
  const settings = { encoding: 'utf8', env: { ...env, NODE_OPTIONS: `--import=${told}` }, maxBuffer: 1 << 28 };
  const { stderr, stdout } = spawnSync(program, words, settings);
  return { mb: Number(/MB ([\d.]+)/.exec(stderr)[1]), stdout };
}

test('four times the log takes no more memory to compare', async () => {
  const [few, many] = [await longLog('cli/few.csv.gz', 10_000), await longLog('cli/many.csv.gz', 40_000)];
  const small = memory(['diff', uci, uci, few, '--json']);
  const large = memory(['diff', uci, uci, many, '--json']);
  assert.equal(JSON.parse(small.stdout).all.tickets, 10_000);
  assert.equal(JSON.parse(large.stdout).all.tickets, 40_000);
  assert.ok(large.mb < small.mb + 40, `${small.mb} MB, then ${large.mb} MB`);
});
