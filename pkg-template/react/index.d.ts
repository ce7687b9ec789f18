import type { Ticket } from '../index.js';
import type { Desk } from '../desk/index.js';
import type {
  Assessor,
  Countdown,
  CountdownOptions,
  QueueQuestion,
  QueueSnapshot,
  SlaView,
  Store,
  StoreOptions,
  TicketSnapshot,
  TicketStoreOptions,
} from '../store/index.js';

/** The view of any store of `incident-core/store`. */
export declare function useStore<Snapshot>(store: Store<Snapshot>): Snapshot;

/**
 * Where a ticket stands, now and as time passes. `serverNow` is compared with the client's clock
 * when it is first given, and again when it is another one.
 */
export declare function useTicket(
  engine: Assessor,
  ticket: Ticket,
  options?: TicketStoreOptions,
): TicketSnapshot;

export interface SlaClockOptions extends TicketStoreOptions {
  /** Which clock; the decisive one if neither this nor `target` is given. */
  readonly agreement?: string;
  readonly target?: string;
  readonly shown?: CountdownOptions;
}

/** A clock and what is shown of it. */
export interface SlaClock extends SlaView {
  /** Whether it is the present. If not, no time runs yet: show `dueAt`. */
  readonly live: boolean;
  readonly countdown: Countdown;
}

/** One clock of a ticket; null if there is none. */
export declare function useSlaClock(
  engine: Assessor,
  ticket: Ticket,
  options?: SlaClockOptions,
): SlaClock | null;

/** The ranked tickets of a desk. After the desk has changed, give another `revision`. */
export declare function useQueue(
  desk: Pick<Desk, 'queue' | 'counts' | 'nextChangeAt'>,
  options?: QueueQuestion & StoreOptions & { readonly revision?: unknown },
): QueueSnapshot;
