import { ready } from './handle.js';
import { inside } from './instance.js';
import { Kept } from './kept.js';
import { Signals } from './signals.js';
import { textOf } from './text.js';

export function openSignals(settings = {}) {
  const text = typeof settings === 'string' ? settings : textOf(settings);
  return ready(inside((core) => new Signals(new core.Signals(text))));
}

export function openStatutes(pack = null) {
  return ready(new Kept(textOf(pack), 'pack', (core, text) => new core.Statutes(text)));
}
