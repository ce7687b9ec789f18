/** The name of an operation. */
export type Operation =
  | 'add'
  | 'assess'
  | 'between'
  | 'checkPolicy'
  | 'decide'
  | 'evolve'
  | 'forecast'
  | 'isOpen'
  | 'limits'
  | 'messages'
  | 'nextClose'
  | 'nextOpen'
  | 'openSegments'
  | 'preset'
  | 'prioritize'
  | 'prove'
  | 'rebase'
  | 'subtract'
  | 'verify'
  | 'versions';

/** What is asked: the operation, and its arguments beside it. */
export interface Request {
  readonly op: Operation;
  readonly [argument: string]: unknown;
}

/** Why an input was refused, or what a check found. Branch on `code`; show `message` and `help`. */
export interface CoreError {
  /** Stable: never reused for another meaning. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** A JSON Pointer (RFC 6901) into the request; empty for all of it. */
  readonly path: string;
  readonly message: string;
  readonly help?: string;
  /** The facts of this case, as the texts use them: what a translation needs. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Accepted<T> {
  readonly ok: true;
  readonly value: T;
}

export interface Refused {
  readonly ok: false;
  readonly errors: readonly CoreError[];
}

/** What can be expected to go wrong is a value, not an exception. */
export type Answer<T> = Accepted<T> | Refused;

export interface Versions {
  /** Of the crate, and of this package. */
  readonly crate: string;
  /** Of the policy document's form. */
  readonly document: number;
  /** The release of the time zone database. */
  readonly tzdb: string;
}

/** What is said of a policy that was accepted. */
export interface Verdict {
  readonly id: string;
  readonly digest: string;
  readonly warnings: readonly CoreError[];
}

/** A row of a log: the line of the file on which it begins, and its cells. */
export interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** How often a move was refused that the log shows. */
export interface RefusedMove {
  readonly from: string;
  readonly to: string;
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

/** The figures of a log under a policy. */
export interface Summary {
  readonly incidents: number;
  readonly events: number;
  readonly reopens: number;
  readonly matrixMismatches: number;
  readonly transitions: Readonly<Record<string, number>>;
  readonly reassignments: { readonly recorded: number; readonly visible: number; readonly unseen: number };
  readonly unknownStates: Readonly<Record<string, number>>;
  readonly refusals: readonly RefusedMove[];
  readonly sla: { readonly met: number; readonly missed: number; readonly mismatches: number };
}

/** What a replay has to say so far. */
export interface Figures {
  readonly summary: Summary;
  /** The figures as a page of text. */
  readonly report: string;
  /** The SHA-256 of every event: two replays that decided alike have the same. */
  readonly digest: string;
  /** What was wrong with rows; they were left out. */
  readonly findings: readonly CoreError[];
}

/** A ServiceNow audit log on its way through a policy. Free it when it is done with. */
export interface Replay {
  /** Takes in at most 10,000 rows; gives the events that they make, one JSON line each. */
  push(rows: readonly Row[]): Answer<string>;
  figures(): Figures;
  free(): void;
}

/** A checked policy that answers requests about it. Immutable; free it when it is done with. */
export interface Engine {
  readonly opened: Answer<Verdict>;
  call<T = unknown>(request: Request): Answer<T>;
  callText(text: string): string;
  /** When `span` ms of a calendar's open time have passed since `start`; NaN if there is no such time. */
  add(calendar: string, start: number, span: number): number;
  /** As `add`, for many starts at once. */
  addAll(calendar: string, starts: Iterable<number> | ArrayLike<number>, span: number): Float64Array;
  /** The open time in ms; NaN if an instant is out of range or the calendar unknown. */
  between(calendar: string, from: number, to: number): number;
  /**
   * Begins a replay of a log with these columns, whose local times are those of `zone`. For engines
   * of the entry `incident-core/replay`, which has a module of its own; others throw `notInModule`.
   */
  replay(request: { readonly header: readonly string[]; readonly zone: string }): Answer<Replay>;
  free(): void;
}

/** Answers one request that brings its own policy, if it needs one. */
export declare function call<T = unknown>(request: Request): Answer<T>;

/** As `call`, JSON text in and JSON text out: the very bytes that the Rust crate gives. */
export declare function callText(text: string): string;

export declare function versions(): Versions;

/** Checks a policy (a document, or its JSON text) and opens an engine for it. */
export declare function openEngine(policy: string | object): Answer<Engine>;

/** What misuse of this package throws. */
export type FaultCode =
  | 'freed'
  | 'instanceLost'
  | 'notInModule'
  | 'notInteger'
  | 'notJson'
  | 'notReady'
  | 'notString'
  | 'sourceFailed'
  | 'sourceUnknown';

export declare class IncidentCoreError extends Error {
  readonly name: 'IncidentCoreError';
  readonly code: FaultCode;
  /** A JSON Pointer into what was passed; empty for all of it. */
  readonly path: string;
}
