// The store: what it shows is what the core says, with one timer and only while somebody looks.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

import { desk, part } from './consumer.js';
import { StoppedClock } from './stopped-clock.js';
import { HOUR, due, engine, friday, inProgress, onHold, opened, resolved } from './tickets.js';

const { countdown, queueStore, slaView, ticketStore } = await part('store/index.js');
const MINUTE = HOUR / 60;

let clock;
beforeEach(() => { clock = new StoppedClock(friday); });
afterEach(() => clock.restore());

/** An engine that counts how often it is asked. */
function counting(of = engine) {
  const asked = { times: 0, call: (request) => (asked.times += 1, of.call(request)) };
  return asked;
}

/** A page that can be hidden. */
function page() {
  const target = new EventTarget();
  return Object.assign(target, {
    visibilityState: 'visible',
    turn(state) {
      target.visibilityState = state;
      target.dispatchEvent(new Event('visibilitychange'));
    },
  });
}

const clockOf = (store, target = 'resolve') => store.getSnapshot().clocks.find((one) => one.target === target);

test('a view is what the core says', () => {
  const store = ticketStore(engine, inProgress);
  const { assessment, clocks, strictest, live, errors, at } = store.getSnapshot();
  const asked = engine.call({ op: 'assess', ticket: inProgress, context: { now: friday, actor: { id: '' } } });
  assert.deepEqual(assessment, asked.value);
  assert.deepEqual([live, errors, at], [true, [], friday]);
  assert.equal(strictest, clocks[1]);
  const { remainingMs, percent, dueAt, nextChangeAt, stage } = asked.value.clocks[1];
  assert.deepEqual(strictest, {
    agreement: 'standard', target: 'resolve', stage, counting: true, remainingMs, percent, dueAt, nextChangeAt,
    reason: { within: '4h', priority: 'critical', finding: undefined },
  });
  assert.equal(store.getSnapshot(), store.getSnapshot());
});

test('one timer shows every second of the last hour, and the breach at its millisecond', () => {
  const asked = counting();
  const store = ticketStore(asked, inProgress);
  const seen = [];
  const end = store.subscribe(() => seen.push([Date.now(), countdown(clockOf(store)).text]));
  clock.pass(2 * HOUR);
  // Two hours by the minute: the texts change no faster.
  assert.equal(seen.length, 120);
  assert.equal(seen.at(-1)[1], '2h 0m');
  seen.length = 0;
  asked.times = 0;
  // The weekend counts nothing: it is looked at by the minute, to see the hours begin.
  clock.at = due - HOUR - 60_000;
  clock.pass(60_000 + 1);
  seen.length = 0;
  clock.pass(HOUR + 2 * MINUTE);
  assert.ok(seen.some(([at, text]) => at === due - 1000 && text === '1s'));
  assert.equal(seen.find(([at]) => at === due + 1)[1], '-1s');
  assert.equal(clockOf(store).stage, 'breached');
  assert.equal(seen.at(-1)[1], '-2m 0s');
  // A second each, and one more for the breach.
  assert.equal(seen.length, 3600 + 120 + 1);
  assert.equal(clock.most, 1);
  end();
  assert.equal(clock.waiting, 0);
});

test('outside hours nothing counts, and the urgency stays', () => {
  clock.at = Date.parse('2026-01-09T16:59:59.500Z');
  const late = ticketStore(engine, inProgress);
  const seen = [];
  const end = late.subscribe(() => seen.push(clockOf(late).counting));
  assert.equal(clockOf(late).counting, true);
  clock.pass(500);
  assert.deepEqual(seen.at(-1), false);
  assert.equal(countdown(clockOf(late)).label, '2h 0m left, outside hours');
  clock.at = Date.parse('2026-01-12T08:59:30Z');
  clock.pass(29_999);
  assert.equal(clockOf(late).counting, false);
  clock.pass(1);
  assert.equal(clockOf(late).counting, true);
  end();
});

