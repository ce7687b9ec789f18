import { IncidentCoreError } from './fault.js';
import { ensure, inside, startWith } from './instance.js';
import { Signals } from './signals.js';
import { string, textOf } from './text.js';

/** The functions that the entry exports, over an instance that `start` makes. */
export function bind(start) {
  startWith(start);
  ensure();
  return { call, callText, openSignals, versions, IncidentCoreError };

  function callText(text) {
    string(text, 'text');
    return inside((core) => core.secure(text));
  }

  function call(request) {
    return JSON.parse(callText(textOf(request)));
  }

  function versions() {
    return call({ op: 'versions' }).value;
  }

  function openSignals(settings = {}) {
    const text = typeof settings === 'string' ? settings : textOf(settings);
    const signals = inside((core) => new Signals(new core.Signals(text)));
    const { opened } = signals;
    if (opened.ok) return { ok: true, value: signals };
    signals.free();
    return opened;
  }
}
