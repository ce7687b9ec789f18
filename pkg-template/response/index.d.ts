import type {
  Actor, Answer, CalendarDocument, Condition, CoreError, Hours, Instant, InstantInput, Segment,
  Ticket, Versions,
} from '../index.js';
import type { Pap, RecordHead, Template, Tlp } from '../security/index.js';

export type { Accepted, Answer, CoreError, Refused, Versions } from '../index.js';
export type { Pap, RecordHead, Template, Tlp } from '../security/index.js';

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
export type FaultCode = 'freed' | 'instanceLost' | 'notJson' | 'notReady' | 'notString';

export declare class IncidentCoreError extends Error {
  readonly name: 'IncidentCoreError';
  readonly code: FaultCode;
  /** A JSON Pointer into what was passed; empty for all of it. */
  readonly path: string;
}

type FieldType = 'text' | 'number' | 'flag' | 'list';

// The incident management plan.

export type EvidenceKind =
  | 'device' | 'disk' | 'memory' | 'network' | 'log' | 'file' | 'image' | 'document' | 'statement';

export interface PlaybookTask {
  readonly id: string;
  readonly label?: string;
  /** The phases in which it may be done; all of the response if absent. */
  readonly phases?: readonly string[];
  readonly roles?: readonly string[];
  /** The tasks before it. */
  readonly after?: readonly string[];
  /** The kinds of evidence that it rests on. */
  readonly evidence?: readonly EvidenceKind[];
  /** What must be true of the ticket before it. */
  readonly onlyIf?: Condition;
  /** The tickets for which it is meant. */
  readonly appliesIf?: Condition;
  readonly within?: string;
  readonly dueFrom?: 'playbookStart' | 'caseOpening';
  readonly calendar?: string;
  readonly optional?: boolean;
  readonly skippableBy?: readonly string[];
  /** The strictest label of PAP that allows it. */
  readonly pap?: Pap;
  /** The phase that is not left before it is done. */
  readonly gate?: string;
}

export interface Playbook {
  readonly id: string;
  readonly label?: string;
  readonly categories?: readonly string[];
  readonly appliesIf?: Condition;
  readonly tasks: readonly PlaybookTask[];
}

export interface Audience {
  readonly id: string;
  readonly label?: string;
  readonly role?: string;
  readonly contact?: string;
  /** What it may get. */
  readonly tlp: Tlp;
  readonly appliesIf?: Condition;
  readonly calendar?: string;
  /** The roles of which one approves what it is told. */
  readonly approval?: readonly string[];
  readonly first: readonly {
    readonly from: 'caseOpened' | 'ticketOpened' | 'phaseEntered' | 'priorityReached';
    readonly phase?: string;
    readonly priorities?: readonly string[];
    readonly within: string;
    readonly content: string;
  }[];
  readonly updates?: readonly {
    readonly phases?: readonly string[];
    readonly priorities?: readonly string[];
    readonly every: string;
    readonly content: string;
  }[];
}

export type Channel = 'phone' | 'sms' | 'mail' | 'chat' | 'pager' | 'radio' | 'place';

/** Somebody who can be reached. */
export interface Contact {
  readonly id: string;
  readonly label?: string;
  readonly roles?: readonly string[];
  /** The first way first. */
  readonly reach?: readonly { readonly by: Channel; readonly at: string }[];
  /** The contact who stands in. */
  readonly backup?: string;
}

/** The incident management plan (ISO/IEC 27035-2). */
export interface Plan {
  readonly version: number;
  readonly id: string;
  readonly label?: string;
  /** The states of the lifecycle that are phases of the response, in their order. */
  readonly phases: readonly { readonly id: string; readonly label?: string }[];
  readonly priorities?: readonly string[];
  readonly fields?: readonly { readonly name: string; readonly holds: FieldType }[];
  readonly roles: readonly { readonly id: string; readonly label?: string }[];
  /** Which of them carry the response; the contacts say who has them. */
  readonly team?: {
    readonly pointOfContact?: string;
    readonly lead?: string;
    readonly members?: readonly string[];
  };
  readonly contacts?: readonly Contact[];
  readonly calendars?: readonly CalendarDocument[];
  readonly playbooks?: readonly Playbook[];
  readonly communication?: {
    readonly contents?: readonly { readonly id: string; readonly fields: readonly string[] }[];
    readonly audiences?: readonly Audience[];
  };
}