test('a paused clock has no due instant, and wakes nobody', () => {
  const asked = counting();
  const store = ticketStore(asked, onHold(inProgress, friday + HOUR));
  clock.at = friday + 2 * HOUR;
  let told = 0;
  const end = store.subscribe(() => { told += 1; });
  const view = clockOf(store);
  assert.deepEqual([view.stage, view.dueAt, view.counting, view.remainingMs], ['paused', null, false, 3 * HOUR]);
  assert.deepEqual(view.reason, {
    within: '4h', priority: 'critical', finding: undefined, state: 'onHold', holdReason: 'awaitingCaller',
  });
  assert.deepEqual(countdown(view), { text: '3h 0m', level: 'paused', label: '3h 0m left, paused', standsStill: true });
  const before = asked.times;
  clock.pass(48 * HOUR);
  assert.deepEqual([told, asked.times], [0, before]);
  end();
});

test('a change beyond the longest timer is waited for in pieces, without asking', () => {
  // Twenty years until anything changes: no timer can wait so long.
  const far = friday + 20 * 365 * 24 * HOUR;
  const assessment = { clocks: [], nextChangeAt: new Date(far).toISOString() };
  let times = 0;
  const store = ticketStore({ call: () => (times += 1, { ok: true, value: assessment }) }, inProgress);
  const end = store.subscribe(() => {});
  clock.pass(30 * 24 * HOUR);
  assert.equal(times, 1);
  clock.at = far - 1;
  clock.pass(MINUTE);
  assert.equal(times, 2);
  end();
});

test('a change that is said to be over, or at no instant, is asked about by the minute', () => {
  for (const nextChangeAt of [new Date(friday - HOUR).toISOString(), new Date(friday).toISOString(), 'soon', '']) {
    const start = clock.at;
    const value = { clocks: [], nextChangeAt };
    let times = 0;
    const store = ticketStore({ call: () => (times += 1, { ok: true, value }) }, inProgress);
    const end = store.subscribe(() => {});
    clock.pass(HOUR);
    assert.equal(times, 61, nextChangeAt);
    end();
    clock.at = start;
  }
});

test('hidden, it has no timer; seen again, it shows the present', () => {
  const screen = page();
  const store = ticketStore(engine, inProgress, { page: screen });
  let told = 0;
  const end = store.subscribe(() => { told += 1; });
  screen.turn('hidden');
  assert.equal(clock.waiting, 0);
  clock.pass(2 * HOUR);
  assert.equal(told, 0);
  screen.turn('visible');
  assert.equal(told, 1);
  assert.equal(countdown(clockOf(store)).text, '2h 0m');
  assert.equal(clock.waiting, 1);
  end();
  assert.equal(clock.waiting, 0);
  screen.turn('visible');
  assert.equal(told, 1);
});

test('a change while hidden sets no timer', () => {
  const screen = page();
  const store = ticketStore(engine, inProgress, { page: screen });
  const end = store.subscribe(() => {});
  screen.turn('hidden');
  store.put({ ...inProgress });
  store.tell(friday);
  assert.equal(clock.waiting, 0);
  assert.equal(clockOf(store).stage, 'running');
  end();
});

test('a page that comes back from the store of the browser shows the present', () => {
  const screen = Object.assign(page(), { defaultView: new EventTarget() });
  const store = ticketStore(engine, inProgress, { page: screen });
  let told = 0;
  const end = store.subscribe(() => { told += 1; });
  // Frozen: time passed, and no timer fired.
  clock.at += HOUR;
  screen.defaultView.dispatchEvent(new Event('pageshow'));
  assert.deepEqual([told, countdown(clockOf(store)).text], [1, '3h 0m']);
  end();
  screen.defaultView.dispatchEvent(new Event('pageshow'));
  assert.equal(told, 1);
});

