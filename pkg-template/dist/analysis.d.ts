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

export interface Operations {
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
  limits: { request: object; value: readonly Limit[] };
  messages: { request: object; value: readonly Template[] };
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
