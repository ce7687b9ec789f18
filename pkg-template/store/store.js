import { Alarm } from './alarm.js';
import { pageOf } from './page.js';
import { ServerTime } from './time.js';

const MINUTE = 60_000;

/** What was thrown, as the errors of an answer. What is no fault of the package is thrown on. */
function errorsOf(fault) {
  if (typeof fault?.code !== 'string' || typeof fault.path !== 'string') throw fault;
  const { code, path, message } = fault;
  return [{ code, severity: 'error', path, message, params: {} }];
}

/**
 * A view that time changes: `look(now)` gives its `snapshot` and when it is otherwise at `next`.
 * It has one timer while somebody listens and the page can be seen, and none else.
 */
export class Store {
  #look;
  #blank;
  #time;
  #page;
  #alarm;
  #unwatch;
  #listeners = new Set();
  #seen;

  /** `blank` is the rest of a snapshot if there is nothing to see. */
  constructor(look, blank, { now = Date.now, serverNow, page } = {}) {
    this.#look = look;
    this.#blank = blank;
    this.#time = new ServerTime(now);
    this.#time.tell(serverNow);
    this.#page = pageOf(page);
    this.#alarm = new Alarm(
      () => this.#time.now(),
      () => this.refresh(),
    );
    // They are handed on without their store.
    this.subscribe = this.subscribe.bind(this);
    this.getSnapshot = this.getSnapshot.bind(this);
  }

  subscribe(listener) {
    // The same function may listen twice, and stop once.
    const entry = { listener };
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.#stop();
    };
  }

  /** The view as it was last looked at; the same object until it is another view. */
  getSnapshot() {
    this.#seen ??= this.#looked();
    return this.#seen.snapshot;
  }

  /** Looks again, now. */
  refresh() {
    this.#seen = this.#looked();
    this.#schedule();
    for (const { listener } of [...this.#listeners]) listener();
  }

  /** What the server's clock shows at this moment. */
  tell(serverNow) {
    this.#time.tell(serverNow);
    this.refresh();
  }

  #looked() {
    const now = this.#time.now();
    try {
      return this.#look(now);
    } catch (fault) {
      return { snapshot: { ...this.#blank, at: now, live: true, errors: errorsOf(fault) } };
    }
  }

  #start() {
    this.#unwatch = this.#page.watch(() => {
      if (this.#page.visible()) this.refresh();
      else this.#alarm.set(undefined);
    });
    // Nobody saw the time pass since the last look.
    this.#seen = this.#renewed();
    this.#schedule();
  }

  /** The last view if it still holds, so that who has just shown it need not show it again. */
  #renewed() {
    const { next, snapshot } = this.#seen ?? {};
    const now = this.#time.now();
    const holds = snapshot !== undefined && now >= snapshot.at && !(now >= next);
    return holds ? this.#seen : this.#looked();
  }

  #stop() {
    this.#unwatch();
    this.#alarm.set(undefined);
  }

  #schedule() {
    if (this.#listeners.size === 0 || !this.#page.visible()) return;
    const { next, snapshot } = this.#seen;
    // A change that is said to be over, or at no instant, must not keep the program busy.
    const isToCome = next === undefined || next > snapshot.at;
    this.#alarm.set(isToCome ? next : snapshot.at + MINUTE);
  }
}
