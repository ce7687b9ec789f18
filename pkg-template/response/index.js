import { bind } from './api.js';
import * as handles from './handles.js';

export const { call, callText, openPlan, versions, IncidentCoreError } = bind(
  (core, text) => core.secure(text),
  handles,
);
