import core = require('incident-core');

const answer = core.call<number>({ op: 'between' });
if (answer.ok) {
  const open: number = answer.value;
  void open;
}
