// What goes in at the door and what comes out of it. The build puts this behind index.d.ts.

/** An instant as text, `2026-01-09T17:00:00Z`, from 1970 to 9999. Answers are in UTC. */
export type Instant = string;

/** An instant in a request: text with its offset, or milliseconds since 1970. */
export type InstantInput = Instant | number;

/** A length of time as text, `4h 30m`. */
export type SpanText = string;

/** What a field of a ticket holds; `null` says that it holds nothing. */
export type Value = string | number | boolean | readonly string[] | null;

export type Facts = Readonly<Record<string, Value>>;

export type Kind =
  | 'incident'
  | 'serviceRequest'
  | 'problem'
  | 'knownError'
  | 'changeRequest'
  | 'event'
  | 'alert'
  | 'securityIncident';

/** What a state means, whatever a policy calls it. */
export type StateType = 'new' | 'active' | 'onHold' | 'resolved' | 'closed' | 'canceled';

export type Sender = 'requester' | 'support';

/** Local hours: `['09:00', '17:00']`. `24:00` is the end of the day. */
export type Hours = readonly [from: string, to: string];

/** Hours of a single date, `2026-01-01`. */
export interface DatedHours {
  readonly date: string;
  readonly intervals: readonly Hours[];
}

/** Working hours as a policy writes them. */
export interface CalendarDocument {
  readonly id?: string;
  /** The IANA name of the zone of every local time in it. */
  readonly zone: string;
  readonly hours: Readonly<Partial<Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', readonly Hours[]>>>;
  readonly holidays?: readonly { readonly date: string; readonly name?: string }[];
  readonly breaks?: readonly DatedHours[];
  readonly shifts?: readonly DatedHours[];
}

export interface Actor {
  readonly id: string;
  /** The roles that you vouch for, as the policy's guards name them. */
  readonly roles?: readonly string[];
}

/** A ticket that another is linked with, as you know it. */
export interface Linked {
  readonly id: string;
  /** What it is to the ticket that is decided about, for example `child`. */
  readonly relation: string;
  readonly kind: Kind;
  /** The state it is in, which may be another policy's. */
  readonly state: string;
  readonly stateType: StateType;
}

/** What a decision needs to know beside the ticket and the command. */
export interface Context {
  readonly now: InstantInput;
  readonly actor: Actor;
  /** When the command took effect, if that was earlier: it is recorded late then. */
  readonly tookEffectAt?: InstantInput;
  /** The version of the ticket that the actor saw; another one refuses the command. */
  readonly seenVersion?: number;
  /** Every ticket that it is linked with; without it, what depends on them is refused. */
  readonly linked?: readonly Linked[];
}

/** A priority that somebody gives, instead of the rules. */
export interface PriorityOverride {
  /** The level of the policy's scale; `null` leaves it to the rules again. */
  readonly level: string | null;
  /** Why. */
  readonly reason: string;
  /** From when on the rules decide again; none until somebody says so. */
  readonly until?: Instant;
}

/** What is done about a ticket as a major incident. All but `propose` may need a role. */
export type MajorIncidentAction = 'propose' | 'accept' | 'reject' | 'promote' | 'demote';

/** What the field `majorIncidentStatus` may hold. */
export type MajorIncidentStatus = 'candidate' | 'accepted' | 'rejected' | 'demoted';

/** What is said about a move that needs approvals. */
export interface Approve {
  /** The state that the move reaches. */
  readonly to: string;
  /** Whether it is approved; if not, an earlier approval of the same actor is taken back. */
  readonly granted: boolean;
  /** Why. */
  readonly reason?: string;
}

/** What a rule may ask the host to do. */
export type Action = 'assign' | 'notify' | 'escalate' | 'run';

