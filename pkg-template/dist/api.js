import { Engine, known } from './engine.js';
import { IncidentCoreError } from './fault.js';
import { ready } from './handle.js';
import { ensure, inside, startWith } from './instance.js';
import { Discovery } from './replay.js';
import { string, textOf } from './text.js';

/**
 * The functions that an entry exports, over an instance that `start` makes. They are made in the
 * entry and not re-exported by it: a bundler that may drop modules without side effects would drop
 * the start with them.
 */
export function bind(start) {
  startWith(start);
  ensure();
  return { call, callText, discover, openEngine, versions, IncidentCoreError };

  function callText(text) {
    string(text, 'text');
    return inside((core) => core.answer(text));
  }

  function call(request) {
    return JSON.parse(callText(textOf(request)));
  }

  function versions() {
    // Only one module makes objects by itself; where text does, the other is the smaller for it.
    return inside((core) => core.versions?.() ?? JSON.parse(core.answer('{"op":"versions"}')).value);
  }

  function discover(request) {
    const text = textOf(request);
    return ready(inside((core) => new Discovery(new (known(core.Discovery))(text))));
  }

  function openEngine(policy) {
    return ready(new Engine(typeof policy === 'string' ? policy : textOf(policy)));
  }
}
