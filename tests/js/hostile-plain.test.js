// The entries without a policy under what nobody should send: each answers, or says what
// was misused, and goes on as before.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { insight, known as knownTo, metrics, part, response, security, vectors } from './consumer.js';
import { chance, garbled, hostileDocument, mutated, single, WRONG } from './hostile.js';

// A case here asks several times, of documents that are larger.
const cases = Math.ceil(Number(process.env.INCIDENT_CORE_CASES ?? 2_400) / 4);

const folders = { security: 'security', response: 'security', insight: 'insight', metrics: 'insight' };
const all = { security, response, insight, metrics };
const entries = await Promise.all(Object.entries(all).map(async ([name, entry]) => {
  const known = knownTo(entry);
  const asked = grouped(vectors(folders[name]));
  // One of each operation, with the answer that it keeps giving.
  const healthy = known.flatMap((op) => asked.get(op)?.find(({ answer }) => answer.ok) ?? []);
  assert.ok(healthy.length >= known.length - 2, `${name}: ${healthy.length}`);
  const glue = await part(`${name}/core.js`);
  const { inside } = await part(`${name}/instance.js`);
  return { name, entry, known, asked, healthy, glue, inside };
}));

function grouped(list) {
  const groups = new Map();
  for (const vector of list) {
    const { op } = vector.request ?? {};
    groups.set(op, [...(groups.get(op) ?? []), vector]);
  }
  return groups;
}

let turn = 0;
/** Asks what is known, of one operation after the other. */
function goesOn({ name, entry, healthy }, after) {
  const { request, answer } = healthy[turn % healthy.length];
  turn += 1;
  assert.equal(entry.callText(JSON.stringify(request)), JSON.stringify(answer), `${name} after ${after}`);
}

/** Requires an answer as the types say. */
function typed(answer, what) {
  if (answer.ok === true) {
    assert.deepEqual(Object.keys(answer), ['ok', 'value'], what);
    return 'accepted';
  }
  assert.deepEqual(Object.keys(answer), ['ok', 'errors'], what);
  assert.ok(answer.errors.length > 0, what);
  for (const { code, severity, path, message } of answer.errors) {
    assert.ok(code && severity && message && (path === '' || path.startsWith('/')), what);
  }
  return answer.errors[0].code;
}

/** What comes of it: the code of a refusal, or of a misuse that is documented. */
function outcome(misuses, what, work) {
  let answer;
  try {
    answer = work();
  } catch (error) {
    assert.equal(error.name, 'IncidentCoreError', `${what}: ${error.stack}`);
    assert.ok(misuses.includes(error.code), `${what}: ${error.code}, ${error.cause}`);
    return error.code;
  }
  return typed(answer, what);
}

