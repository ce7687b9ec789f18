import { bind } from './api.js';
import * as handles from './handles.js';

export const { call, callText, openMetrics, versions, IncidentCoreError } = bind(
  (core, text) => core.insight(text),
  handles,
);
