import core = require('incident-core');

const answer = core.call({ op: 'between', calendar: '24x7', from: 0, to: 1 });
if (answer.ok) {
  const open: number = answer.value;
  void open;
}

import store = require('incident-core/store');
import forms = require('incident-core/forms');
void [store.countdown({ stage: 'met', remainingMs: null }).label, forms.policySchema(core)['~standard'].version];