for (const one of entries) {
  const { name, entry, known, asked } = one;

  test(`${name}: what is no request`, () => {
    for (const [what, input] of Object.entries(single)) {
      outcome(['notJson'], what, () => entry.call(input));
      outcome(['notString'], what, () => JSON.parse(entry.callText(input)));
      goesOn(one, what);
    }
  });

  test(`${name}: each member of each operation as something else`, () => {
    for (const op of known) {
      const rich = (asked.get(op) ?? []).filter(({ request }) => request);
      const fullest = rich.sort((a, b) => size(b.request) - size(a.request))[0]?.request ?? { op };
      for (const key of [...Object.keys(fullest), 'extra']) {
        if (key === 'op') continue;
        for (const wrong of WRONG) {
          outcome([], `${op} ${key}`, () => entry.call({ ...fullest, [key]: wrong }));
        }
        outcome(['notJson'], `${op} ${key}`, () => entry.call({ ...fullest, [key]: 1n }));
        const throwing = { ...fullest, get [key]() { throw new RangeError('no'); } };
        outcome(['notJson'], `${op} ${key}`, () => entry.call(throwing));
      }
      goesOn(one, op);
    }
    outcome(['notJson'], 'without an end', () => entry.call({ op: known[0], endless: endless() }));
    goesOn(one, 'what has no end');
  });

  test(`${name}: documents made at random`, () => {
    const random = chance(20_260_105);
    const told = new Set();
    for (let n = 0; n < cases; n += 1) {
      const document = hostileDocument(random, known);
      told.add(outcome(['notJson'], `document ${n}`, () => entry.call(document)));
      if (n % 64 === 0) goesOn(one, `document ${n}`);
    }
    assert.ok(told.size > 3, `they are of several kinds: ${[...told]}`);
  });

  test(`${name}: real requests of which parts are changed`, () => {
    const random = chance(27_035);
    const told = new Set();
    const requests = known.map((op) => (asked.get(op) ?? []).flatMap(({ request }) => request ?? []));
    const some = requests.filter(({ length }) => length > 0);
    for (let n = 0; n < cases; n += 1) {
      const ofOne = some[n % some.length];
      const { op, ...rest } = ofOne[random(ofOne.length)];
      const request = { ...mutated(random, rest), op };
      told.add(outcome([], `request ${n}`, () => entry.call(request)));
      const text = garbled(random, JSON.stringify(request));
      told.add(outcome([], `text ${n}`, () => JSON.parse(entry.callText(text))));
      if (n % 64 === 0) goesOn(one, `request ${n}`);
    }
    assert.ok(told.has('accepted') && told.size > Math.min(known.length, 15), `they are of several kinds: ${[...told]}`);
  });

  test(`${name}: a polluted prototype changes no answer`, () => {
    const names = ['op', 'plan', 'pack', 'ok', 'value', 'errors', 'opened', 'now', 'case'];
    for (const polluted of names) Object.prototype[polluted] = true;
    try {
      for (let n = 0; n < one.healthy.length; n += 1) goesOn(one, 'pollution');
    } finally {
      for (const polluted of names) delete Object.prototype[polluted];
    }
  });

  test(`${name}: memory stays bounded`, () => {
    const random = chance(9_110);
    const ask = () => {
      for (const { request } of one.healthy) {
        entry.call(request);
        entry.callText(garbled(random, JSON.stringify(request)));
      }
    };
    bounded(one, Math.ceil(cases / 100), ask);
  });
}

function size(value) {
  return JSON.stringify(value).length;
}

/** An object that has another of its kind inside, as often as it is asked. */
function endless() {
  return new Proxy({}, {
    get: (_, key) => (key === 'toJSON' ? undefined : endless()),
    getOwnPropertyDescriptor: () => ({ configurable: true, enumerable: true, writable: true, value: 1 }),
    ownKeys: () => ['a'],
  });
}

/** Memory is taken while it is got used to, and then no more. */
function bounded({ glue }, rounds, work) {
  // The glue gives the instance that runs to whoever asks again, so its memory can be watched.
  const memory = () => glue.initSync().memory.buffer.byteLength;
  for (let n = 0; n < 10; n += 1) work();
  const before = memory();
  for (let n = 0; n < rounds; n += 1) work();
  assert.ok(memory() - before <= 1 << 17, `grew by ${memory() - before} bytes`);
}

/** Traps for real: the bytes of a request that would lie outside the memory. */
function trap({ name, glue, inside }) {
  const answers = { security: 'secure', response: 'secure', insight: 'insight', metrics: 'insight' }[name];
  const lost = () => inside(() => glue.initSync()[answers](0x7fff_ff00, 0x7fff_ff00));
  assert.throws(lost, (error) => {
    assert.equal(error.code, 'instanceLost');
    return error.cause instanceof WebAssembly.RuntimeError;
  });
}

const [secure, respond] = entries;

