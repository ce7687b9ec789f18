/** The name of an operation. */
export type Operation =
  | 'add'
  | 'assess'
  | 'between'
  | 'checkPolicy'
  | 'decide'
  | 'evolve'
  | 'isOpen'
  | 'limits'
  | 'messages'
  | 'nextClose'
  | 'nextOpen'
  | 'openSegments'
  | 'preset'
  | 'prioritize'
  | 'subtract'
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