/** A plan, or the name of one that comes with the package. */
export type PlanSource = Plan | 'iso27035';

// The case file.

interface OfTask {
  readonly playbook: string;
  readonly task: string;
}

interface AddEvidence {
  readonly id: string;
  readonly what: string;
  readonly kind: EvidenceKind;
  readonly gathering: 'collection' | 'acquisition';
  readonly at?: InstantInput;
  readonly by: string;
  readonly place: string;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256?: string;
  readonly bytes?: number;
  readonly seal?: string;
}

interface CopyEvidence {
  readonly id: string;
  readonly of: string;
  readonly kind?: EvidenceKind;
  readonly at?: InstantInput;
  readonly by: string;
  readonly place: string;
  readonly sha256: string;
  readonly bytes?: number;
  /** Needed where the digest is not that of what it was made of. */
  readonly method?: string;
  readonly seal?: string;
}

interface TransferEvidence {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly at?: InstantInput;
  readonly purpose: string;
  readonly seal?: string;
}

interface ExamineEvidence {
  readonly id: string;
  readonly by: string;
  readonly at?: InstantInput;
  readonly purpose: string;
}

interface VerifyEvidence {
  readonly id: string;
  readonly by: string;
  readonly at?: InstantInput;
  readonly sha256: string;
}

interface ReleaseEvidence {
  readonly id: string;
  readonly by: string;
  readonly to: string;
  readonly authority: string;
  readonly at?: InstantInput;
}

interface DisposeEvidence {
  readonly id: string;
  readonly by: string;
  readonly authority: string;
  readonly method: string;
  readonly at?: InstantInput;
}

export type CaseCommand =
  | { readonly type: 'open'; readonly id: string; readonly ticket: string }
  | { readonly type: 'mark'; readonly tlp?: Tlp; readonly pap?: Pap }
  | { readonly type: 'startPlaybook'; readonly playbook: string }
  | ({ readonly type: 'startTask' } & OfTask)
  | ({ readonly type: 'completeTask'; readonly note?: string } & OfTask)
  | ({ readonly type: 'skipTask' | 'reopenTask'; readonly reason: string } & OfTask)
  | ({ readonly type: 'assignTask'; readonly assignee?: string } & OfTask)
  | ({ readonly type: 'addEvidence' } & AddEvidence)
  | ({ readonly type: 'copyEvidence' } & CopyEvidence)
  | ({ readonly type: 'transferEvidence' } & TransferEvidence)
  | ({ readonly type: 'examineEvidence' } & ExamineEvidence)
  | ({ readonly type: 'verifyEvidence' } & VerifyEvidence)
  | ({ readonly type: 'releaseEvidence' } & ReleaseEvidence)
  | ({ readonly type: 'disposeEvidence' } & DisposeEvidence)
  | { readonly type: 'approveNotice'; readonly audience: string }
  | {
    readonly type: 'sendNotice';
    readonly audience: string;
    readonly content: string;
    readonly at?: InstantInput;
    readonly tlp?: Tlp;
  }
  | { readonly type: 'close'; readonly note?: string }
  | { readonly type: 'reopen'; readonly reason: string };

