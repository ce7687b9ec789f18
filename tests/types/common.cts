import core = require('incident-core');

const answer = core.call({ op: 'between', calendar: '24x7', from: 0, to: 1 });
if (answer.ok) {
  const open: number = answer.value;
  void open;
}