/** What somebody wants to happen to a ticket. */
export type Command =
  | { readonly type: 'open'; readonly id: string; readonly kind: Kind; readonly from?: Sender; readonly facts?: Facts }
  | { readonly type: 'move'; readonly to: string; readonly holdReason?: string; readonly facts?: Facts }
  | { readonly type: 'changeFacts'; readonly facts: Facts }
  | { readonly type: 'assign'; readonly group?: string; readonly assignee?: string }
  | { readonly type: 'addMessage'; readonly from: Sender; readonly internal?: boolean; readonly text?: string }
  /** Gives it another priority than the rules, or leaves it to the rules again. */
  | {
      readonly type: 'overridePriority';
      /** The level of the policy's scale; without it the rules decide again. */
      readonly level?: string | null;
      /** Why; it must say something. */
      readonly reason: string;
      /** From when on the rules decide again; without it, as long as the policy lets it last. */
      readonly until?: InstantInput | null;
    }
  /** Proposes it as a major incident, or decides about that. */
  | { readonly type: 'majorIncident'; readonly action: MajorIncidentAction }
  /** Approves a move, or takes the approval back. */
  | ({ readonly type: 'approve' } & Approve)
  | { readonly type: 'correct'; readonly version: number; readonly tookEffectAt?: InstantInput; readonly reason?: string }
  | { readonly type: 'tick' };

/** What an event changed. */
export type Change =
  | {
      readonly type: 'opened';
      readonly id: string;
      readonly kind: Kind;
      readonly from?: Sender;
      readonly state: string;
      readonly stateType: StateType;
      readonly facts?: Facts;
      readonly priority?: string;
    }
  | {
      readonly type: 'stateChanged';
      readonly from: string;
      readonly to: string;
      readonly stateType: StateType;
      readonly holdReason?: string;
      readonly reopens?: boolean;
      /** The timer that caused it, if none of the actor's doing. */
      readonly timer?: string;
      /** Whether it was taken over from a foreign log although the policy refuses it. */
      readonly observed?: boolean;
    }
  | {
      readonly type: 'factsChanged';
      readonly changes: readonly { readonly field: string; readonly from: Value; readonly to: Value }[];
      readonly reassigns?: boolean;
    }
  | { readonly type: 'messageAdded'; readonly from: Sender; readonly internal?: boolean; readonly text?: string }
  | { readonly type: 'priorityChanged'; readonly from: string | null; readonly to: string | null }
  /** Somebody gave it another priority than the rules, or left it to the rules again. */
  | ({ readonly type: 'priorityOverridden' } & PriorityOverride)
  | {
      readonly type: 'targetWarned';
      readonly agreement: string;
      readonly target: string;
      readonly cycle: number;
      readonly warning: string;
    }
  | {
      readonly type: 'targetBreached';
      readonly agreement: string;
      readonly target: string;
      readonly cycle: number;
      readonly dueAt: Instant;
    }
  /** Somebody approved a move, or refused to. */
  | ({ readonly type: 'approved' } & Approve)
  /** A rule asks the host to do something. Only the host can, and nothing says that it did. */
  | {
      readonly type: 'actionRequested';
      /** The rule's identifier. */
      readonly rule: string;
      readonly action: Action;
      /** Who or what it is about: a group, a role, a script. */
      readonly target?: string;
    }
  | { readonly type: 'corrected'; readonly version: number; readonly tookEffectAt?: Instant; readonly reason?: string };

/** One thing that happened to a ticket: never changed, never removed. */
export interface Event {
  /** The ticket's version after it. */
  readonly version: number;
  /** When it took effect. */
  readonly at: Instant;
  /** When it was recorded, if later than that. */
  readonly recordedAt?: Instant;
  readonly actor: Actor;
  readonly change: Change;
}

/** An approval of a move. */
export interface Approval {
  /** The identifier of who approved. */
  readonly by: string;
  /** The state that the move reaches. */
  readonly to: string;
}

/** What an event was about, as conditions ask for it under `lastEvent`. */
export type EventType =
  | 'opened'
  | 'stateChanged'
  | 'factsChanged'
  | 'requesterMessage'
  | 'supportMessage'
  | 'internalNote'
  | 'priorityChanged'
  | 'priorityOverridden'
  | 'targetWarned'
  | 'targetBreached'
  | 'approved'
  | 'corrected';

