import type {
  Answer, CoreError, Instant, InstantInput, Kind, Stage, Ticket, Versions,
} from '../index.js';

export type { Accepted, Answer, CoreError, Refused, Versions } from '../index.js';

/** The name of an operation. */
export type Operation = keyof Operations;

/** What is asked: the operation, and its arguments beside it. */
export type Request<O extends Operation = Operation> = { readonly op: O } & Operations[O]['request'];

/** Answers one request. */
export declare function call<O extends Operation>(request: Request<O>): Answer<Operations[O]['value']>;

/** As `call`, JSON text in and JSON text out: the very bytes that the Rust crate gives. */
export declare function callText(text: string): string;

export declare function versions(): Versions;

/** What misuse of this entry throws. */
export type FaultCode =
  | 'freed' | 'instanceLost' | 'notBytes' | 'notJson' | 'notReady' | 'notString';

export declare class IncidentCoreError extends Error {
  readonly name: 'IncidentCoreError';
  readonly code: FaultCode;
  /** A JSON Pointer into what was passed; empty for all of it. */
  readonly path: string;
}

/** A row of the message catalogue. */
export interface Template {
  readonly code: string;
  readonly severity: CoreError['severity'];
  readonly message: string;
  readonly help: string;
}

/**
 * Rows as a list, or as lines of JSON; bytes and texts may be cut anywhere, and `finish` then says
 * that the last line is whole.
 */
export type Rows<T> = readonly T[] | Uint8Array | string;

// What is counted.

export type Metric =
  | 'timeToDetect' | 'timeToAcknowledge' | 'timeToRespond' | 'timeToRepair' | 'timeToRestore'
  | 'timeToResolve' | 'timeToClose' | 'backlogAge' | 'timeBetweenFailures' | 'timeBetweenIncidents'
  | 'firstContactResolution' | 'reopenRate' | 'reassignmentRate' | 'slaCompliance' | 'targetElapsed'
  | 'holdShare' | 'timeInState' | 'timeInGroup' | 'costOfDelay' | 'flow';

/** What a metric means, once. */
export interface Definition {
  readonly metric: Metric;
  readonly name: string;
  readonly unit: 'milliseconds' | 'share' | 'money' | 'tickets';
  readonly numerator: string;
  readonly denominator: string;
  readonly leftOut: string;
  /** What becomes of those that are not over. */
  readonly censoring: string;
  readonly source: string;
}

export type Dimension = 'priority' | 'group' | 'service' | 'category' | 'kind' | 'month';

/** What an hour costs while a ticket is open. The first row that fits a ticket counts. */
export interface CostRate {
  readonly priority?: string;
  readonly service?: string;
  /** In smallest units of the currency. */
  readonly perHour: number;
}

/** The names of the facts that say when something began and when it was noticed. */
export interface FactNames {
  readonly occurredAt?: string;
  readonly detectedAt?: string;
}

export interface MetricSettings {
  /** The end of what is known: tickets count as they stood then. */
  readonly asOf: InstantInput;
  /** The zone of months and days; `Etc/UTC` if absent. */
  readonly zone?: string;
  /** `from` belongs to it, `to` does not. */
  readonly period?: { readonly from: InstantInput; readonly to: InstantInput };
  readonly selectBy?: 'opened' | 'resolved' | 'closed';
  readonly kinds?: readonly Kind[];
  /** Each by one to three dimensions. */
  readonly groupBy?: readonly (readonly Dimension[])[];
  /** From 1 to 99; 50, 90 and 95 if absent. */
  readonly percentiles?: readonly number[];
  /** `histogram`: at most 1 % off, in bounded memory. */
  readonly precision?: 'exact' | 'histogram';
  readonly flowBy?: 'month' | 'day';
  readonly costs?: readonly CostRate[];
  readonly facts?: FactNames;
}

/** A target of a ticket, as `assess` says under `clocks`. */
export interface TargetStanding {
  readonly agreement: string;
  readonly target: string;
  readonly stage: Stage;
  readonly elapsedMs?: number;
  readonly withinMs?: number;
}

/** All that the metrics ask of a ticket, for hosts whose tickets have no events. */
export interface Case {
  readonly id: string;
  readonly kind: Kind;
  readonly title?: string;
  readonly priority?: string;
  readonly group?: string;
  readonly service?: string;
  readonly category?: string;
  readonly occurredAt?: InstantInput;
  readonly detectedAt?: InstantInput;
  readonly openedAt: InstantInput;
  readonly acknowledgedAt?: InstantInput;
  readonly respondedAt?: InstantInput;
  readonly restoredAt?: InstantInput;
  readonly resolvedAt?: InstantInput;
  readonly closedAt?: InstantInput;
  readonly canceled?: boolean;
  /** When it was done, taken up again, done again and so on. */
  readonly turns?: readonly InstantInput[];
  readonly handovers?: number;
  readonly requesterMessages?: number;
  readonly openMs?: number;
  readonly activeMs?: number;
  readonly holdMs?: Readonly<Record<string, number>>;
  readonly stateMs?: Readonly<Record<string, number>>;
  readonly groupMs?: Readonly<Record<string, number>>;
  readonly targets?: readonly TargetStanding[];
}