const SETTINGS = {
  sources: {
    prometheus: { format: 'alertmanager', vendor: 'prometheus' },
    grafana: { format: 'grafana' },
    pagerduty: { format: 'pagerduty' },
    cloud: { format: 'cloudEvents', plainData: true },
    statuspage: { format: 'statuspage' },
    plain: { format: 'plain' },
  },
  groupBy: ['alertname'],
  capacity: { alarms: 100, candidates: 50 },
};
const NOW = Date.UTC(2026, 0, 5, 9, 1);
const MISUSES = ['notBytes', 'notInteger', 'notJson', 'notString'];

/** Real bodies of every format, by the vectors about them. */
const BODIES = secure.asked.get('readSignals').flatMap(({ request }) => {
  try {
    return typeof request.body === 'string' ? [JSON.parse(request.body)] : [];
  } catch {
    return [];
  }
});

/** What a handle answers to a known body, from a new beginning. */
function known() {
  const { value: signals } = security.openSignals(SETTINGS);
  const alert = { alertname: 'DiskFull', severity: 'critical' };
  const pushed = signals.push('prometheus', {
    receiver: 'r', status: 'firing', version: '4', groupKey: 'k', truncatedAlerts: 0,
    groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '',
    alerts: [{
      status: 'firing', fingerprint: 'a', labels: alert, annotations: {}, generatorURL: '',
      startsAt: '2026-01-05T09:00:00Z', endsAt: '0001-01-01T00:00:00Z',
    }],
  }, NOW);
  assert.equal(pushed.ok, true);
  const all = JSON.stringify([pushed, signals.changes(), signals.figures()]);
  signals.free();
  return all;
}

/** One thing done to a handle that nobody should do. */
function abuse(random, signals, at) {
  const sources = [...Object.keys(SETTINGS.sources), 'nagios', '', '__proto__', '\ud800', 7, undefined];
  const source = sources[random(random(4) > 0 ? 6 : sources.length)];
  const nows = [at, at, at, at, at - random(10 ** 9), NOW + random(10 ** 9), -1, 0, 2 ** 53 - 1, NaN, 1.5, '1', null, 1n];
  const now = nows[random(random(3) > 0 ? 6 : nows.length)];
  const body = mutated(random, BODIES[random(BODIES.length)]);
  const text = JSON.stringify(body) ?? '';
  const fingerprint = String(random(200));
  const acts = [
    () => signals.push(source, body, now),
    () => signals.push(source, garbled(random, text), now),
    () => signals.push(source, new TextEncoder().encode(text).subarray(random(9)), now),
    () => signals.push(source, Uint8Array.from({ length: random(99) }, () => random(256)), now),
    () => signals.push('plain', { name: 'x', fingerprint, status: 'firing' }, at),
    () => signals.push(source, hostileDocument(random), now),
    () => signals.feed(source, new TextEncoder().encode(`${text}\n${garbled(random, text)}`), now),
    () => signals.feed(source, [lying(), new DataView(new ArrayBuffer(4)), text, null][random(4)], now),
    () => signals.finish(now),
    () => signals.tick(now),
    () => signals.act(mutated(random, { type: 'shelve', source: 'plain', fingerprint, until: at + 10 ** 6 }), now),
    () => signals.act(hostileDocument(random), now),
    () => signals.changes(),
    () => signals.figures(),
  ];
  return acts[random(acts.length)];
}

/** Bytes of a class that says it has fewer than it has. */
function lying() {
  return new (class extends Uint8Array {
    get length() {
      return 1;
    }

    subarray() {
      return this;
    }
  })(100_000);
}

