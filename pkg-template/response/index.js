import { bytesOf } from './base64.js';
import { base64 } from './core.base64.js';
import { IncidentCoreError } from './fault.js';
import { ensure, inside, startWith } from './instance.js';
import { string, textOf } from './text.js';

// Compiled while the module loads: workers of some hosts may not compile later.
startWith(() => new WebAssembly.Module(bytesOf(base64)));
ensure();

export { IncidentCoreError };

export function callText(text) {
  string(text, 'text');
  return inside((core) => core.secure(text));
}

export function call(request) {
  return JSON.parse(callText(textOf(request)));
}

export function versions() {
  return call({ op: 'versions' }).value;
}