export type CaseChange =
  | { readonly type: 'opened'; readonly id: string; readonly ticket: string; readonly plan: string }
  | { readonly type: 'marked'; readonly tlp?: Tlp; readonly pap?: Pap }
  | { readonly type: 'playbookStarted'; readonly playbook: string }
  | ({ readonly type: 'taskStarted' } & OfTask)
  | ({ readonly type: 'taskCompleted'; readonly note?: string } & OfTask)
  | ({ readonly type: 'taskSkipped' | 'taskReopened'; readonly reason: string } & OfTask)
  | ({ readonly type: 'taskAssigned'; readonly assignee?: string } & OfTask)
  | ({ readonly type: 'evidenceAdded' } & AddEvidence)
  | ({ readonly type: 'evidenceCopied' } & CopyEvidence)
  | ({ readonly type: 'evidenceTransferred' } & TransferEvidence)
  | ({ readonly type: 'evidenceExamined' } & ExamineEvidence)
  | ({ readonly type: 'integrityVerified' | 'integrityFailed' } & VerifyEvidence)
  | ({ readonly type: 'evidenceReleased' } & ReleaseEvidence)
  | ({ readonly type: 'evidenceDisposed' } & DisposeEvidence)
  | { readonly type: 'noticeApproved'; readonly audience: string }
  | {
    readonly type: 'noticeSent';
    readonly audience: string;
    readonly content: string;
    readonly at: InstantInput;
    readonly tlp?: Tlp;
    readonly approvedBy?: string;
    /** The due instant that it answers. */
    readonly dueAt?: InstantInput;
  }
  | { readonly type: 'closed'; readonly note?: string }
  | { readonly type: 'reopened'; readonly reason: string };

export interface CaseEvent {
  readonly version: number;
  readonly at: InstantInput;
  readonly actor: Actor;
  readonly change: CaseChange;
}

export interface Handling {
  readonly version: number;
  readonly at: InstantInput;
  readonly act:
    | 'collected' | 'acquired' | 'copied' | 'transferred' | 'examined' | 'verified'
    | 'integrityFailed' | 'released' | 'disposed';
  readonly by: string;
  readonly to?: string;
  readonly authority?: string;
  readonly note?: string;
}

export interface EvidenceItem {
  readonly what: string;
  readonly kind: EvidenceKind;
  readonly place: string;
  /** What it is a copy of. */
  readonly of?: string;
  readonly sha256?: string;
  readonly bytes?: number;
  readonly seal?: string;
  /** `failed` stays. */
  readonly integrity: 'notVerified' | 'verified' | 'failed';
  /** Absent once its custody has ended. */
  readonly holder?: string;
  readonly handlings: readonly Handling[];
}

export interface Told {
  readonly firstAt: InstantInput;
  readonly lastAt: InstantInput;
  readonly content: string;
  readonly count: number;
}

export type Standing = 'open' | 'started' | 'done' | 'skipped';

/** A case file as its events have made it. */
export interface Case {
  readonly id: string;
  readonly ticket: string;
  readonly plan: string;
  readonly version: number;
  readonly openedAt: InstantInput;
  readonly updatedAt: InstantInput;
  readonly closedAt?: InstantInput;
  readonly tlp?: Tlp;
  readonly pap?: Pap;
  readonly playbooks?: Readonly<Record<string, {
    readonly at: InstantInput;
    readonly by: string;
    readonly tasks?: Readonly<Record<string, {
      readonly standing: Standing;
      readonly assignee?: string;
      readonly startedAt?: InstantInput;
      readonly endedAt?: InstantInput;
      readonly by?: string;
      readonly note?: string;
    }>>;
  }>>;
  readonly evidence?: Readonly<Record<string, EvidenceItem>>;
  readonly told?: Readonly<Record<string, Told>>;
  readonly approvals?: Readonly<Record<string, string>>;
  readonly history: readonly CaseEvent[];
}

export interface CaseContext {
  readonly now: InstantInput;
  readonly actor: Actor;
  /** The version of the case that the actor saw. */
  readonly seenVersion?: number;
  /** The ticket that the case is about, for what depends on its phase and its facts. */
  readonly ticket?: Ticket;
}