/** A ticket as its events have made it. */
export interface Ticket {
  readonly id: string;
  readonly version: number;
  readonly kind: Kind;
  readonly state: string;
  readonly stateType: StateType;
  readonly stateSince: Instant;
  readonly holdReason?: string;
  readonly priority?: string;
  /** The priority that somebody gave it instead of the rules. */
  readonly priorityOverride?: PriorityOverride;
  /** The approvals of moves out of its state that stand. */
  readonly approvals?: readonly Approval[];
  readonly facts?: Facts;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly resolvedAt?: Instant;
  readonly closedAt?: Instant;
  /** Since when the requester waits for an answer. */
  readonly unansweredSince?: Instant;
  /** When the support first answered. */
  readonly respondedAt?: Instant;
  /** What its last event was about; a request to the host is none. */
  readonly lastEvent: EventType;
  readonly reassignments: number;
  readonly reopens: number;
  readonly history: readonly Event[];
}

/** Something that is otherwise after a late event or a correction than it was before. */
export interface Difference {
  /** A JSON Pointer such as `/clocks/standard/resolve/dueAt`. */
  readonly path: string;
  readonly from: Value;
  readonly to: Value;
}

/** With a decision: what decided. */
export interface UnderPolicy {
  /** The digest of the policy that decided. */
  readonly policy: string;
}

export interface Decision extends UnderPolicy {
  readonly events: readonly Event[];
  /** The ticket after them; `null` if nothing records it. */
  readonly ticket: Ticket | null;
  /** After a late event or a correction only. */
  readonly differences?: readonly Difference[];
  /**
   * When to give the command `tick` next: now, if time is late with something already; absent, if
   * it does nothing to the ticket any more. The one timer that a service needs for a ticket.
   */
  readonly tickAt?: Instant;
}

/** Where a clock stands. */
export type Stage = 'pending' | 'running' | 'paused' | 'breached' | 'met' | 'missed' | 'canceled';

export type TargetKind =
  | 'acknowledge'
  | 'firstResponse'
  | 'nextUpdate'
  | 'workaround'
  | 'restore'
  | 'resolve'
  | 'close'
  | 'contain';

/** A warning that has been reached, as the policy writes it, for example `75%`. */
export interface Warned {
  readonly warning: string;
  readonly at: Instant;
}

/** A target's clock at one instant. Lengths are of the agreement's time unless named `Real`. */
export interface ClockState {
  readonly agreement: string;
  readonly type: 'sla' | 'ola' | 'underpinningContract';
  readonly target: string;
  readonly kind?: TargetKind;
  readonly stage: Stage;
  /** The number of its cycle, from 1. */
  readonly cycle: number;
  /** How long it may take as the policy writes it; none if nothing is promised. */
  readonly within?: string;
  readonly withinMs?: number;
  readonly elapsedMs: number;
  readonly elapsedRealMs: number;
  readonly pausedMs: number;
  readonly pausedRealMs: number;
  /** Negative once it is too late. */
  readonly remainingMs?: number;
  /** Whole percent of the target that are used; 100 only if it is used up. */
  readonly percent?: number;
  readonly overrunMs?: number;
  readonly startedAt?: Instant;
  /** None while it waits: the instant moves as long as the pause lasts. */
  readonly dueAt?: Instant;
  /** While it waits: when it would be due if it went on now. */
  readonly projectedDueAt?: Instant;
  readonly stoppedAt?: Instant;
  readonly breachedAt?: Instant;
  /** When its stage, or a warning, changes next if nothing happens but time. */
  readonly nextChangeAt?: Instant;
  /** The priority that sets the target. */
  readonly priority?: string;
  readonly warned?: readonly Warned[];
  /** Every breach there ever was, under these terms or others. */
  readonly breaches?: readonly {
    readonly agreement: string;
    readonly cycle: number;
    readonly at: Instant;
    readonly dueAt: Instant;
  }[];
  /** The cycles that are over. */
  readonly cycles?: readonly {
    readonly cycle: number;
    readonly startedAt: Instant;
    readonly endedAt: Instant;
    readonly outcome: 'met' | 'missed' | 'canceled';
    readonly elapsedMs: number;
    readonly dueAt?: Instant;
    readonly breachedAt?: Instant;
    readonly warned?: readonly Warned[];
  }[];
  /** Why it cannot be told when it is due. */
  readonly finding?: CoreError;
}