/** A ticket with its history, or what the metrics ask of it. */
export type MetricLine =
  | { readonly ticket: Ticket; readonly targets?: readonly TargetStanding[] }
  | { readonly case: Case };

// What comes out.

/** Exact beyond 64 bits: the digits of a whole number. */
export type Digits = string;

export interface Percentile {
  readonly percent: number;
  /** `null` if it is beyond what has been seen. */
  readonly ms: number | null;
}

export interface Age {
  readonly count: number;
  readonly sumMs: Digits;
  readonly meanMs: number | null;
  readonly leastMs: number | null;
  readonly mostMs: number | null;
  readonly percentiles: readonly Percentile[];
}

/** Those that are not over: how many, and for how long at most. */
export interface OpenOnes {
  readonly count: number;
  readonly longestMs: number | null;
}

export interface Named {
  readonly name: string;
  readonly share: number | null;
  readonly time: Age;
}

export interface FlowFigure {
  /** The month or the day. */
  readonly at: string;
  readonly opened: number;
  readonly done: number;
  readonly reopened: number;
  readonly backlog: number;
}

/** The figures of some tickets. */
export interface Slice {
  /** A value for each dimension; `null` for tickets that have none. */
  readonly values: readonly (string | null)[];
  readonly tickets: number;
  readonly canceled: number;
  readonly done: number;
  readonly reopens: number;
  readonly handovers: number;
  readonly times: readonly {
    readonly metric: Metric;
    readonly over: Age;
    readonly open: OpenOnes;
    /** The percentiles of Kaplan and Meier, in which those that are not over have a part. */
    readonly survival: readonly Percentile[];
    readonly unknown: number;
    readonly contradictory: number;
  }[];
  readonly rates: readonly {
    readonly metric: Metric;
    readonly numerator: number;
    readonly denominator: number;
    readonly share: number | null;
  }[];
  readonly targets: readonly {
    readonly agreement: string;
    readonly target: string;
    readonly met: number;
    readonly missed: number;
    readonly breached: number;
    readonly open: number;
    readonly apart: number;
    readonly share: number | null;
    readonly elapsed: Age;
    readonly running: OpenOnes;
  }[];
  readonly openMs: Digits;
  readonly hold: readonly Named[];
  readonly states: readonly Named[];
  readonly groups: readonly Named[];
  readonly between: {
    readonly services: number;
    readonly failures: number;
    readonly gaps: number;
    readonly startToStartMs: Digits;
    readonly timeBetweenIncidentsMs: number | null;
    readonly upMs: Digits;
    readonly timeBetweenFailuresMs: number | null;
  };
  readonly cost?: { readonly tickets: number; readonly total: Digits; readonly mean: number | null };
  readonly backlog: Age;
  readonly flow: readonly FlowFigure[];
}

export interface Figures {
  readonly asOf: Instant;
  readonly tickets: number;
  readonly later: number;
  readonly otherKinds: number;
  readonly refused: number;
  /** All tickets together, then the groupings of the settings. */
  readonly groupings: readonly {
    readonly by: readonly Dimension[];
    readonly overfull: boolean;
    readonly cells: readonly Slice[];
  }[];
}

/** Which of the tickets behind a figure. */
export interface TicketRequest {
  readonly metric: Metric;
  readonly part?: 'counted' | 'rest' | 'open' | 'unknown' | 'contradictory';
  readonly by?: readonly Dimension[];
  readonly values?: readonly (string | null)[];
  /** The state, the group, the reason or the service. */
  readonly name?: string;
  readonly agreement?: string;
  readonly target?: string;
  /** For `flow`. */
  readonly turn?: 'opened' | 'done' | 'reopened' | 'backlog';
  /** For `flow`: `2026-03` or `2026-03-01`; all that is known if absent. */
  readonly at?: string;
  readonly skip?: number;
  readonly most?: number;
}

export interface Listing {
  /** How many there are, listed or not. */
  readonly count: number;
  /** For `flow`: how often it happened to them, which is the figure. */
  readonly times?: number;
  /** The longest or the most frequent first. */
  readonly tickets: readonly { readonly id: string; readonly ms?: number; readonly times?: number }[];
}

/** What was counted: `state` of a handle as a document. Its form is not for reading. */
export interface MetricState {
  readonly version: number;
  readonly [member: string]: unknown;
}

// The month.

export interface ReportedProblem {
  readonly title: string;
  readonly tickets?: readonly string[];
  /** What speaks for it, one sentence each. */
  readonly evidence?: readonly string[];
}

export interface OverdueAction {
  readonly action: string;
  readonly review?: string;
  readonly owner?: string;
  readonly dueAt: InstantInput;
}

export interface PolicyFinding {
  readonly code: string;
  readonly path?: string;
  readonly message: string;
}

