/** The name of an operation. */
export type Operation = keyof Operations;

/** What is asked: the operation, and its arguments beside it. */
export type Request<O extends Operation = Operation> = { readonly op: O } & Operations[O]['request'];

/** Why an input was refused, or what a check found. Branch on `code`; show `message` and `help`. */
export interface CoreError {
  /** Stable: never reused for another meaning. */
  readonly code: string;
  /** `note`: a line of a reading, about which nothing is to be done. */
  readonly severity: 'error' | 'warning' | 'note';
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

/** What a record has to say so far. */
export interface RecordFigures {
  /**
   * Of the same log under the same policy as `Replay` has it, save for what only the log says:
   * `events` counts lines, states have the policy's names, and `reassignments.recorded` is what is
   * visible. No source is there to say otherwise: `sla.mismatches` is 0.
   */
  readonly summary: Summary;
  readonly report: string;
  /** What was wrong with lines. Those that could not be read, or continue nothing, were left out. */
  readonly findings: readonly CoreError[];
}

/**
 * A record on its way through a policy: JSON lines as `Replay` gives them, folded as they happened.
 * It keeps the events of every ticket. Free it when it is done with.
 */
export interface RecordReplay {
  /** Takes in the next bytes, UTF-8, cut anywhere. Anything but a `Uint8Array` throws `notBytes`. */
  push(bytes: Uint8Array): Answer<null>;
  /** As if the record ended here: the last line needs no end, and may still go on. */
  figures(): RecordFigures;
  free(): void;
}

/** How many tickets, and how many of them two policies make something else of. */
export interface Tally {
  readonly tickets: number;
  readonly differing: number;
  readonly newlyBreached: number;
  readonly newlyMet: number;
}

/** A ticket of which two policies make something else: a line of a comparison. */
export interface Flip {
  readonly ticket: string;
  readonly breach?: 'newlyBreached' | 'newlyMet';
  readonly differences: readonly Difference[];
  /** The moves that only one of the two refuses. */
  readonly moves?: readonly {
    readonly from: string;
    readonly to: string;
    /** Whether it is the other policy that refuses it. */
    readonly newly: boolean;
    readonly message: string;
  }[];
  readonly proofs: readonly { readonly path: string; readonly from: Proof | null; readonly to: Proof | null }[];
}

/** A log on its way through two policies. Free it when it is done with. */
export interface Comparison {
  /** Takes in at most 10,000 rows; gives a JSON line for each ticket that was judged and differs. */
  push(rows: readonly Row[]): Answer<string>;
  /** Judges what is still open: there are no more rows. */
  finish(): string;
  figures(): {
    readonly totals: {
      readonly all: Tally;
      readonly byPriority: Readonly<Record<string, Tally>>;
      readonly byGroup: Readonly<Record<string, Tally>>;
      readonly byMonth: Readonly<Record<string, Tally>>;
      readonly rowsAfterEnd: number;
    };
    readonly findings: readonly CoreError[];
  };
  free(): void;
}

/** Instants in milliseconds since 1970, or spans in milliseconds. A `Float64Array` is fastest. */
export type Milliseconds = Float64Array | Iterable<number> | ArrayLike<number>;

/**
 * The working hours of a policy: instants in milliseconds since 1970, spans in milliseconds. It is
 * the fast way to one answer, and lives as long as its engine.
 *
 * Of one instant, a number that is not whole is misuse and throws. Of many, it is answered by NaN
 * where it stood, as is an instant out of range.
 */
export interface Calendar {
  /** When `span` of open time has passed since `start`; NaN if there is no such time. */
  add(start: number, span: number): number;
  /** The latest instant from which `span` of open time passes until `end`; NaN if there is none. */
  subtract(end: number, span: number): number;
  /** The open time; negative if `to` is the earlier one, NaN if an instant is out of range. */
  between(from: number, to: number): number;
  /** Whether it is open; at the closing instant it is not. */
  isOpen(at: number): boolean;
  /** The first instant, `at` included, at which it is open; NaN if it never is again. */
  nextOpen(at: number): number;
  /** The next instant at which it closes; NaN if it never does again. */
  nextClose(at: number): number;
  /** As `add`, from each start. */
  addAll(starts: Milliseconds, span: number): Float64Array;
  /** As `subtract`, from each end. */
  subtractAll(ends: Milliseconds, span: number): Float64Array;
  /** As `between`, of each pair; there must be as many `froms` as `tos`. */
  betweenAll(froms: Milliseconds, tos: Milliseconds): Float64Array;
  /** The open time from each start to `now`. */
  elapsedAll(starts: Milliseconds, now: number): Float64Array;
  /** What is left of `span` at `now`, from each start; negative if it is overdue. */
  remainingAll(starts: Milliseconds, span: number, now: number): Float64Array;
}

/** Places in the list of a column's values, row by row. */
export type Codes = Uint8Array | Uint16Array | Uint32Array | readonly number[];

/** What may stand in the columns of a table. */
export interface TableColumns {
  /**
   * By field the values that it has in some row, each once; `null` for none. Beside facts these may
   * be `kind`, and for moves `state`, `holdReason`, `priority`, `unanswered`, `responded` and
   * `lastEvent`. A field without a column has no value in any row. At most 10,000 values a field.
   */
  readonly fields: Readonly<Record<string, readonly Value[]>>;
  /** The moves that rows ask for. */
  readonly moves?: readonly {
    readonly to: string;
    readonly holdReason?: string;
    readonly facts?: Facts;
  }[];
  /** Who asks for them; nobody with a role if absent. */
  readonly actors?: readonly Actor[];
}

/** Rows, column by column. A column with one entry needs no codes. */
export interface CodedRows {
  readonly fields?: Readonly<Record<string, Codes>>;
  readonly moves?: Codes;
  readonly actors?: Codes;
}

/** What rows come to: each row's code is a place in `outcomes`. */
export interface Coded<Outcome> {
  readonly outcomes: readonly Outcome[];
  readonly codes: Uint32Array;
}

/** What a row's classification by one field comes to. */
export type Classed =
  | { readonly value: string }
  | { readonly undetermined: 'noRule' | 'belowThreshold' | 'tooClose' };

/** What a row's wish to move comes to. */
export type Moved =
  | {
    readonly moved: {
      readonly from: string;
      readonly to: string;
      readonly stateType: StateType;
      readonly holdReason?: string;
      readonly reopens?: boolean;
    };
  }
  | { readonly refused: readonly CoreError[] };

/**
 * Many rows at once, as numbers: answered as `classify`, `prioritize` and `decide` answer each, but
 * for the reasons. Free it when it is done with.
 */
export interface Table {
  /** The columns in the order in which `decideRow` takes their codes. */
  readonly columns: readonly string[];
  /** What rows are about: field by field, `kind` first. */
  classify(rows: CodedRows): Answer<readonly ({ readonly field: string } & Coded<Classed>)[]>;
  /** Their priorities; without `level` if a fact is missing. A row without a kind is an incident. */
  prioritize(rows: CodedRows): Answer<Coded<{ readonly level?: string }>>;
  /**
   * Whether tickets may make moves. What columns cannot say is missing: of a move that linked
   * tickets, approvals or the time in a state guard, the outcome is `lifecycle.factMissing`. The
   * list of outcomes grows from call to call; codes keep their meaning.
   */
  decide(rows: CodedRows): Answer<Coded<Moved>>;
  /** The same of one row, which has a code for each of `columns`. */
  decideRow(codes: readonly number[]): Answer<Moved>;
  free(): void;
}

/** A checked policy that answers requests about it. Immutable; free it when it is done with. */
export interface Engine {
  readonly opened: Answer<Verdict>;
  /** Refuses a request that brings a policy of its own. */
  call<O extends Operation>(request: Request<O>): Answer<Operations[O]['value']>;
  callText(text: string): string;
  /** The calendar with this identifier; undefined if the policy has none. */
  calendar(id: string): Calendar | undefined;
  /** As of that calendar, and NaN if the policy has none. The following ones likewise. */
  add(calendar: string, start: number, span: number): number;
  between(calendar: string, from: number, to: number): number;
  addAll(calendar: string, starts: Milliseconds, span: number): Float64Array;
  betweenAll(calendar: string, froms: Milliseconds, tos: Milliseconds): Float64Array;
  elapsedAll(calendar: string, starts: Milliseconds, now: number): Float64Array;
  remainingAll(calendar: string, starts: Milliseconds, span: number, now: number): Float64Array;
  /**
   * Begins a replay of a log with these columns, whose local times are those of `zone`. For engines
   * of the entry `incident-core/analysis`, which has a module of its own; others throw `notInModule`.
   */
  replay(request: { readonly header: readonly string[]; readonly zone: string }): Answer<Replay>;
  /** Begins a replay of a record of our own, JSON lines. As `replay`, for `incident-core/analysis`. */
  replayRecord(): Answer<RecordReplay>;
  /**
   * Begins a comparison of another policy with this one over a log, as `replay` does. Each ticket
   * of which the other makes something else is a JSON line, a `Flip`.
   */
  compare(
    other: Engine,
    request: { readonly header: readonly string[]; readonly zone: string },
  ): Answer<Comparison>;
  /** Makes columns ready for rows of codes. For engines of `incident-core/analysis`, too. */
  table(columns: TableColumns): Answer<Table>;
  free(): void;
}

/** Answers one request that brings its own policy, if it needs one. */
export declare function call<O extends Operation>(request: Request<O>): Answer<Operations[O]['value']>;

/** As `call`, JSON text in and JSON text out: the very bytes that the Rust crate gives. */
export declare function callText(text: string): string;

export declare function versions(): Versions;

/** Checks a policy (a document, or its JSON text) and opens an engine for it. */
export declare function openEngine(policy: string | object): Answer<Engine>;

/** What misuse of this package throws. */
export type FaultCode =
  | 'codesMissing'
  | 'columnUnknown'
  | 'freed'
  | 'instanceLost'
  | 'lengthsDiffer'
  | 'notBytes'
  | 'notCodes'
  | 'notEngine'
  | 'notInModule'
  | 'notInteger'
  | 'notJson'
  | 'notNumbers'
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