test('a client whose clock is wrong shows what the server would', () => {
  clock.at = friday + 7 * HOUR;
  const serverNow = new Date(friday + HOUR).toISOString();
  const store = ticketStore(engine, inProgress, { serverNow });
  assert.equal(countdown(clockOf(store)).text, '3h 0m');
  clock.pass(HOUR / 2);
  store.refresh();
  assert.equal(countdown(clockOf(store)).text, '2h 30m');
  store.tell('tomorrow');
  assert.equal(countdown(clockOf(store)).text, '2h 30m');
  store.tell(friday);
  assert.equal(countdown(clockOf(store)).text, '4h 0m');
});

test('a clock that is set back is waited for', () => {
  let present = friday;
  const store = ticketStore(engine, inProgress, { now: () => present });
  const seen = [];
  const end = store.subscribe(() => seen.push(store.getSnapshot().at));
  present -= HOUR;
  clock.pass(10 * MINUTE);
  assert.deepEqual(seen, []);
  present = friday + HOUR;
  clock.pass(MINUTE);
  assert.deepEqual(seen, [friday + HOUR]);
  end();
});

test('listeners come and go, also while they are told', () => {
  const store = ticketStore(engine, inProgress);
  const told = [];
  const first = store.subscribe(() => {
    told.push('first');
    second();
    second();
  });
  const second = store.subscribe(() => told.push('second'));
  store.refresh();
  store.refresh();
  assert.deepEqual(told, ['first', 'second', 'first']);
  const same = () => told.push('same');
  const [one, other] = [store.subscribe(same), store.subscribe(same)];
  one();
  store.refresh();
  assert.equal(told.filter((name) => name === 'same').length, 1);
  other();
  first();
  assert.equal(clock.waiting, 0);
});

test('who listens anew keeps the view while it holds', () => {
  const store = ticketStore(engine, inProgress);
  const shown = store.getSnapshot();
  store.subscribe(() => {})();
  assert.equal(store.getSnapshot(), shown);
  clock.pass(MINUTE);
  store.subscribe(() => {})();
  assert.notEqual(store.getSnapshot(), shown);
  assert.equal(store.getSnapshot().at, friday + MINUTE);
});

test('what cannot be assessed is errors, and no timer', () => {
  for (const ticket of [null, {}, 5, { ...inProgress, kind: 'x' }, { ...inProgress, extra: 1n }]) {
    const store = ticketStore(engine, ticket);
    const end = store.subscribe(() => {});
    const { errors, clocks, assessment } = store.getSnapshot();
    assert.ok(errors.length > 0 && errors.every(({ code, message }) => code && message));
    assert.deepEqual([clocks, assessment, clock.waiting], [[], undefined, 0]);
    store.put(inProgress);
    assert.equal(clockOf(store).stage, 'running');
    end();
  }
  const broken = ticketStore({ call() { throw new TypeError('a bug of the host'); } }, inProgress);
  assert.throws(() => broken.getSnapshot(), TypeError);
});

test('server and client show the same before time runs', () => {
  const server = ticketStore(engine, inProgress).getServerSnapshot();
  clock.pass(30 * HOUR);
  const store = ticketStore(engine, inProgress);
  assert.deepEqual(store.getServerSnapshot(), server);
  assert.equal(store.getServerSnapshot(), store.getServerSnapshot());
  assert.deepEqual([server.live, server.at], [false, friday]);
  const { remainingMs, percent, dueAt } = server.strictest;
  assert.deepEqual([remainingMs, percent, dueAt], [null, null, '2026-01-12T11:00:00Z']);
  assert.equal(countdown(server.strictest).text, '');
  const rendered = ticketStore(engine, inProgress, { renderedAt: due + 1 }).getServerSnapshot();
  assert.equal(rendered.strictest.stage, 'breached');
});