export interface ReportDraft {
  /** For example `2026-03`. */
  readonly month: string;
  readonly zone?: string;
  /** The last instant that is known of a month that is not over. */
  readonly asOf?: InstantInput;
  readonly title?: string;
  readonly kinds?: readonly Kind[];
  readonly costs?: readonly CostRate[];
  readonly facts?: FactNames;
  /** How many rows the lists have; 10 if absent. */
  readonly rows?: number;
  readonly problems?: readonly ReportedProblem[];
  readonly actions?: readonly OverdueAction[];
  readonly findings?: readonly PolicyFinding[];
}

export interface Top {
  readonly name: string | null;
  readonly count: number;
  readonly earlier: number;
  readonly earlierDays: number;
  readonly pValue: number | null;
  readonly significant: boolean;
}

export interface Trend {
  readonly of:
    | 'opened' | 'done' | 'backlog' | 'slaCompliance' | 'firstContactResolution' | 'reopenRate'
    | 'reassignmentRate' | 'timeToResolve';
  /** The reported month last. */
  readonly months: readonly { readonly month: string; readonly value: number | null; readonly of?: number }[];
  readonly direction: 'up' | 'down' | 'level' | null;
  readonly test: 'poisson' | 'fisher' | 'mannWhitney' | null;
  readonly pValue: number | null;
  /** At 5 %, all comparisons of the report together. */
  readonly significant: boolean;
  readonly longRun: { readonly direction: 'up' | 'down' | 'level'; readonly pValue: number } | null;
}

export interface Breach {
  readonly id: string;
  readonly title?: string;
  readonly priority?: string;
  readonly group?: string;
  readonly agreement: string;
  readonly target: string;
  readonly open: boolean;
  readonly withinMs: number | null;
  readonly elapsedMs: number | null;
  readonly overMs: number | null;
  /** Where the time went, the largest part first, and what happened on the way. */
  readonly why: readonly {
    readonly kind: 'queued' | 'onHold' | 'group' | 'reopened' | 'handedOver';
    readonly name?: string;
    readonly ms?: number;
    readonly count?: number;
  }[];
}

export interface Report {
  readonly month: string;
  readonly title?: string;
  readonly zone: string;
  readonly asOf: Instant;
  readonly volumes: {
    readonly opened: number;
    readonly done: number;
    readonly reopened: number;
    readonly backlog: number;
    readonly backlogBefore: number;
  };
  readonly resolved: Slice | null;
  readonly byPriority: readonly Slice[];
  readonly trends: readonly Trend[];
  readonly categories: readonly Top[];
  readonly services: readonly Top[];
  readonly groups: readonly Top[];
  readonly breaches: readonly Breach[];
  readonly days: readonly FlowFigure[];
  readonly problems: readonly ReportedProblem[];
  readonly actions: readonly OverdueAction[];
  readonly findings: readonly PolicyFinding[];
}

/** `html`: one file without scripts, its charts inside, made for A4. */
export type ReportFormat = 'data' | 'markdown' | 'html';

/** Tickets on their way into figures. Call `free` when it is done with. */
export interface Metrics {
  /** Takes in tickets; what is refused is among the findings of `figures`. */
  push(tickets: Rows<MetricLine>): void;
  /** Takes in the last line, though its end did not come. */
  finish(): void;
  /** Adds what another one counted. */
  merge(state: string): Answer<null>;
  /** What was counted, as JSON text: the same bytes however the tickets were shared out. */
  state(): string;
  figures(): { readonly figures: Figures; readonly findings: readonly CoreError[] };
  /** The tickets behind a figure; it must have been opened with `lists`. */
  tickets(request: TicketRequest): Answer<Listing>;
  /**
   * The report about a month; it must have been opened with `lists`, as of the last instant of the
   * month, or of one within it, if it is not over.
   */
  report(report: ReportDraft, format?: 'data'): Answer<Report>;
  report(report: ReportDraft, format: 'markdown' | 'html'): Answer<string>;
  free(): void;
}

/** With `lists` it keeps what it takes in, to list the tickets behind each figure. */
export declare function openMetrics(
  settings: MetricSettings,
  options?: { readonly lists?: boolean },
): Answer<Metrics>;

interface Count {
  readonly settings: MetricSettings;
  readonly tickets?: readonly MetricLine[];
  readonly states?: readonly MetricState[];
}

/** Every operation of this entry. */
export interface Operations {
  /** The message catalogue of this entry. */
  messages: { request: object; value: readonly Template[] };
  metricDefinitions: { request: object; value: readonly Definition[] };
  /** What was counted, to be put together with more. */
  metricState: { request: Count; value: MetricState };
  /** The tickets behind a figure. */
  metricTickets: {
    request: {
      readonly settings: MetricSettings;
      readonly tickets: readonly MetricLine[];
      readonly of: TicketRequest;
    };
    value: Listing;
  };
  metrics: { request: Count; value: Figures };
  report: {
    request: {
      readonly report: ReportDraft;
      readonly format?: ReportFormat;
      readonly tickets: readonly MetricLine[];
    };
    value: Report | string;
  };
  versions: { request: object; value: Versions };
}
