import { ready } from './handle.js';
import { inside } from './instance.js';
import { Metrics } from './metrics.js';
import { textOf } from './text.js';

export function openMetrics(settings, { lists = false } = {}) {
  const text = textOf({ settings, lists });
  return ready(inside((core) => new Metrics(new core.Metrics(text))));
}
