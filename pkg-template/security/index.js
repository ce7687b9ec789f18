import { bind } from './api.js';
import { bytesOf } from './base64.js';
import { base64 } from './core.base64.js';

// Compiled while the module loads: workers of some hosts may not compile later.
export const { call, callText, openSignals, versions, IncidentCoreError } = bind(
  () => new WebAssembly.Module(bytesOf(base64)),
);