/** A decision on a case file, as it is put on the record of its ticket. */
export interface CaseDecisionOnRecord {
  readonly case: string;
  readonly command: CaseCommand;
  /** The context of the decision, with the version of the ticket in place of the ticket. */
  readonly context: {
    readonly now: InstantInput;
    readonly actor: Actor;
    readonly seenVersion?: number;
    /** Of the ticket that was given, if one was: the lines before make it. */
    readonly ticketVersion?: number;
  };
  readonly events: readonly CaseEvent[];
  /** With the same three, the same command on the same case causes the same events. */
  readonly decidedBy: {
    /** The digest of the plan: `digest` of the answer to `checkPlan`. */
    readonly plan: string;
    /** `versions().crate`. */
    readonly library: string;
    /** `versions().tzdb`. */
    readonly tzdb: string;
  };
}

export interface OpenTask extends OfTask {
  readonly label: string;
}

export interface TaskStatus extends OpenTask {
  readonly standing: Standing;
  /** Whether the actor may begin it, or say that it is done, now. */
  readonly offered: boolean;
  /** What it still needs before that. */
  readonly needs?: readonly CoreError[];
  readonly optional?: boolean;
  readonly evidence?: readonly EvidenceKind[];
  readonly gate?: string;
  readonly assignee?: string;
  readonly dueAt?: Instant;
  readonly overdue: boolean;
}

/** What an audience is owed. */
export interface DueNotice {
  readonly audience: string;
  readonly label: string;
  readonly contact?: string;
  readonly notice: 'first' | 'update';
  readonly content: string;
  /** The fields of the ticket that it says. */
  readonly fields: readonly string[];
  readonly tlp: Tlp;
  readonly dueAt?: Instant;
  /** Why there is no instant. */
  readonly problem?: CoreError;
  readonly overdue: boolean;
  readonly approval?: readonly string[];
  readonly approvedBy?: string;
  readonly told?: Told;
}

/** The chain of custody of a piece of evidence. */
export interface Custody extends EvidenceItem {
  readonly id: string;
  readonly copies?: readonly string[];
  readonly held: readonly { readonly holder: string; readonly from: Instant; readonly until?: Instant }[];
  readonly unbroken: boolean;
}

export interface CaseStatus {
  readonly case: string;
  readonly version: number;
  readonly plan: string;
  readonly phase?: string;
  /** The playbooks that are meant for the ticket and were not started. */
  readonly proposed: readonly string[];
  readonly tasks: readonly TaskStatus[];
  readonly gates: readonly { readonly phase: string; readonly open: readonly OpenTask[] }[];
  readonly communications: readonly DueNotice[];
  readonly custody: readonly Custody[];
  /** When the answer next becomes another one by itself: one timer is enough. */
  readonly nextChangeAt?: Instant;
}

// Reviews.

export type Phase = 'started' | 'detected' | 'reported' | 'acknowledged' | 'contained' | 'recovered';

export interface TimelineEntry {
  readonly at: InstantInput;
  /** The same in the zone that was asked for. */
  readonly local?: string;
  readonly recordedAt?: InstantInput;
  readonly by?: string;
  readonly kind: 'ticket' | 'observation' | 'decision' | 'action' | 'communication' | 'external';
  readonly code: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly phases?: readonly Phase[];
}

export interface ReviewRules {
  readonly fields?: Readonly<Record<string, FieldType>>;
  readonly calendar?: CalendarDocument;
  /** The longest time from `started` to `detected` that is not late. */
  readonly detectWithin?: string;
  /** The first one that is true decides; where none is, no review is needed. */
  readonly rules: readonly {
    readonly id: string;
    readonly if?: Condition;
    /** Whether it was true at any time of the ticket's life. */
    readonly ever?: boolean;
    /** Without it, no review is needed. */
    readonly within?: string;
  }[];
}

export interface Owner {
  /** One of the two. */
  readonly role?: string;
  readonly person?: string;
}

export type ActionKind = 'prevent' | 'detect' | 'mitigate' | 'respond' | 'learn';

export interface ActionItem {
  readonly id: string;
  readonly description: string;
  readonly kind: ActionKind;
  readonly owner?: Owner;
  readonly agreedAt?: InstantInput;
  readonly due?: InstantInput;
  readonly status: 'open' | 'done' | 'dropped';
  readonly doneAt?: InstantInput;
  readonly reason?: string;
  readonly trackedIn?: string;
}

