// What the entry `incident-core/analysis` knows beside. The build puts this behind its types.

/** One operation of a JSON Patch (RFC 6902). */
export type Patch =
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'replace'; readonly path: string; readonly value: string };

/** What a policy probably does not mean, and what would settle it. */
export interface Finding {
  readonly finding: CoreError;
  /** The change that settles it, if one is certain. Each stands for itself. */
  readonly fix?: readonly Patch[];
}

/** A question about every life that a ticket can have. */
export type Question =
  | { readonly type: 'never'; readonly condition: Condition }
  /** Without a condition: that it is closed or canceled. */
  | { readonly type: 'canReach'; readonly condition?: Condition }
  | { readonly type: 'atMostReopens'; readonly reopens: number };

/** One step of a life, and where the ticket then stands. */
export interface Stop {
  readonly step:
    | Command
    | { readonly type: 'timer'; readonly timer: string }
    | { readonly type: 'targetWarned' }
    | { readonly type: 'targetBreached' };
  readonly state: string;
  readonly holdReason?: string;
  readonly priority?: string;
  /** Of those that make a difference. */
  readonly facts?: Facts;
}

export interface ModelAnswer {
  readonly holds: boolean;
  /** A shortest life against it. */
  readonly path?: readonly Stop[];
  /** How many different tickets were looked at. */
  readonly tickets: number;
  /** The fields that make a difference. */
  readonly fields: readonly string[];
}

/** A proof, and what it says. */
export interface Proven {
  readonly proof: Proof;
  /** What it says line by line; show each `message`. */
  readonly reading: readonly CoreError[];
}

/** A command that was given offline, and who gave it. */
export interface Pending {
  readonly command: Command;
  readonly actor: Actor;
}

/** Commands on top of what happened meanwhile. */
export interface Rebased extends UnderPolicy {
  /** After all that was accepted; `null` if nothing records it. */
  readonly ticket: Ticket | null;
  /** What became of each command, in their order. */
  readonly verdicts: readonly (
    | { readonly accepted: true; readonly events: readonly Event[] }
    | { readonly accepted: false; readonly errors: readonly CoreError[] }
  )[];
}

/** A bound of the crate. */
export interface Limit {
  readonly name: string;
  readonly maximum: number;
  readonly protects: string;
}

/** A row of the message catalogue. */
export interface Template {
  readonly code: string;
  readonly severity: CoreError['severity'];
  readonly message: string;
  readonly help: string;
}

/** The smallest changes of facts that would give another priority. */
export interface WhyNot {
  readonly wanted: string;
  /** The priority that the facts give; `null` if one is missing. */
  readonly level: string | null;
  /** Each by itself enough; none if it has that priority, or if no change of three fields gives it. */
  readonly changes: readonly (readonly { readonly field: string; readonly from: Value; readonly to: Value }[])[];
  /** Whether there were more ways to try than are tried. */
  readonly cut: boolean;
}

/** What the rules make of a report. */
export interface Explained {
  readonly classified: Classified;
  /** The kind that is given, else the one that the rules find, else an incident. */
  readonly kind: Kind;
  readonly priority: Priority;
  readonly whyNot?: WhyNot;
  readonly policy: string;
}

/** What this entry is asked beside the operations of `incident-core`. */
export interface Operations {
  /** What a report is about, its priority, and why it has not the one under `whyNot`. */
  explain: {
    request: InPolicy & { readonly kind?: Kind; readonly facts: Facts; readonly whyNot?: string };
    value: Explained;
  };
  checkModel: { request: InPolicy & { readonly question: Question }; value: ModelAnswer };
  /**
   * The lifecycle as text; of `xstate` it is the JSON of a machine's configuration. Or all of the
   * policy as a handbook in Markdown, with what the linter finds at `now`: that needs the document
   * itself, also from an engine.
   */
  export: {
    request:
      | (InPolicy & { readonly format: 'mermaid' | 'dot' | 'xstate'; readonly now?: InstantInput })
      | { readonly policy: PolicySource; readonly format: 'markdown'; readonly now: InstantInput };
    value: string;
  };
  lint: {
    request: { readonly policy: PolicySource; readonly now: InstantInput };
    value: readonly Finding[];
  };
  /** The proof of a clock at an instant. */
  prove: {
    request: InPolicy & {
      readonly ticket: Ticket;
      readonly agreement: string;
      readonly target: string;
      readonly now: InstantInput;
    };
    value: Proven;
  };
  /** With a ticket, also whether the proof is that ticket's. */
  verify: { request: InPolicy & { readonly ticket?: Ticket; readonly proof: Proof }; value: true };
  /** The ticket that a record of decisions makes (`incident-core/security`), each decided again. */
  replayDecisions: { request: InPolicy & { readonly record: string }; value: Ticket };
  /** Every bound of the crate. */
  limits: { request: object; value: readonly Limit[] };
  /** The message catalogue: every finding that there can be. */
  messages: { request: object; value: readonly Template[] };
  /** Commands given offline, on top of what happened meanwhile. */
  rebase: {
    request: InPolicy & {
      /** The ticket that the client had. */
      readonly ticket?: Ticket | null;
      /** What has happened since then. */
      readonly events: readonly Event[];
      readonly pending: readonly Pending[];
      readonly now: InstantInput;
    };
    value: Rebased;
  };
}