/** The clock to show where there is room for one. */
export interface Strictest {
  readonly agreement: string;
  readonly target: string;
}

/** A priority, and what decided it. */
export interface Priority {
  /** None if a fact is missing. */
  readonly level?: string;
  /** The rule and the facts that decided first. */
  readonly reason:
    | {
        readonly rule: 'matrix';
        /** Which of the `matrices`; none if it is the policy's `matrix`. */
        readonly matrix?: string;
        readonly impact: string;
        readonly urgency: string;
      }
    | { readonly rule: 'factMissing'; readonly fields: readonly string[] };
  /** The modifiers that changed it then, in written order; `null` is no priority. */
  readonly modifiers?: readonly { readonly id: string; readonly from: string | null; readonly to: string | null }[];
  /** What somebody gave it instead of all that. */
  readonly overridden?: PriorityOverride;
}

/** What a field should be, by the rules of classification. */
export interface ClassificationVerdict {
  /** The value; none if that is undetermined. */
  readonly value?: string;
  /** Why it is undetermined: no rule fired, too few points, or too few more than the next one. */
  readonly undetermined?: 'noRule' | 'belowThreshold' | 'tooClose';
  /** The whole percent of all points that the value, or the first candidate, has. */
  readonly confidence: number;
  /** The rule that settled it, if one did. */
  readonly decidedBy?: string;
  /** Every value that has points, the most first, with the rules that gave them. */
  readonly candidates: readonly {
    readonly value: string;
    readonly score: number;
    readonly rules: readonly string[];
  }[];
}

/** What a report is about, field by field, and what decided. */
export interface Classified {
  /** By field. `kind` is always among them; another field is if a rule fired that gives it. */
  readonly verdicts: { readonly kind: ClassificationVerdict } & Readonly<Record<string, ClassificationVerdict>>;
  /** The rules that fired, in written order. */
  readonly fired: readonly {
    readonly rule: string;
    /** The first place where its words stand, if it asks for some. */
    readonly because?: { readonly field: string; readonly words: string };
  }[];
}

/** A move that the chart offers. */
export interface OfferedMove {
  readonly to: string;
  readonly label: string;
  readonly stateType: StateType;
  /** Whether this actor can make it as things are. */
  readonly allowed: boolean;
  /** What is still in its way. */
  readonly needs: readonly CoreError[];
}

/** Where a ticket stands at one instant. */
export interface Assessment {
  readonly ticket: string;
  readonly version: number;
  readonly state: string;
  readonly stateType: StateType;
  readonly priority: Priority;
  readonly clocks: readonly ClockState[];
  readonly strictest?: Strictest;
  readonly moves: readonly OfferedMove[];
  /** What becomes of fields while the ticket is in its state. */
  readonly fields?: Readonly<Record<string, FieldRule>>;
  /** When the answer next becomes another one by itself; one timer is enough. */
  readonly nextChangeAt?: Instant;
  /** The digest of the policy that decided. */
  readonly policy: string;
  readonly tzdb: string;
}

/** What is supposed to happen, without happening. */
export type Supposition =
  | { readonly type: 'pause'; readonly lasts: SpanText; readonly holdReason?: string }
  | { readonly type: 'priority'; readonly level: string }
  | { readonly type: 'assigned'; readonly group: string }
  | { readonly type: 'command'; readonly command: Command };

/** Where a ticket would stand. */
export interface Forecast extends UnderPolicy {
  /** Now, or the end of the supposed pause. */
  readonly at: Instant;
  readonly state: string;
  readonly priority?: string;
  readonly clocks: readonly ClockState[];
  readonly strictest?: Strictest;
}

