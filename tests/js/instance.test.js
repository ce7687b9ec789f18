import assert from 'node:assert/strict';
import { test } from 'node:test';

import { core, part, run, write } from './consumer.js';

const cases = Number(process.env.INCIDENT_CORE_CASES ?? 3_000);
const glue = await part('core.js');
// The glue gives the instance that runs to whoever asks again, so its memory can be watched.
const memory = () => glue.initSync().memory.buffer.byteLength;

/** Traps for real: the bytes of a request that would lie outside the memory. */
function trap() {
  const { answer } = glue.initSync();
  answer(0x7fff_ff00, 0x7fff_ff00);
}

test('memory stays bounded over good and bad requests', () => {
  const good = { op: 'checkPolicy', policy: 'itil' };
  for (let n = 0; n < 50; n += 1) core.call(good);
  const before = memory();
  for (let n = 0; n < cases; n += 1) {
    core.call(n % 8 === 0 ? good : { op: 'add', calendar: 'none', n });
    core.callText('{"op": [');
  }
  assert.ok(memory() - before <= 1 << 17, `grew by ${memory() - before} bytes`);
});

test('memory stays bounded over batches of any length', () => {
  const engine = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;
  const hours = engine.calendar('businessHours');
  hours.addAll(new Float64Array(10_000), 1);
  const before = memory();
  hours.addAll(new Float64Array(2_000_000), 1);
  hours.betweenAll(new Float64Array(1_000_000), new Float64Array(1_000_000));
  assert.ok(memory() - before <= 1 << 17, `grew by ${memory() - before} bytes`);
  engine.free();
});

test('memory stays bounded over engines that are freed', () => {
  const open = () => core.openEngine({ ...core.call({ op: 'preset', name: 'itil' }).value }).value;
  for (let n = 0; n < 20; n += 1) open().free();
  const before = memory();
  for (let n = 0; n < Math.min(cases, 20_000) / 10; n += 1) {
    const engine = open();
    engine.call({ op: 'versions' });
    engine.free();
  }
  assert.ok(memory() - before <= 1 << 17, `grew by ${memory() - before} bytes`);
});

test('after a trap the instance is replaced, and engines live on', async () => {
  const { inside } = await part('instance.js');
  const engine = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;
  const opened = JSON.stringify(engine.opened);
  const hours = engine.calendar('businessHours');
  const due = hours.add(0, 1);
  const first = glue.initSync();
  for (let round = 0; round < 3; round += 1) {
    assert.throws(() => inside(trap), (error) => {
      assert.ok(error instanceof core.IncidentCoreError);
      assert.equal(error.code, 'instanceLost');
      assert.ok(error.cause instanceof WebAssembly.RuntimeError);
      return true;
    });
    assert.equal(core.versions().document, 1);
    assert.equal(engine.call({ op: 'versions' }).ok, true);
    assert.equal(hours.add(0, 1), due);
    assert.deepEqual(hours.addAll([0], 1), Float64Array.of(due));
  }
  assert.notEqual(glue.initSync(), first, 'another instance');
  assert.equal(JSON.stringify(engine.opened), opened);
  engine.free();
});

test('an engine of a lost instance can be forgotten without harm', async () => {
  const { inside } = await part('instance.js');
  let engine = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;
  assert.throws(() => inside(trap), { code: 'instanceLost' });
  engine.free();
  engine = undefined;
  // The finaliser of the old object must not free an address of the new instance.
  for (let n = 0; n < 5; n += 1) {
    globalThis.gc?.();
    await new Promise((done) => { setTimeout(done, 5); });
  }
  assert.equal(core.versions().document, 1);
});

test('an error of the caller is not taken for a trap', async () => {
  const { inside } = await part('instance.js');
  const before = glue.initSync();
  assert.throws(() => inside(() => { throw new TypeError('mine'); }), TypeError);
  assert.equal(glue.initSync(), before);
});

test('the slim entry shares one instance and one promise', async () => {
  // In a process of its own: here the module has been started already.
  const program = write('slim.mjs', `
    import assert from 'node:assert/strict';
    import { readFileSync } from 'node:fs';
    import { fileURLToPath } from 'node:url';
    import * as slim from 'incident-core/slim';
    assert.throws(() => slim.versions(), { code: 'notReady' });
    await assert.rejects(slim.init(7), { code: 'sourceUnknown' });
    const bytes = readFileSync(fileURLToPath(import.meta.resolve('incident-core/core.wasm')));
    const [one, two] = [slim.init(bytes), slim.init(bytes)];
    assert.equal(one, two);
    await one;
    slim.initSync(bytes);
    console.log(JSON.stringify(slim.call({ op: 'versions' })));
  `);
  assert.equal((await run('node', [program])).trim(), core.callText('{"op":"versions"}'));
});
