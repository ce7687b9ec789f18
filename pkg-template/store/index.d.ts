import type {
  Actor,
  Answer,
  Assessment,
  ClockState,
  CoreError,
  Instant,
  InstantInput,
  Linked,
  Operations,
  Request,
  Stage,
  Ticket,
} from '../index.js';
import type { Desk, DeskCounts, QueueClass, QueueRequest, QueueRow } from '../desk/index.js';

/** Whom a store asks: an engine of any entry that can assess. */
export interface Assessor {
  call(request: Request<'assess'>): Answer<Operations['assess']['value']>;
}

/** What has led to a clock's standing, as the core says it. */
export interface SlaReason {
  /** How long it may take, as the policy writes it. */
  readonly within?: string | undefined;
  /** The priority that sets the target. */
  readonly priority?: string | undefined;
  /** Why it cannot be told when it is due. */
  readonly finding?: CoreError | undefined;
  /** In which state it waits, and for what. */
  readonly state?: string | undefined;
  readonly holdReason?: string | undefined;
  /** Of a row of a queue: why it stands where it does, if the request asks for reasons. */
  readonly why?: CoreError | undefined;
}

/** A clock as a screen shows it. */
export interface SlaView {
  readonly agreement?: string | undefined;
  readonly target?: string | undefined;
  /** The clock's stage; of a row of a queue the row's class. */
  readonly stage: Stage | QueueClass;
  /** Whether time counts: not while paused, nor outside working hours. Of a row it is not known. */
  readonly counting?: boolean | undefined;
  /** Of the agreement's time, negative once it is too late; null if there is none, or none yet. */
  readonly remainingMs: number | null;
  readonly percent: number | null;
  /** Null while it waits: the instant moves as long as the pause lasts. */
  readonly dueAt: Instant | null;
  readonly reason: SlaReason;
  readonly nextChangeAt: Instant | null;
}

/** One clock of an assessment as a view. `later` is the same clock a millisecond later. */
export declare function slaView(
  clock: ClockState,
  ticket?: Pick<Ticket, 'state' | 'holdReason'>,
  later?: ClockState,
): SlaView;

/** How urgent a clock is to who looks at it. `closed`: nothing is left to do about it. */
export type CountdownLevel = 'calm' | 'soon' | 'urgent' | 'breached' | 'paused' | 'closed';

export interface Countdown {
  /** `2h 15m`, late `-5m 10s`; empty if there is no time to show. */
  readonly text: string;
  readonly level: CountdownLevel;
  /** The same in words: `2h 15m left, outside hours`. */
  readonly label: string;
  /** Paused, or outside hours: for a sign beside the colour. */
  readonly standsStill: boolean;
}

export interface CountdownOptions {
  /** Below which rest it is `soon`; an hour if absent. */
  readonly soonMs?: number;
  /** Below which rest it is `urgent`; half an hour if absent. */
  readonly urgentMs?: number;
  /** Whether seconds are shown below an hour; true if absent. */
  readonly seconds?: boolean;
}

/** What a desk is used to see of a clock: two units at most, rounded down. */
export declare function countdown(
  view: Pick<SlaView, 'stage' | 'remainingMs' | 'counting'>,
  options?: CountdownOptions,
): Countdown;

/** The part of a `Document` that a store looks at. */
export interface Page {
  readonly visibilityState: string;
  readonly defaultView?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null;
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

export interface StoreOptions {
  /** The clock, in milliseconds since 1970; `Date.now` if absent. */
  readonly now?: () => number;
  /** What the server's clock shows as the store is made: the client's may be wrong. */
  readonly serverNow?: InstantInput;
  /** For which instant a server renders; it must reach the client with the page. */
  readonly renderedAt?: InstantInput;
  /** Whose visibility stops the timer; the program's document, if it has one. */
  readonly page?: Page;
}

export interface TicketStoreOptions extends StoreOptions {
  /** For whom moves are offered; somebody without a role if absent. */
  readonly actor?: Actor;
  readonly linked?: readonly Linked[];
}

/** A view that time changes. It has one timer while it is listened to and visible, else none. */
export interface Store<Snapshot> {
  /** Listens to changes; the function that it returns ends that. */
  subscribe(listener: () => void): () => void;
  /** The same object until it is another view. */
  getSnapshot(): Snapshot;
  /** What server and client show alike before a clock is known: no time that runs. */
  getServerSnapshot(): Snapshot;
  /** Looks again, now. */
  refresh(): void;
  /** What the server's clock shows at this moment. */
  tell(serverNow: InstantInput): void;
}

export interface TicketSnapshot {
  /** The instant of the view, in milliseconds since 1970. */
  readonly at: number;
  /** Whether it is the present, not what was rendered elsewhere. */
  readonly live: boolean;
  /** Why there is nothing to see. */
  readonly errors: readonly CoreError[];
  readonly assessment?: Assessment | undefined;
  readonly clocks: readonly SlaView[];
  /** The clock to show where there is room for one. */
  readonly strictest?: SlaView | undefined;
}

/** The clock of a snapshot that is named, or else the decisive one. */
export declare function clockOf(
  snapshot: Pick<TicketSnapshot, 'clocks' | 'strictest'>,
  named?: { readonly agreement?: string | undefined; readonly target?: string | undefined },
): SlaView | undefined;

export interface TicketStore extends Store<TicketSnapshot> {
  /** Shows the ticket as it is now. */
  put(ticket: Ticket): void;
}

/** The view of one ticket. */
export declare function ticketStore(
  engine: Assessor,
  ticket: Ticket,
  options?: TicketStoreOptions,
): TicketStore;

/** What is asked of a queue; the store adds the instant. */
export type QueueQuestion = Omit<QueueRequest, 'now'>;

export interface QueueSnapshot {
  /** The instant of the view; null if none is known yet. */
  readonly at: number | null;
  readonly live: boolean;
  readonly errors: readonly CoreError[];
  readonly rows: readonly (QueueRow & { readonly sla: SlaView })[];
  readonly counts: DeskCounts | null;
}

export interface QueueStore extends Store<QueueSnapshot> {
  /** Shows the answer to another question. */
  ask(question: QueueQuestion): void;
}

/** The view of a team's open tickets. After the desk has changed, `refresh` it. */
export declare function queueStore(
  desk: Pick<Desk, 'queue' | 'counts' | 'nextChangeAt'>,
  question?: QueueQuestion,
  options?: StoreOptions,
): QueueStore;