/** A stretch of time, and whether and why it counts. */
export interface Step {
  readonly from: Instant;
  readonly to: Instant;
  readonly countedMs: number;
  readonly reason: 'open' | 'allTime' | 'closed' | 'holiday' | 'break' | 'paused' | 'stopped' | 'canceled';
  /** The holiday's name, if it has one. */
  readonly name?: string;
  /** The version of the event since which the clock does not run. */
  readonly event?: number;
  /** The number of the calendar that decides, from 0. */
  readonly calendar?: number;
  /** The seconds by which local clocks are moved within the step. */
  readonly clocksMovedS?: number;
}

/** A clock's cycle as it stands at an instant, in steps that leave no gap. */
export interface Proof {
  readonly ticket: string;
  readonly version: number;
  readonly agreement: string;
  readonly target: string;
  readonly cycle: number;
  readonly stage: Stage;
  readonly priority?: string;
  readonly within: string;
  readonly withinMs: number;
  readonly startedAt: Instant;
  readonly readAt: Instant;
  readonly until: Instant;
  readonly elapsedMs: number;
  readonly dueAt?: Instant;
  /** Those that steps refer to. */
  readonly calendars: readonly CalendarDocument[];
  readonly steps: readonly Step[];
  /** Changes of the time used that no step accounts for. */
  readonly adjustments?: readonly { readonly at: Instant; readonly byMs: number }[];
  readonly policy: string;
  readonly tzdb: string;
  readonly digest: string;
}

export interface Segment {
  readonly from: Instant;
  readonly to: Instant;
}

/** A condition: one of these forms, and nothing else. A field without a value makes comparisons false. */
export type Condition =
  /** Every one inside is true; an empty list is true. */
  | { readonly all: readonly Condition[] }
  /** At least one inside is true; an empty list is false. */
  | { readonly any: readonly Condition[] }
  /** The one inside is false. */
  | { readonly not: Condition }
  /** The field has this value. */
  | { readonly field: string; readonly is: Exclude<Value, null> }
  /** The field has one of these values. */
  | { readonly field: string; readonly in: readonly Value[] }
  /** The field has a value, or, if false, none. */
  | { readonly field: string; readonly isSet: boolean }
  /** The field's number is in the range, both ends included. */
  | { readonly field: string; readonly atLeast: number; readonly atMost?: number }
  | { readonly field: string; readonly atMost: number };

/** A level of a scale. */
export interface Level {
  /** What documents and facts name it by. */
  readonly id: string;
  /** What people call it; the identifier if absent. */
  readonly label?: string;
}

/** What becomes of a field while a ticket is in a state. */
export type FieldRule = 'required' | 'readOnly' | 'hidden';

export interface StateDraft {
  readonly id: string;
  /** What people call it; the identifier if absent. */
  readonly label?: string;
  /** What it means. */
  readonly type: StateType;
  /** What other systems call it, for logs that come from there. */
  readonly aliases?: readonly string[];
  /** What becomes of fields while a ticket is in it, by their names. */
  readonly fields?: Readonly<Record<string, FieldRule>>;
  /** The kinds of ticket that can be in it; all if absent. */
  readonly kinds?: readonly Kind[];
}

/**
 * What linked tickets must be like: all of them, if there are any, or at least one; without a
 * condition there must be one. Conditions are about `kind`, `state` and `stateType`.
 */
export interface LinkedDraft {
  /** How they are linked, as you call it in `Context.linked`, for example `child`. */
  readonly relation: string;
  /** What must be true of all of them, if there are any. */
  readonly every?: Condition;
  /** What must be true of at least one of them. */
  readonly some?: Condition;
}

/** Moves from each of these states to one. */
export interface MoveDraft {
  readonly from: readonly string[];
  readonly to: string;
  /** Who may make it; everybody if absent. */
  readonly roles?: readonly string[];
  /** The fields that must have a value, before or with the move. */
  readonly requires?: readonly string[];
  /** What must be true of the ticket. */
  readonly onlyIf?: Condition;
  /** What must be true of the tickets that it is linked with. */
  readonly linked?: readonly LinkedDraft[];
  /** For how long after the ticket reached the state the move is possible, for example `336h`. */
  readonly within?: SpanText;
  /** Who must have approved it. */
  readonly approval?: {
    /** Who may approve; everybody if absent. */
    readonly roles?: readonly string[];
    /** How many of them must; 1 if absent. */
    readonly count?: number;
  };
}

