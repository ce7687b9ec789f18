import { bytesOf } from './base64.js';
import { base64 } from './core.base64.js';
import { IncidentCoreError } from './fault.js';
import { ensure, inside, startWith } from './instance.js';
import { string, textOf } from './text.js';

/**
 * The functions that an entry exports, over what answers a text, with those that open its handles.
 * They are made in the entry and not re-exported by it: a bundler that may drop modules without side
 * effects would drop the start with them.
 */
export function bind(answer, handles) {
  // Compiled while the module loads: workers of some hosts may not compile later.
  startWith(() => new WebAssembly.Module(bytesOf(base64)));
  ensure();
  return { ...handles, call, callText, versions, IncidentCoreError };

  function callText(text) {
    string(text, 'text');
    return inside((core) => answer(core, text));
  }

  function call(request) {
    return JSON.parse(callText(textOf(request)));
  }

  function versions() {
    return call({ op: 'versions' }).value;
  }
}
