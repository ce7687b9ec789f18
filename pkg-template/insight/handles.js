import { ready } from './handle.js';
import { inside } from './instance.js';
import { Metrics } from './metrics.js';
import { textOf } from './text.js';

export function openMetrics(begin) {
  const text = textOf(begin);
  return ready(inside((core) => new Metrics(new core.Metrics(text))));
}