/** A reason to wait. */
export interface HoldReasonDraft {
  readonly id: string;
  readonly label?: string;
  /** What other systems call it, or the state in which they keep it. */
  readonly aliases?: readonly string[];
  /** The fields that must have a value, before or with the move. */
  readonly requires?: readonly string[];
}

/** A move that time causes. */
export interface TimerDraft {
  readonly id: string;
  /** The state in which it runs. */
  readonly state: string;
  /** The reason to wait for which it runs; any if absent. */
  readonly holdReason?: string;
  /** How long a ticket stays there, for example `120h`. */
  readonly after: SpanText;
  /** The calendar whose working time counts; all time if absent. */
  readonly calendar?: string;
  /** The state that the ticket then reaches. */
  readonly to: string;
}

export interface LifecycleDraft {
  /** The state that a new ticket starts in. */
  readonly initial: string;
  /** The states that tickets of some kinds start in instead. */
  readonly initialOf?: Readonly<Partial<Record<Kind, string>>>;
  readonly states: readonly StateDraft[];
  /** What is not written is refused. */
  readonly moves: readonly MoveDraft[];
  /** If there are any, a state on hold needs one. */
  readonly holdReasons?: readonly HoldReasonDraft[];
  readonly timers?: readonly TimerDraft[];
}

/** How long something may take: `4h 30m`, `4h elapsed`, `3 working days`, `next working day 16:00`. */
export type WithinText = string;

/** What becomes of the time already counted when the terms of a clock change. */
export type Carry = 'carryElapsed' | 'carryPercent' | 'retroactive' | 'restart' | 'segment';

/** A promise about time. What is left out, the kind, the agreement's profile or the default says. */
export interface TargetDraft {
  /** What documents name it by; the kind if absent. */
  readonly id?: string;
  /** What it is about; brings conditions for what is left out here. */
  readonly kind?: TargetKind;
  /** When its clock starts; with the ticket if neither this nor the kind says. */
  readonly start?: Condition;
  /** From when the clock then counts: `openedAt`, or a field with an instant. */
  readonly startFrom?: string;
  /** When its clock stops; needed without a kind. */
  readonly stop?: Condition;
  /** While what its clock waits. */
  readonly pause?: Condition;
  /** What ends a wait; the end of what began it if absent. */
  readonly resume?: Condition;
  /** What ends a cycle and begins the next one. */
  readonly reset?: Condition;
  /** While what nothing is promised. */
  readonly cancel?: Condition;
  /** When the time it may take becomes another one. */
  readonly onTargetChange?: Carry;
  /** When another calendar or zone becomes the one that counts. */
  readonly onCalendarChange?: Carry;
  /** When work that counted as done is taken up again. */
  readonly onReopen?: 'resume' | 'newCycle' | 'restart' | 'ignore';
  /** Whether the time between stop and reopening counts afterwards. */
  readonly resolvedTime?: 'givenBack' | 'counts';
  /** Whether paused time counts afterwards. */
  readonly pausedTime?: 'givenBack' | 'counts';
  /** When something is due whose time is used up exactly at a closing. */
  readonly boundary?: 'closing' | 'nextOpening' | 'nextWorkingDay';
  /** Whether what is done at the very instant it is due is in time. */
  readonly atDue?: 'met' | 'missed';
  /** How long it may take if a condition is true; the first that is counts before `within`. */
  readonly exceptions?: readonly { readonly if: Condition; readonly within: WithinText }[];
  /** How long it may take by priority. */
  readonly within?: Readonly<Record<string, WithinText>>;
  /** When to warn: `75%` of the target used, or `30m left`. */
  readonly warnings?: readonly string[];
}

