// Asks the worker, which holds all tickets and the big modules; one for the page.
import { lastAnswer, loaded } from '../core/meter.js';

let worker;
let number = 0;
const open = new Map();
let hearing = () => {};

/** Calls `listener(news)` when another tab has changed the tickets that the worker holds. */
export function hear(listener) {
  hearing = listener;
}

function started() {
  if (worker) return worker;
  worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module', name: 'desk' });
  worker.addEventListener('message', ({ data }) => {
    const { id, ok, value, error, spent, modules, news } = data;
    if (news) {
      hearing(news);
      return;
    }
    const { resolve, reject } = open.get(id);
    open.delete(id);
    if (spent > 0) lastAnswer.value = spent;
    modules.forEach(loaded);
    if (ok) resolve(value);
    else reject(Object.assign(new Error(error.message), error));
  });
  worker.addEventListener('error', (event) => {
    for (const { reject } of open.values())
      reject(new Error(event.message || 'the worker did not start'));
    open.clear();
  });
  return worker;
}

/** Asks a method of a topic; an answer of the core comes as it is, `ok` or not. */
export function work(topic, method, request = {}) {
  return new Promise((resolve, reject) => {
    number += 1;
    open.set(number, { resolve, reject });
    started().postMessage({ id: number, topic, method, request });
  });
}
