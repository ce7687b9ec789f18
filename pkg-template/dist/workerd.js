import { bind } from './api.js';
import module from './core.wasm';

// Such a host compiles the module itself and forbids it to programs.
export const { call, callText, openEngine, versions, IncidentCoreError } = bind(() => module);