export interface AgreementDraft {
  readonly id: string;
  /** Who promises what to whom. */
  readonly type: 'sla' | 'ola' | 'underpinningContract';
  /** The calendar whose working time counts; all time if absent. */
  readonly calendar?: string;
  /** The field that names the zone in which the calendar is read. */
  readonly zoneField?: string;
  /** The tickets that it is about; all if absent. */
  readonly appliesIf?: Condition;
  /** A name of a choice: of the agreements with the same one, the first that applies counts. */
  readonly oneOf?: string;
  /** The first instant at which a ticket may be recorded that it is about. */
  readonly validFrom?: InstantInput;
  /** The first instant at which no longer. */
  readonly validTo?: InstantInput;
  /** Another system's answers to what systems treat differently. */
  readonly profile?: 'zammad' | 'rt' | 'frappe' | 'glpi' | 'itop';
  readonly targets: readonly TargetDraft[];
}

/** Impact, then urgency, to priority. */
export type MatrixDraft = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A matrix for some tickets. */
export interface CaseMatrixDraft {
  /** What answers name it by. */
  readonly id: string;
  /** For which tickets: facts, for example the service, and the kind. */
  readonly if: Condition;
  readonly matrix: MatrixDraft;
}

/** What a modifier may do. */
export interface ModifierEffects {
  /** So many levels higher. */
  readonly raise: number;
  /** So many levels lower. */
  readonly lower: number;
  /** This level, if it would be lower, or unknown. */
  readonly atLeast: string;
  /** This level, if it would be higher. */
  readonly atMost: string;
  /** This level, whatever it would be. */
  readonly set: string;
}

type ExactlyOne<T, K extends keyof T = keyof T> = K extends keyof T
  ? Pick<T, K> & { readonly [Other in Exclude<keyof T, K>]?: never }
  : never;

/** What changes a priority that a matrix gives: when, and one effect. */
export type ModifierDraft = {
  /** What answers name it by, for example `vip`. */
  readonly id: string;
  /** When it does: facts and the kind. */
  readonly if: Condition;
} & ExactlyOne<ModifierEffects>;

/** A rule of classification. It fires if its condition holds and one of its phrases is found. */
export interface ClassificationRuleDraft {
  /** What answers name it by. */
  readonly id: string;
  /** What must be true of the facts, and of the kind that the author takes the report for. */
  readonly if?: Condition;
  /** Phrases, one of which must be found: `reset* password`; `*` alone is any one word. */
  readonly words?: readonly string[];
  /** The fields in which they are looked for; `shortDescription` and `description` if absent. */
  readonly in?: readonly string[];
  /** The points that it gives; 1 if absent. */
  readonly score?: number;
  /** Whether it settles what it gives, whatever the points. */
  readonly decides?: boolean;
  /** The values that it speaks for, by field: `kind`, or a field of text. */
  readonly gives: { readonly kind?: Kind } & Readonly<Record<string, string>>;
}

/** From a report to what it is about. */
export interface ClassificationDraft {
  /** The points that a value needs; 1 if absent. */
  readonly threshold?: number;
  /** The points by which a value must lead the next one; 1 if absent. */
  readonly lead?: number;
  readonly rules: readonly ClassificationRuleDraft[];
}

/** A rule that asks the host to do something. */
export interface ActionDraft {
  /** What events name it by. */
  readonly id: string;
  /** It asks when an event makes this true; if it is about `lastEvent`, at each event of which it is. */
  readonly if: Condition;
  readonly action: Action;
  /** Who or what it is about: a group, a role, a script. */
  readonly target?: string;
}