test('a queue is that of the desk, with one timer for all its rows', () => {
  const { value: open } = desk.openEngine(core('itil')).value.desk();
  for (const id of ['INC-1', 'INC-2', 'INC-3']) open.put(opened(id));
  open.put(onHold({ ...inProgress, id: 'INC-4' }, friday));
  const store = queueStore(open, { limit: 3, reasons: true });
  const { rows, counts, errors } = store.getSnapshot();
  assert.deepEqual(rows.map(({ id }) => id), open.queue({ now: friday, limit: 3 }).value.map(({ id }) => id));
  assert.deepEqual([counts.all.total, errors], [4, []]);
  assert.equal(rows[0].sla.reason.why.message, open.queue({ now: friday, reasons: true }).value[0].why.message);
  assert.equal(countdown(rows[0].sla).text, '15m 0s');
  let told = 0;
  const end = store.subscribe(() => { told += 1; });
  clock.pass(10_000);
  assert.equal(told, 10);
  clock.pass(15 * MINUTE);
  assert.equal(store.getSnapshot().rows[0].sla.stage, 'breached');
  assert.equal(clock.most, 1);
  store.ask({ filter: { class: 'paused' } });
  assert.deepEqual(store.getSnapshot().rows.map(({ id, sla }) => [id, countdown(sla).level]), [['INC-4', 'paused']]);
  assert.equal(clock.waiting, 1);
  store.ask({ filter: { class: 'nonsense' } });
  assert.ok(store.getSnapshot().errors.length > 0);
  open.free();
  store.refresh();
  assert.equal(store.getSnapshot().errors[0].code, 'freed');
  assert.deepEqual(store.getSnapshot().rows, []);
  assert.equal(clock.waiting, 0);
  end();
  assert.deepEqual(queueStore(open).getServerSnapshot(), { rows: [], counts: null, at: null, live: false, errors: [] });
});

function core(name) {
  return desk.call({ op: 'preset', name }).value;
}

test('a countdown: two units, rounded down, negative once it is late', () => {
  const shown = (remainingMs, stage = 'running', options = {}) => {
    const { text, level } = countdown({ stage, remainingMs }, options);
    return `${text} ${level}`;
  };
  const day = 24 * HOUR;
  const table = [
    [28 * HOUR, '1d 4h calm'], [day, '1d 0h calm'], [day - 1, '23h 59m calm'], [2.25 * HOUR, '2h 15m calm'],
    [HOUR, '1h 0m calm'], [HOUR - 1, '59m 59s soon'], [HOUR / 2, '30m 0s soon'], [HOUR / 2 - 1, '29m 59s urgent'],
    [MINUTE, '1m 0s urgent'], [MINUTE - 1, '59s urgent'], [1, '0s urgent'], [0, '0s urgent'],
    [-1, '-1s breached'], [-1000, '-1s breached'], [-1001, '-2s breached'], [-HOUR + 500, '-1h 0m breached'],
    [-HOUR, '-1h 0m breached'], [-HOUR - 1, '-1h 1m breached'], [-400 * day, '-400d 0h breached'],
  ];
  for (const [ms, expected] of table) assert.equal(shown(ms), expected);
  assert.equal(shown(90_000, 'running', { seconds: false }), '1m urgent');
  assert.equal(shown(-1, 'breached', { seconds: false }), '-1m breached');
  assert.equal(shown(3 * HOUR, 'running', { soonMs: 4 * HOUR }), '3h 0m soon');
  assert.equal(shown(null, 'running'), ' calm');
  assert.equal(shown(NaN, 'breached'), ' breached');
  assert.equal(shown(5_000, 'constructor'), '5s urgent');
  for (const [stage, level] of [['met', 'closed'], ['missed', 'closed'], ['canceled', 'closed'], ['pending', 'calm']]) {
    assert.equal(shown(5, stage), ` ${level}`);
  }
});

test('a ticket that is done stands', () => {
  const store = ticketStore(engine, resolved(inProgress, friday + HOUR));
  clock.at = friday + 2 * HOUR;
  const end = store.subscribe(() => {});
  assert.equal(countdown(clockOf(store)).level, 'closed');
  assert.equal(slaView(store.getSnapshot().assessment.clocks[0]).stage, 'met');
  end();
});
