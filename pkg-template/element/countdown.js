import { countdown, shownUntil } from '../store/countdown.js';
import { clockOf } from '../store/view.js';
import { clear, paint } from './face.js';
import { join } from './pulse.js';

const CALM = '(prefers-reduced-motion: reduce)';
const PROPERTIES = ['store', 'view'];

/** On a server there are no elements: the module loads, and nothing is defined. */
const Base = globalThis.HTMLElement ?? class {};

/** `<sla-countdown>`: one clock as text, of a store, of a view, or of its attributes. */
export class SlaCountdown extends Base {
  static observedAttributes = ['due-at', 'stage', 'remaining-ms', 'agreement', 'target'];

  #store;
  #view;
  #leave;
  #level;

  get store() {
    return this.#store;
  }

  set store(store) {
    this.#store = store ?? undefined;
    this.#restart();
  }

  get view() {
    return this.#view;
  }

  set view(view) {
    this.#view = view ?? undefined;
    this.#restart();
  }

  connectedCallback() {
    // What a program set before the element was defined would hide what is defined here.
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    this.#restart();
  }

  disconnectedCallback() {
    this.#leave?.();
    this.#leave = undefined;
  }

  attributeChangedCallback() {
    this.#restart();
  }

  #restart() {
    this.disconnectedCallback();
    if (!this.isConnected) return;
    if (this.#store) this.#follow(this.#store);
    else if (this.#view) this.#show(this.#view);
    else this.#count();
  }

  #follow(store) {
    const show = () => this.#show(this.#chosen(store.getSnapshot()));
    this.#leave = store.subscribe(show);
    show();
  }

  /** The clock that the attributes name, or the decisive one. */
  #chosen(snapshot) {
    const [agreement, target] = ['agreement', 'target'].map((name) => {
      return this.getAttribute(name) ?? undefined;
    });
    return clockOf(snapshot, { agreement, target });
  }

  /** Counts to an instant, in the time of clocks: of working hours only a store knows. */
  #count() {
    const stage = this.getAttribute('stage') ?? 'running';
    const dueAt = this.getAttribute('due-at');
    const rest = Number.parseFloat(this.getAttribute('remaining-ms') ?? '');
    const due = Date.parse(dueAt ?? '');
    if (Number.isNaN(due) || stage === 'paused') {
      this.#show({ stage, dueAt: null, remainingMs: rest });
      return;
    }
    const at = (now) => ({ stage, dueAt, remainingMs: due - now });
    this.#show(at(Date.now()));
    this.#leave = join({
      until: (now) => shownUntil([at(now)], now),
      show: (now) => this.#show(at(now)),
    });
  }

  #show(view) {
    if (view === undefined) {
      clear(this);
      this.#level = undefined;
      return;
    }
    const seconds = !globalThis.matchMedia(CALM).matches;
    const shown = countdown(view, { seconds });
    paint(this, view, shown);
    if (this.#level !== undefined && this.#level !== shown.level) {
      const detail = { level: shown.level, previous: this.#level, label: shown.label };
      this.dispatchEvent(new CustomEvent('levelchange', { bubbles: true, composed: true, detail }));
    }
    this.#level = shown.level;
  }
}

/** Makes the element known to this page; once more does nothing. */
export function defineSlaCountdown(name = 'sla-countdown') {
  const { customElements } = globalThis;
  if (!customElements || customElements.get(name)) return;
  // A class can be defined once only.
  customElements.define(name, class extends SlaCountdown {});
}