/** A policy as written. The package has its JSON Schema under `incident-core/schema/policy.json`. */
export interface PolicyDraft {
  /** The address of the JSON Schema, for editors. */
  readonly $schema?: string;
  /** The version of the document's form. */
  readonly version: 1;
  readonly id: string;
  /** What people call it. */
  readonly label?: string;
  /** The levels, highest first. */
  readonly scales: {
    /** How much of the business is affected. */
    readonly impact: readonly Level[];
    /** How soon it hurts. */
    readonly urgency: readonly Level[];
    /** What follows from both. */
    readonly priority: readonly Level[];
  };
  /** Impact, then urgency, to priority. */
  readonly matrix: MatrixDraft;
  /** The same for some tickets, by kind or service: the first that applies counts. */
  readonly matrices?: readonly CaseMatrixDraft[];
  /** What changes the matrix's priority, in this order. */
  readonly modifiers?: readonly ModifierDraft[];
  /** Who may give another priority than all that; nobody if absent. */
  readonly priorityOverride?: {
    /** Who may; everybody if absent. */
    readonly roles?: readonly string[];
    /** For how long at most, and where nothing else is said; without end if absent. */
    readonly lasts?: SpanText;
  };
  /** What makes a major incident; if absent, the field `majorIncident` is one as any other. */
  readonly majorIncident?: {
    /** What makes a ticket a candidate without anybody saying so: facts and the kind. */
    readonly candidateIf?: Condition;
    /** Who may do more than propose; everybody if absent. */
    readonly roles?: readonly string[];
  };
  /** Fields beside the standard ones, and what they hold. */
  readonly fields?: readonly { readonly name: string; readonly holds: 'text' | 'number' | 'flag' | 'list' }[];
  /** From a report to what it is about. */
  readonly classification?: ClassificationDraft;
  readonly lifecycle: LifecycleDraft;
  /** Each needs an `id`. */
  readonly calendars?: readonly CalendarDocument[];
  readonly agreements?: readonly AgreementDraft[];
  /** What the host is asked to do. */
  readonly actions?: readonly ActionDraft[];
}

/** A policy document (a `PolicyDraft`, or one from elsewhere), or the name of a preset. */
export type PolicySource = object | string;

/** A stretch of time in a request. */
export interface Pause {
  readonly from: InstantInput;
  readonly to: InstantInput;
}

interface InCalendar {
  readonly policy?: never;
  /** A document, or the identifier of a calendar of the engine's policy. */
  readonly calendar: CalendarDocument | string;
}

interface InPolicy {
  /** Needed by `call`; refused by an engine, which has one. */
  readonly policy?: PolicySource;
}

/** Every operation: what it is asked with, and what it answers. */
export interface Operations {
  add: {
    request: InCalendar & { readonly start: InstantInput; readonly span: SpanText; readonly pauses?: readonly Pause[] };
    value: Instant;
  };
  assess: { request: InPolicy & { readonly ticket: Ticket; readonly context: Context }; value: Assessment };
  /** The open time in milliseconds. */
  between: {
    request: InCalendar & { readonly from: InstantInput; readonly to: InstantInput; readonly pauses?: readonly Pause[] };
    value: number;
  };
  checkPolicy: { request: { readonly policy: PolicySource }; value: Verdict };
  /** What a report is about, and why. `kind` is what its author takes it for. */
  classify: { request: InPolicy & { readonly kind?: Kind; readonly facts: Facts }; value: Classified & UnderPolicy };
  decide: {
    request: InPolicy & { readonly ticket?: Ticket | null; readonly command: Command; readonly context: Context };
    value: Decision;
  };
  evolve: { request: { readonly ticket?: Ticket | null; readonly events: readonly Event[] }; value: Ticket };
  forecast: {
    request: InPolicy & { readonly ticket: Ticket; readonly supposition: Supposition; readonly context: Context };
    value: Forecast;
  };
  isOpen: { request: InCalendar & { readonly at: InstantInput }; value: boolean };
  nextClose: { request: InCalendar & { readonly at: InstantInput }; value: Instant | null };
  nextOpen: { request: InCalendar & { readonly at: InstantInput }; value: Instant | null };
  openSegments: {
    request: InCalendar & { readonly from: InstantInput; readonly to: InstantInput; readonly limit?: number };
    value: readonly Segment[];
  };
  preset: { request: { readonly name: string }; value: PolicyDraft };
  /** `incident` if no `kind` is given. */
  prioritize: { request: InPolicy & { readonly kind?: Kind; readonly facts: Facts }; value: Priority & UnderPolicy };
  subtract: { request: InCalendar & { readonly end: InstantInput; readonly span: SpanText }; value: Instant };
  versions: { request: object; value: Versions };
}