/** One operation of a JSON Patch (RFC 6902). */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** A change of the policy that a review proposes. */
export interface Proposal {
  readonly id: string;
  readonly description: string;
  /** The digest of the policy that it is about. */
  readonly policy?: string;
  /** The action that it belongs to. */
  readonly action?: string;
  readonly patch: readonly PatchOperation[];
}

export interface Review {
  readonly id: string;
  readonly ticket: string;
  readonly tlp: Tlp;
  /** Who has released it to more than the ticket's label allows. */
  readonly release?: { readonly by: string; readonly at: InstantInput };
  readonly heldAt?: InstantInput;
  readonly publishedAt?: InstantInput;
  readonly description?: string;
  readonly timeline?: readonly TimelineEntry[];
  readonly factors?: readonly {
    readonly kind:
      | 'technical' | 'process' | 'interface' | 'communication' | 'knowledge' | 'workload'
      | 'external';
    readonly description: string;
  }[];
  readonly detection?: {
    readonly by: 'monitoring' | 'staff' | 'user' | 'outsider';
    /** What should have noticed it. */
    readonly expected?: string;
    readonly reason?: string;
  };
  readonly wentWell?: readonly string[];
  readonly lucky?: readonly string[];
  readonly actions?: readonly ActionItem[];
  readonly proposals?: readonly Proposal[];
}

export interface ReviewStatus {
  readonly required: boolean;
  readonly rule: string | null;
  readonly standing: 'notRequired' | 'notStarted' | 'open' | 'overdue' | 'done' | 'doneLate';
  readonly resolvedAt: Instant | null;
  readonly dueAt: Instant | null;
  readonly publishedAt: Instant | null;
  readonly overdue: boolean;
  readonly missing: readonly CoreError[];
}

export interface Interval {
  readonly name: 'timeToDetect' | 'timeToAcknowledge' | 'timeToContain' | 'timeToRecover';
  readonly from: Phase;
  readonly fromAt: Instant | null;
  readonly to: Phase;
  readonly toAt: Instant | null;
  readonly ms: number | null;
}

/** A phrase that blames: where it stands, and what to write instead. */
export interface Blame {
  readonly finding: CoreError;
  readonly language: 'en' | 'de';
  readonly bytes: readonly [from: number, to: number];
  readonly characters: readonly [from: number, to: number];
  /** The positions of a JavaScript string. */
  readonly utf16: readonly [from: number, to: number];
}

export interface ActionCounts {
  readonly open: number;
  readonly overdue: number;
  readonly doneInTime: number;
  readonly doneLate: number;
  readonly doneUndated: number;
  readonly dropped: number;
  /** The mean age is this by `aged`. */
  readonly ageMs: number;
  readonly aged: number;
  readonly oldest?: { readonly since: InstantInput; readonly review: string; readonly action: string };
}

/** Counts that add up: of several machines, hand them over as `reports`. */
export interface ActionReport {
  readonly now: InstantInput;
  readonly reviews: number;
  readonly total: ActionCounts;
  readonly byOwner: readonly { readonly owner: Owner | null; readonly counts: ActionCounts }[];
  readonly byKind: readonly { readonly kind: ActionKind; readonly counts: ActionCounts }[];
}

// Readiness.

export interface Rota {
  readonly zone: string;
  /** 1 to 400; 90 if absent. */
  readonly horizonDays?: number;
  /** The longest that one person is on duty without a break. */
  readonly longest?: string;
  readonly shifts: readonly {
    readonly id: string;
    readonly zone?: string;
    readonly hours: Readonly<Partial<Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', readonly Hours[]>>>;
    readonly rotation: {
      readonly contacts: readonly string[];
      readonly start: string;
      readonly handover?: string;
      readonly days: number;
    };
  }[];
  readonly absences?: readonly {
    readonly contact: string;
    readonly from: InstantInput;
    readonly to: InstantInput;
  }[];
  readonly overrides?: readonly {
    readonly shift: string;
    readonly contact: string;
    readonly from: InstantInput;
    readonly to: InstantInput;
  }[];
}

