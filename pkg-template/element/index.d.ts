import type { CountdownLevel, SlaView, TicketStore } from '../store/index.js';

/** What a `levelchange` says: for the one region of a page that announces. */
export interface LevelChange {
  readonly level: CountdownLevel;
  readonly previous: CountdownLevel;
  /** `29m 59s left`. */
  readonly label: string;
}

/**
 * `<sla-countdown>`: one clock as text, in a `<time role="timer">` that is never live. It has no
 * style of its own: `data-level` and `data-stands-still` say how to dress it.
 *
 * It shows the clock of a `store` that the attributes `agreement` and `target` name, or else the
 * decisive one; or a `view`; or it counts to the instant in `due-at`, in calendar time.
 */
export declare class SlaCountdown extends HTMLElement {
  store: TicketStore | undefined;
  view: SlaView | undefined;
}

/** Makes the element known to this page, as `sla-countdown` if absent. Does nothing on a server. */
export declare function defineSlaCountdown(name?: string): void;

declare global {
  interface HTMLElementTagNameMap {
    'sla-countdown': SlaCountdown;
  }
  interface GlobalEventHandlersEventMap {
    levelchange: CustomEvent<LevelChange>;
  }
}
