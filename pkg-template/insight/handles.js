import { ready } from './handle.js';
import { inside } from './instance.js';
import { Forecasts, Problems, SimilarIndex, Suggestions } from './past.js';
import { bytes, textOf } from './text.js';

export function openIndex(settings = {}) {
  const text = textOf(settings);
  return ready(inside((core) => new SimilarIndex(new core.Similar(text))));
}

export function loadIndex(stored) {
  const given = bytes(stored, 'stored');
  return ready(inside((core) => new SimilarIndex(core.Similar.load(given))));
}

export function openForecasts(settings = {}) {
  const text = textOf(settings);
  return ready(inside((core) => new Forecasts(new core.Breach(text))));
}

export function openProblems(settings = {}) {
  const text = textOf(settings);
  return ready(inside((core) => new Problems(new core.Problem(text))));
}

export function openSuggestions(settings = {}) {
  const text = textOf(settings);
  return ready(inside((core) => new Suggestions(new core.Suggest(text))));
}