/** How an organisation is prepared beside its plan, whose contacts and playbooks are named here. */
export interface ReadinessDocument {
  readonly organization: string;
  readonly rota?: Rota;
  readonly exercises?: readonly {
    readonly id: string;
    readonly kind: 'tabletop' | 'functional' | 'full';
    readonly on: string;
    readonly playbooks?: readonly string[];
    readonly findings?: readonly { readonly description: string; readonly closed?: boolean }[];
  }[];
  readonly exerciseEveryDays?: number;
  /** Those that clocks count on, beside those of the plan. */
  readonly calendars?: readonly CalendarDocument[];
  /** The regimes of law that apply; `[]` says that none does. */
  readonly regimes?: readonly string[] | null;
  readonly tools?: readonly { readonly id: string; readonly purpose: string; readonly retentionDays?: number }[];
  readonly templates?: readonly { readonly id: string; readonly audience: string }[];
  readonly outOfBand?: { readonly by: Channel; readonly at: string; readonly testedOn?: string };
}

export interface AreaStanding {
  readonly area:
    | 'contacts' | 'team' | 'rota' | 'playbooks' | 'exercises' | 'calendars' | 'regimes' | 'tools'
    | 'communication';
  /** Of ISO/IEC 27035-2. */
  readonly clause: string | null;
  /** The category of the NIST Cybersecurity Framework 2.0. */
  readonly csf: string;
  readonly verified: boolean;
  readonly met: number;
  readonly notMet: number;
  readonly lacks: readonly string[];
}

export interface Readiness {
  /** Whether neither the document nor the plan contradicts itself. */
  readonly sound: boolean;
  /** Their paths begin with `/document` or `/plan`; those of a fix lead into the same one. */
  readonly findings: readonly { readonly finding: CoreError; readonly fix?: readonly PatchOperation[] }[];
  readonly found: number;
  readonly areas: readonly AreaStanding[] | null;
}

export interface Duty {
  readonly contact: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly shift: string;
}

export interface Coverage {
  readonly range?: Segment;
  readonly duties: readonly Duty[];
  readonly gaps: readonly Segment[];
  readonly double: readonly Duty[];
  readonly tooLong: readonly Duty[];
}

/**
 * A checked response plan that answers requests about cases under it. Immutable: it lives on when
 * the instance is replaced. Free it when it is done with.
 */
export interface OpenedPlan {
  readonly opened: Answer<Operations['checkPlan']['value']>;
  /** As `call` of the entry; what is asked about a case is answered under this plan and brings none. */
  call<O extends Operation>(request: KeptRequest<O>): Answer<Operations[O]['value']>;
  callText(text: string): string;
  free(): void;
}

/** What is asked of an `OpenedPlan`. */
export type KeptRequest<O extends Operation = Operation> = { readonly op: O } & (
  O extends 'caseDecide' | 'caseStatus' | 'caseGate'
    ? Omit<Operations[O]['request'], 'plan'>
    : Operations[O]['request']
);

/** Checks a plan, or takes one by its name, and keeps it. */
export declare function openPlan(plan: PlanSource): Answer<OpenedPlan>;

