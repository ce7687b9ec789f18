import { init, versions } from 'incident-core/slim';
import wasm from 'incident-core/core.wasm?url';

import { agree, COUNT } from './agree.js';
import { files, verify } from './verify.js';
import { file, milliseconds } from './view.js';

const at = (id) => document.getElementById(id);
const total = { passed: 0, failed: 0, took: 0 };

function show() {
  at('passed').textContent = total.passed;
  at('failed').textContent = total.failed;
  at('duration').textContent = milliseconds(total.took);
}

function filter() {
  const only = at('failures').checked;
  at('list').classList.toggle('failures-only', only);
  at('none').hidden = !only || total.failed > 0;
}

async function run() {
  at('files').textContent = files.length;
  for (const group of files) {
    const result = verify(group);
    total.passed += result.passed;
    total.failed += result.failed;
    total.took += result.took;
    at('list').append(file(result));
    show();
    // Lets the page draw between two files.
    await new Promise((done) => {
      setTimeout(done);
    });
  }
  const failed = total.failed > 0;
  at('verdict').dataset.state = failed ? 'failed' : 'passed';
  at('word').textContent = failed ? `${total.failed} answers differ` : 'Every answer is equal';
  filter();
}

async function decide() {
  at('decide').disabled = true;
  // Lets the page draw before it is busy.
  await new Promise((done) => {
    setTimeout(done, 50);
  });
  const begun = performance.now();
  const { bytes, digest } = await agree();
  at('digest').textContent = digest;
  at('decided').textContent =
    `${COUNT} commands, ${bytes} bytes of answers, ` + milliseconds(performance.now() - begun);
  at('decide').disabled = false;
}

at('failures').addEventListener('change', filter);
at('decide').addEventListener('click', decide);
await init(new URL(wasm, document.baseURI));
const { crate, document: form, tzdb } = versions();
at('versions').textContent =
  `incident-core ${crate} · policy document ${form} · time zones ${tzdb}`;
run();
