import { ready } from './handle.js';
import { Kept } from './kept.js';
import { textOf } from './text.js';

export function openPlan(plan) {
  return ready(new Kept(textOf(plan), 'plan', (core, text) => new core.Plan(text)));
}
