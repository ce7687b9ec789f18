import { bind } from './api.js';
import { ensure } from './instance.js';
import { compiled } from './source.js';

let module;
let pending;

export const { call, callText, openEngine, versions, IncidentCoreError } = bind(() => module);

export function initSync(source) {
  module ??= source instanceof WebAssembly.Module ? source : new WebAssembly.Module(source);
  ensure();
}

export function init(source) {
  pending ??= compiled(source).then(initSync).catch((cause) => {
    pending = undefined;
    throw cause;
  });
  return pending;
}