/** Which columns of a log say what. Cells that are empty, or `?`, are not known. */
export interface LogColumns {
  readonly ticket: string;
  readonly state: string;
  /** A finer state within it. */
  readonly detail?: string;
  readonly at: string;
  readonly openedAt?: string;
  readonly resolvedAt?: string;
  readonly closedAt?: string;
  readonly impact?: string;
  readonly urgency?: string;
  readonly priority?: string;
  readonly met?: string;
  readonly onHold?: string;
}

/** The same hours on each of some days. */
export interface HoursWindow {
  readonly days: 'monToFri' | 'everyDay';
  readonly from: string;
  /** At or before `from`, it lies on the next day. */
  readonly to: string;
}

export interface FoundCell {
  readonly impact: string;
  readonly urgency: string;
  /** What most rows say; absent if none says anything. */
  readonly priority?: string;
  readonly support: number;
  /** What other rows say, and how many. */
  readonly exceptions?: readonly (readonly [string, number])[];
  /** What the draft has where no row says it. */
  readonly filled?: string;
}

export interface FoundState {
  readonly state: string;
  readonly detail?: string;
  readonly type: StateType;
  readonly byName?: StateType;
  readonly confirmed: boolean;
  readonly rows: number;
  readonly visits: number;
  readonly first: number;
  readonly last: number;
  /** Too rare to be a state of the process; the draft leaves it out. */
  readonly setApart: boolean;
}

export interface FoundTransition {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly backward: boolean;
}

/** One reading of the waits between resolution and closing. Spans are text, `120h 5m`. */
export interface Crowd {
  readonly waitsFrom: 'lastEntry' | 'lastRow';
  readonly counting: 'calendarTime' | 'workingDays';
  readonly stretch: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly permille: number;
}

export interface Waited {
  readonly ticket: string;
  readonly waited: string;
}

export interface FoundTarget {
  readonly priority: string;
  readonly within: string;
  readonly from: string;
  /** What is too long; absent if nothing is. */
  readonly to?: string;
  readonly met: number;
  readonly missed: number;
  readonly errors: number;
  readonly barelyIdentified: boolean;
}

export interface HoursReading {
  readonly window: HoursWindow;
  readonly targets: readonly FoundTarget[];
  readonly trainErrors: number;
  readonly testErrors: number;
  readonly exceptions: readonly string[];
}

export interface FoundHours {
  readonly verdict: 'hoursIdentified' | 'hoursNotIdentifiable';
  readonly doubts?: readonly ('plainHoursTie' | 'nothingToTestOn' | 'notConfirmed')[];
  readonly train: number;
  readonly test: number;
  readonly anchors: readonly {
    readonly anchor: 'resolved' | 'closed';
    readonly trainErrors: number;
    readonly ties: number;
  }[];
  readonly anchor: 'resolved' | 'closed';
  readonly step: 15 | 60;
  readonly ties: readonly { readonly window: HoursWindow; readonly testErrors: number }[];
  readonly tiedTestErrors: { readonly min: number; readonly median: number; readonly max: number };
  readonly chosen: HoursReading;
  readonly plain: HoursReading;
}

/** What a log obeys, with the support and the exceptions of each part. */
export interface FoundPolicy {
  readonly rows: number;
  readonly tickets: number;
  readonly outOfOrder: number;
  readonly matrix?: {
    readonly impact: readonly string[];
    readonly urgency: readonly string[];
    readonly priority: readonly string[];
    readonly rows: number;
    readonly exceptions: number;
    readonly cells: readonly FoundCell[];
  };
  readonly states: readonly FoundState[];
  readonly transitions: readonly FoundTransition[];
  readonly finerTransitions?: readonly FoundTransition[];
  readonly backward: number;
  readonly autoClose?: {
    readonly tickets: number;
    readonly delay: string;
    /** Whether at least half of the tickets wait so long: only then the draft has a timer. */
    readonly clear: boolean;
    readonly best: Crowd;
    readonly readings: readonly Crowd[];
    /** Of 5, 25, 50, 75 and 95 of a hundred tickets. */
    readonly percentiles: readonly string[];
    readonly earlier: number;
    readonly later: number;
    readonly earliest: readonly Waited[];
    readonly latest: readonly Waited[];
  };
  readonly hours?: FoundHours;
  /** A policy document. */
  readonly draft: object;
  /** Why the draft is no policy yet. */
  readonly refused?: readonly CoreError[];
}

/** A log that is being read for the policy that it obeys. Free it when it is done with. */
export interface Discovery {
  /** Takes in at most 10,000 rows. */
  push(rows: readonly Row[]): Answer<string>;
  figures(): { readonly discovery: FoundPolicy; readonly findings: readonly CoreError[] };
  free(): void;
}

/**
 * Begins a discovery over a log with these columns, whose local times and working hours are those
 * of `zone`. Hours are sought on the `train` tickets opened first, else on three quarters, and
 * tried on the rest. The entry `incident-core` throws `notInModule`.
 */
export declare function discover(request: {
  readonly header: readonly string[];
  readonly zone: string;
  readonly columns?: LogColumns;
  readonly train?: number;
}): Answer<Discovery>;