export interface Operations {
  /** The message catalogue of this entry. */
  messages: { request: object; value: readonly Template[] };
  versions: { request: object; value: Versions };
  /** The document of a plan that comes with the package. */
  plan: { request: { readonly plan: 'iso27035' }; value: Plan };
  checkPlan: {
    request: { readonly plan: PlanSource };
    value: { readonly plan: string; readonly digest: string; readonly warnings: readonly CoreError[] };
  };
  /** The events that a command causes, or every reason against it. */
  caseDecide: {
    request: {
      readonly plan: PlanSource;
      readonly case?: Case | null;
      readonly command: CaseCommand;
      readonly context: CaseContext;
    };
    value: readonly CaseEvent[];
  };
  caseEvolve: {
    request: { readonly case?: Case | null; readonly events: readonly CaseEvent[] };
    value: Case;
  };
  /** Where a case stands at one instant, for one actor. */
  caseStatus: {
    request: { readonly plan: PlanSource; readonly case: Case; readonly context: CaseContext };
    value: CaseStatus;
  };
  /** Whether a ticket may go from one phase to another, and the tasks that keep it from that. */
  caseGate: {
    request: {
      readonly plan: PlanSource;
      readonly case: Case;
      readonly ticket?: Ticket | null;
      readonly from: string;
      readonly to: string;
    };
    value: { readonly open: boolean; readonly tasks: readonly OpenTask[] };
  };
  /**
   * The next line of a ticket's record, about its case file; without a head, the first. The lines
   * of `appendDecision` and these make one record, which `verifyRecord` of
   * `incident-core/security` looks through.
   */
  appendCaseDecision: {
    request: {
      readonly ticket: string;
      readonly head?: RecordHead | null;
      readonly decision: CaseDecisionOnRecord;
    };
    value: { readonly line: string; readonly head: RecordHead };
  };
  /** The cases that a record makes, where every decision on them comes out the same again. */
  replayCaseDecisions: {
    request: { readonly plan: PlanSource; readonly record: string };
    value: readonly Case[];
  };
  /** Whether a ticket needs a review, by when, and what is missing. */
  reviewStatus: {
    request: {
      readonly rules: ReviewRules;
      readonly ticket: Ticket;
      readonly review?: Review | null;
      /** The ticket's label. */
      readonly tlp?: Tlp | null;
      readonly now: InstantInput;
    };
    value: ReviewStatus;
  };
  /** What happened when, and the times between the phases. */
  timeline: {
    request: {
      readonly ticket: Ticket;
      readonly entries?: readonly TimelineEntry[];
      readonly zone?: string | null;
      readonly actors?: 'role' | 'id' | 'none';
    };
    value: {
      readonly entries: readonly TimelineEntry[];
      readonly intervals: readonly Interval[];
      readonly findings: readonly CoreError[];
    };
  };
  /** What a review lacks, contradicts, or blames. */
  checkReview: {
    request: {
      readonly review: Review;
      readonly tlp?: Tlp | null;
      readonly detectWithin?: string | null;
      readonly now: InstantInput;
    };
    value: {
      readonly complete: boolean;
      readonly findings: readonly CoreError[];
      readonly wording: readonly Blame[];
      readonly intervals: readonly Interval[];
    };
  };
  /** What blames in texts by name. One named `description` or `body` may have 64 KiB. */
  checkWording: {
    request: { readonly texts: Readonly<Record<string, string>> };
    value: readonly Blame[];
  };
  /** What a policy document would become by a proposal. Lint and check it before it is used. */
  applyProposal: {
    request: { readonly policy: unknown; readonly proposal: Proposal };
    value: {
      readonly before: string;
      readonly after: string;
      readonly changed: readonly string[];
      readonly document: unknown;
    };
  };
  /** How the actions of reviews stand. */
  actions: {
    request: {
      readonly reviews?: readonly Review[];
      readonly reports?: readonly ActionReport[];
      readonly now: InstantInput;
    };
    value: ActionReport;
  };
  /** What is not ready, in the document and in the plan, and how each area stands. */
  readiness: {
    request: {
      readonly document: ReadinessDocument;
      readonly plan: PlanSource;
      /** The categories of incidents that need a playbook. */
      readonly categories?: readonly string[] | null;
      readonly now: InstantInput;
    };
    value: Readiness;
  };
  /** Who is on duty when, and when nobody is. */
  duties: {
    request: {
      readonly document: ReadinessDocument;
      readonly plan: PlanSource;
      readonly now: InstantInput;
    };
    value: Coverage;
  };
  /** A document without a finding, and the plan that it goes with. */
  readinessExample: {
    request: object;
    value: { readonly document: ReadinessDocument; readonly plan: Plan };
  };
}