test('signals: bodies, acts and times of which parts are changed', () => {
  assert.ok(BODIES.length > 10, `${BODIES.length} bodies`);
  const before = known();
  const random = chance(4);
  const told = new Map();
  let { value: signals } = security.openSignals(SETTINGS);
  for (let n = 0; n < cases; n += 1) {
    const code = outcome(MISUSES, `act ${n}`, abuse(random, signals, NOW + n * 1_000));
    told.set(code, (told.get(code) ?? 0) + 1);
    if (n % 64 !== 0) continue;
    const { figures, candidates } = signals.figures().value;
    assert.ok(figures.alarms <= 100 && candidates.length <= 50, JSON.stringify(figures));
    assert.equal(known(), before, `act ${n}`);
    if (n % 512 !== 0) continue;
    signals.free();
    signals = security.openSignals(SETTINGS).value;
  }
  assert.ok(told.get('accepted') > cases / 8, JSON.stringify([...told]));
  assert.ok(told.size > 8, JSON.stringify([...told]));
  signals.free();
});

test('signals: bytes of a class that lies about its length are all taken, and no more', () => {
  const { value: signals } = security.openSignals(SETTINGS);
  assert.deepEqual(signals.feed('plain', lying(), NOW), { ok: true, value: null });
  const { errors } = signals.push('plain', lying(), NOW);
  assert.equal(errors[0].code, 'document.syntax');
  const named = Object.defineProperty(new Float64Array(2), Symbol.toStringTag, { value: 'Uint8Array' });
  assert.throws(() => signals.feed('plain', named, NOW), { code: 'notBytes' });
  const bytes = new Uint8Array(9);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  assert.equal(signals.push('plain', bytes, NOW).ok, false);
  signals.free();
  goesOn(secure, 'bytes that lie');
});

test('signals: a body over the limit, and one of 40 MB, are refused', () => {
  const { value: signals } = security.openSignals(SETTINGS);
  for (const length of [(1 << 20) + 1, 40 << 20]) {
    const { errors } = signals.push('plain', ' '.repeat(length), NOW);
    assert.deepEqual(errors.map(({ code }) => code), ['limit.exceeded']);
  }
  signals.free();
  goesOn(secure, '40 MB');
});

test('signals: memory stays bounded over fingerprints without end', () => {
  const { value: signals } = security.openSignals(SETTINGS);
  let number = 0;
  bounded(secure, 4, () => {
    for (let n = 0; n < Math.min(cases, 5_000); n += 1) {
      number += 1;
      signals.push('plain', { name: `n${number}`, fingerprint: `f${number}`, status: 'firing' }, NOW + number);
    }
    signals.changes();
  });
  signals.free();
});

test('settings, packs and plans of which parts are changed open or are refused', () => {
  const random = chance(17);
  const pack = security.call({ op: 'statutePack' }).value;
  const plan = response.call({ op: 'plan', plan: 'iso27035' }).value;
  const openers = [
    [security.openSignals, SETTINGS], [security.openStatutes, pack], [response.openPlan, plan],
  ];
  const told = new Set();
  for (let n = 0; n < cases / 4; n += 1) {
    const [opener, document] = openers[n % openers.length];
    const given = n % 5 === 0 ? hostileDocument(random) : mutated(random, document);
    told.add(outcome(['notJson'], `opening ${n}`, () => {
      const opened = opener(given);
      if (opened.ok) opened.value.free();
      return opened;
    }));
  }
  assert.ok(told.has('accepted') && told.size > 6, `${[...told]}`);
  for (const one of entries) goesOn(one, 'openings');
});

test('kept documents answer requests of which parts are changed', () => {
  const { value: statutes } = security.openStatutes();
  const { value: plan } = response.openPlan('iso27035');
  const random = chance(35);
  const kept = [
    [statutes, secure.asked.get('statuteDeadlines')],
    [plan, ['caseDecide', 'caseStatus', 'caseGate'].flatMap((op) => respond.asked.get(op))],
  ];
  for (let n = 0; n < cases / 2; n += 1) {
    const [handle, list] = kept[n % kept.length];
    const { op, plan: _, pack, ...rest } = list[random(list.length)].request;
    outcome([], `kept ${n}`, () => handle.call({ ...mutated(random, rest), op }));
    const document = hostileDocument(random, ['statuteDeadlines', 'caseDecide', 'redact']);
    outcome(['notJson'], `kept ${n}`, () => handle.call(document));
  }
  assert.throws(() => plan.callText(7), { code: 'notString' });
  plan.free();
  statutes.free();
  for (const one of entries) goesOn(one, 'kept documents');
});

