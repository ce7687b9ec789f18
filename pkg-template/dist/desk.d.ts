// What the entry `incident-core/desk` knows beside. The build puts this behind its types.

/** How urgent the clocks of a ticket make it, the most urgent first. */
export type QueueClass = 'breached' | 'atRisk' | 'running' | 'paused' | 'untimed' | 'resolved';

/** What tickets are ordered by. */
export type OrderBy = 'class' | 'priority' | 'due' | 'forecast' | 'opened';

export interface DeskSettings {
  /** The weightiest first; `class`, `priority`, `due`, `forecast` if absent. */
  readonly order?: readonly OrderBy[];
  /** From which forecast on a running ticket is at risk, in millionths; 500,000 if absent. */
  readonly riskFrom?: number;
}

/** Which tickets are asked for: those of which all that is given is true. */
export interface QueueFilter {
  readonly class?: QueueClass;
  readonly kind?: Kind;
  readonly stateType?: StateType;
  readonly state?: string;
  readonly priority?: string;
  readonly group?: string;
  readonly assignee?: string;
  readonly service?: string;
  /** Anything else; the desk remembers for which tickets it was true. */
  readonly condition?: Condition;
}

/** A ticket in a queue, and why it stands where it does. */
export interface QueueRow {
  /** Its place, from 1. */
  readonly rank: number;
  readonly id: string;
  readonly version: number;
  readonly class: QueueClass;
  /** The code of the reason; its text is made of this row. */
  readonly reason:
    | 'desk.breached'
    | 'desk.warned'
    | 'desk.forecast'
    | 'desk.running'
    | 'desk.neverDue'
    | 'desk.paused'
    | 'desk.untimed'
    | 'desk.resolved';
  /** By what it comes behind the ticket before it. */
  readonly behind?: OrderBy | 'id';
  /** The decisive target. */
  readonly agreement?: string;
  readonly target?: string;
  /** When it is due, or was; absent while it waits with time left. */
  readonly dueAt?: string;
  /** What is left of it, of the agreement's time; negative once it is too late. */
  readonly remainingMs?: number;
  /** In millionths. */
  readonly forecast?: number;
  readonly priority?: string;
  readonly kind: Kind;
  readonly state: string;
  readonly stateType: StateType;
  readonly group?: string;
  readonly assignee?: string;
  readonly service?: string;
  /** The reason in words and parameters, if it was asked for. */
  readonly why?: CoreError;
}

export interface QueueRequest {
  readonly now: number;
  /** All if absent. */
  readonly limit?: number;
  /** How many to pass over. */
  readonly offset?: number;
  readonly filter?: QueueFilter;
  /** Whether each row says why in words. */
  readonly reasons?: boolean;
}

/** How many tickets there are of each class. */
export interface DeskTally {
  readonly total: number;
  readonly breached: number;
  readonly atRisk: number;
  readonly running: number;
  readonly paused: number;
  readonly untimed: number;
  readonly resolved: number;
}

export interface DeskCounts {
  readonly all: DeskTally;
  /** `of` is null for the tickets without one. */
  readonly groups: readonly { readonly of: string | null; readonly tally: DeskTally }[];
  readonly priorities: readonly { readonly of: string | null; readonly tally: DeskTally }[];
}

/** What became of tickets that were put on a desk. */
export interface Loaded {
  readonly held: number;
  readonly replaced: number;
  /** Closed or canceled: a desk holds none of them. */
  readonly ended: number;
  readonly refused: number;
  /** The path begins with the line, from 0. */
  readonly findings: readonly CoreError[];
}

/** What became of a ticket to which something happened. */
export interface Placed {
  /** Whether the desk still holds it: not if it has ended. */
  readonly held: boolean;
  readonly replaced: boolean;
  /** `desk.stateUnknown`, if the policy does not have its state. */
  readonly finding?: CoreError;
}

/**
 * The open tickets of a team under one policy, kept in order while events arrive and time passes.
 * It lives in the instance: after a trap it throws `instanceLost`. Free it when it is done with.
 */
export interface Desk {
  readonly length: number;
  /** Puts a ticket on the desk, or in the place of the one with its identifier. */
  put(ticket: Ticket): Answer<Loaded>;
  /** The same of many, JSON lines. */
  load(lines: Uint8Array): Answer<Loaded>;
  /** Applies events that happened to a ticket. */
  apply(id: string, events: readonly Event[]): Answer<Placed>;
  /** Decides, and applies what the command causes; `id` is null for `open`. */
  decide(
    id: string | null,
    command: Command,
    context: Context,
  ): Answer<{ readonly events: readonly Event[]; readonly held: boolean }>;
  remove(id: string): boolean;
  /** How probably it will miss a target, in millionths; null for unknown. */
  setForecast(id: string, millionths: number | null): Answer<null>;
  queue(request: QueueRequest): Answer<readonly QueueRow[]>;
  /** The tickets to which time alone causes something by then: give them `tick`. */
  due(now: number): Answer<readonly string[]>;
  /** Gives `tick` to at most `limit` of them. */
  tick(
    actor: Actor,
    now: number,
    limit?: number,
  ): Answer<readonly { readonly id: string; readonly events?: readonly Event[]; readonly errors?: readonly CoreError[] }[]>;
  counts(now: number): Answer<DeskCounts>;
  /** When an answer next becomes another one by itself; undefined if never. */
  nextChangeAt(now: number): number | undefined;
  ticket(id: string): Ticket | null;
  free(): void;
}

/** What an engine of this entry can do beside. */
export interface Engine {
  /** An empty desk. */
  desk(settings?: DeskSettings): Answer<Desk>;
}
