import { bind } from './api.js';
import * as handles from './handles.js';

export const {
  call, callText, loadIndex, openForecasts, openIndex, openProblems, openSuggestions, versions,
  IncidentCoreError,
} = bind((core, text) => core.insight(text), handles);