test('what was freed says so, and is freed once more without harm', () => {
  const handles = [
    [security.openSignals(SETTINGS), (signals) => signals.changes()],
    [security.openStatutes(), (statutes) => statutes.call({ op: 'versions' })],
    [response.openPlan('iso27035'), (plan) => plan.call({ op: 'versions' })],
  ];
  for (const [{ value: handle }, use] of handles) {
    assert.equal(use(handle).ok, true);
    for (let n = 0; n < 3; n += 1) {
      handle.free();
      assert.throws(() => use(handle), { name: 'IncidentCoreError', code: 'freed' });
    }
    handle[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
  }
  for (const one of entries) goesOn(one, 'freeing');
});

test('after a trap kept documents live on, and alerts begin again', () => {
  const before = known();
  const deadlines = secure.healthy.find(({ request }) => request.op === 'statuteDeadlines');
  const { pack, ...ask } = deadlines.request;
  for (let round = 0; round < 3; round += 1) {
    const { value: signals } = security.openSignals(SETTINGS);
    const { value: statutes } = security.openStatutes(pack);
    const { value: plan } = response.openPlan('iso27035');
    const opened = JSON.stringify([statutes.opened, plan.opened]);
    for (const one of entries) {
      trap(one);
      for (let n = 0; n < one.healthy.length; n += 1) goesOn(one, 'a trap');
    }
    assert.equal(statutes.callText(JSON.stringify(ask)), JSON.stringify(deadlines.answer));
    assert.equal(plan.call({ op: 'versions' }).ok, true);
    assert.equal(JSON.stringify([statutes.opened, plan.opened]), opened);
    assert.throws(() => signals.tick(NOW), { name: 'IncidentCoreError', code: 'instanceLost' });
    assert.equal(known(), before);
    for (const handle of [signals, statutes, plan]) handle.free();
    assert.throws(() => signals.tick(NOW), { code: 'freed' });
    const openers = [insight.openIndex, insight.openForecasts, insight.openProblems, insight.openSuggestions, () => metrics.openMetrics({ asOf: 0 })];
    for (const opener of openers) {
      const { value: handle } = opener();
      trap(entries.find(({ name }) => name === (handle.merge ? 'metrics' : 'insight')));
      assert.throws(() => handle.push([]), { name: 'IncidentCoreError', code: 'instanceLost' });
      handle.free();
      assert.throws(() => handle.push([]), { code: 'freed' });
    }
  }
});

test('memory stays bounded over handles that are freed', () => {
  const rounds = Math.ceil(Math.min(cases, 20_000) / 40);
  bounded(secure, rounds, () => {
    security.openStatutes().value.free();
    security.openSignals(SETTINGS).value.free();
    security.openStatutes({ version: 1 });
  });
  const [, , past, figures] = entries;
  bounded(past, rounds, () => {
    for (const opener of [insight.openIndex, insight.openForecasts, insight.openProblems, insight.openSuggestions]) {
      const { value: handle } = opener();
      handle.push('{"id":"A","openedAt":0,"facts":{"shortDescription":"vpn"}}\n');
      insight.loadIndex(Uint8Array.of(1, 2, 3));
      handle.free();
    }
  });
  bounded(figures, rounds, () => {
    const { value: handle } = metrics.openMetrics({ asOf: 0 }, { lists: true });
    handle.push([{ case: { id: 'A', kind: 'incident', openedAt: 0 } }]);
    handle.merge('{}');
    handle.free();
  });
  bounded(respond, rounds, () => {
    response.openPlan('iso27035').value.free();
    response.openPlan({ version: 1 });
  });
});
