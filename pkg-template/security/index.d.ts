import type {
  Answer, Command, Condition, Context, CoreError, Event, Instant, InstantInput, Value, Versions,
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
  | 'freed' | 'instanceLost' | 'notBytes' | 'notInteger' | 'notJson' | 'notReady' | 'notString';

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

/** A decision on a ticket, as it is put on record. */
export interface DecisionOnRecord {
  readonly command: Command;
  readonly context: Context;
  readonly events: readonly Event[];
  /** With the same three, the same command on the same ticket causes the same events. */
  readonly decidedBy: {
    /** The digest of the policy: `policy` of the answer to `decide`. */
    readonly policy: string;
    /** `versions().crate`. */
    readonly library: string;
    /** `versions().tzdb`. */
    readonly tzdb: string;
  };
}

/** How far a record goes, and what it then says: to be kept where the record cannot be written. */
export interface RecordHead {
  readonly ticket: string;
  readonly lines: number;
  /** The digest of the last line. */
  readonly digest: string;
}

/** One digest for the records of many tickets. */
export interface TreeHead {
  readonly tickets: number;
  readonly root: string;
}

/** That a head is a leaf of a tree. */
export interface Inclusion {
  readonly head: RecordHead;
  /** Its place among the leaves, from 0. */
  readonly leaf: number;
  /** The digests beside the way to the root, the lowest first. */
  readonly path: readonly string[];
}

/** A label of the Traffic Light Protocol 2.0; `TLP:WHITE` is the older word for `TLP:CLEAR`. */
export type Tlp = 'TLP:RED' | 'TLP:AMBER+STRICT' | 'TLP:AMBER' | 'TLP:GREEN' | 'TLP:CLEAR' | 'TLP:WHITE';

/** A label of the Permissible Actions Protocol; `PAP:WHITE` is the older word for `PAP:CLEAR`. */
export type Pap = 'PAP:RED' | 'PAP:AMBER' | 'PAP:GREEN' | 'PAP:CLEAR' | 'PAP:WHITE';

// Alerts.

export type SignalLevel = 'low' | 'info' | 'warning' | 'high' | 'critical';
export type SignalStatus = 'firing' | 'acknowledged' | 'resolved';
export type SignalFormat =
  | 'alertmanager' | 'grafana' | 'pagerduty' | 'cloudEvents' | 'statuspage' | 'plain';
/** A state of an alarm after ISA-18.2. */
export type AlarmState =
  | 'normal' | 'unacknowledged' | 'acknowledged' | 'returnedToNormalUnacknowledged'
  | 'shelved' | 'suppressedByDesign' | 'outOfService';
export type AlarmEvent =
  | 'raise' | 'realarm' | 'clear' | 'acknowledge' | 'shelve' | 'unshelve'
  | 'suppress' | 'unsuppress' | 'removeFromService' | 'returnToService';

/** How the bodies of a source are read. */
export interface SignalSource {
  readonly format: SignalFormat;
  /** Whose words its severities are, one of `severities`. */
  readonly vendor?: string;
  /** The labels in which the severity is looked for, in this order. */
  readonly severityFrom?: readonly string[];
  /** Words of one's own, before the vendor's. */
  readonly severities?: Readonly<Record<string, SignalLevel>>;
  readonly serviceFrom?: readonly string[];
  readonly ends?: Readonly<Record<string, string>>;
  readonly plainData?: boolean;
}

export interface SignalMatcher {
  readonly label: string;
  readonly op: '=' | '!=';
  readonly value: string;
}

/** A maintenance window or a silence: what it matches, and when. */
export interface SignalWindow {
  readonly id: string;
  readonly match: readonly SignalMatcher[];
  readonly from: InstantInput;
  readonly to: InstantInput;
}

export interface SignalSettings {
  readonly sources: Readonly<Record<string, SignalSource>>;
  /** The labels whose values make a group. */
  readonly groupBy?: readonly string[];
  /** How long a candidate takes in more alarms. */
  readonly window?: string;
  /** How long all alarms must be quiet before a candidate has recovered. */
  readonly quiet?: string;
  readonly quietAfterEviction?: string;
  readonly flapping?: { readonly window: string; readonly enter: number; readonly leave: number };
  /** What each service depends on. */
  readonly services?: Readonly<Record<string, readonly string[]>>;
  readonly maintenance?: readonly SignalWindow[];
  readonly silences?: readonly SignalWindow[];
  /** The longest time for which an alarm may be shelved. */
  readonly shelving?: string;
  /** How far ahead of the present an alert may say that it is. */
  readonly future?: string;
  readonly capacity?: { readonly alarms: number; readonly candidates: number };
}

export interface Signal {
  readonly source: string;
  readonly fingerprint: string;
  readonly name: string;
  readonly status: SignalStatus;
  /** Absent if the source said none, or a word that nobody has mapped. */
  readonly level?: SignalLevel;
  /** As written. */
  readonly severity?: string;
  readonly service?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly started?: Instant;
  readonly ended?: Instant;
  readonly received: Instant;
  readonly summary?: string;
  readonly links: Readonly<Record<string, string>>;
}

export type SignalRead = { readonly signal: Signal } | { readonly errors: readonly CoreError[] };

export interface SignalOutcome {
  /** Its place in the body. */
  readonly index?: number;
  readonly kind:
    | 'opened' | 'joined' | 'worsened' | 'acknowledged' | 'suppressed' | 'flapping' | 'resolved'
    | 'duplicate' | 'outdated' | 'refused' | 'steadied' | 'recovered' | 'evicted';
  readonly fingerprint?: string;
  readonly candidate?: string;
  /** What suppressed it. */
  readonly by?: string;
  readonly state?: AlarmState;
  readonly errors?: readonly CoreError[];
}

export interface SignalsPushed {
  readonly received: Instant;
  readonly outcomes: readonly SignalOutcome[];
  readonly warnings: readonly CoreError[];
}

/** What may be an incident: alarms of one cause. */
export interface IncidentCandidate {
  readonly id: string;
  readonly number: number;
  readonly standing: 'open' | 'recovered' | 'evicted';
  readonly group: Readonly<Record<string, string>>;
  readonly name: string;
  readonly summary?: string;
  readonly level?: SignalLevel;
  readonly opened: Instant;
  readonly last: Instant;
  readonly ended?: Instant;
  readonly signals: number;
  readonly alarms: number;
  readonly firing: number;
  readonly lost: number;
  readonly services: readonly string[];
  readonly sources: readonly string[];
  /** Some of them. */
  readonly fingerprints: readonly string[];
}

export type SignalFigures = Readonly<Record<
  | 'bodies' | 'refusedBodies' | 'signals' | 'opened' | 'joined' | 'worsened' | 'acknowledged'
  | 'suppressed' | 'flapping' | 'resolved' | 'duplicates' | 'outdated' | 'refused'
  | 'candidatesOpened' | 'candidatesRecovered' | 'candidatesEvicted' | 'changesDropped'
  | 'evictedSettled' | 'evictedActive' | 'flappingBegun' | 'severityMissing' | 'severityUnmapped'
  | 'future' | 'contradictory' | 'summariesCut' | 'truncated' | 'alarms' | 'open' | 'flappingNow',
  number
>>;

export type AlarmAct =
  | {
    readonly type: 'acknowledge' | 'unshelve';
    readonly source: string;
    readonly fingerprint: string;
  }
  | {
    readonly type: 'shelve';
    readonly source: string;
    readonly fingerprint: string;
    readonly until: InstantInput;
  };

export type SignalStep =
  | { readonly type: 'push'; readonly source: string; readonly body: string; readonly now: InstantInput }
  | { readonly type: 'tick'; readonly now: InstantInput }
  | { readonly type: 'act'; readonly act: AlarmAct; readonly now: InstantInput };

export type SignalStepped =
  | { readonly pushed: SignalsPushed }
  | { readonly passed: readonly SignalOutcome[] }
  | { readonly refused: readonly CoreError[] };

/**
 * Alerts on their way to incident candidates. Every `now` is in milliseconds. Free it when it is
 * done with.
 */
export interface Signals {
  /** Takes in one body of a source: bytes, a text, or the value that was parsed of it. */
  push(source: string, body: Uint8Array | string | object, now: number): Answer<SignalsPushed>;
  /** Takes in the next bytes of a file of bodies, one on each line; cut anywhere. */
  feed(source: string, lines: Uint8Array, now: number): Answer<null>;
  /** Takes in the last line of each file, though its end did not come. */
  finish(now: number): Answer<null>;
  /** Lets time pass. */
  tick(now: number): Answer<readonly SignalOutcome[]>;
  /** Lets somebody do something about an alarm. */
  act(act: AlarmAct, now: number): Answer<SignalsPushed>;
  /** The candidates that changed or ended since this was last asked. */
  changes(): Answer<readonly IncidentCandidate[]>;
  /** Where everything stands. */
  figures(): Answer<{
    readonly figures: SignalFigures;
    readonly candidates: readonly IncidentCandidate[];
    readonly findings: readonly CoreError[];
  }>;
  free(): void;
}

/** Checks the settings (a document, or its JSON text) and begins to take in alerts under them. */
export declare function openSignals(settings: string | SignalSettings): Answer<Signals>;

// Clocks that the law starts.

export type StatuteFact = string | number | boolean | null;

export interface StatuteFacts {
  /** The IANA name of the zone in which the duties are counted. */
  readonly zone: string;
  /** Of the entity's state. */
  readonly holidays?: readonly { readonly date: string; readonly name?: string }[];
  /** Days on which authorities of the United States are closed beside federal holidays. */
  readonly closures?: readonly { readonly date: string; readonly name?: string }[];
  /** When what starts a clock happened: `awareness`, or for one regime `nis2.awareness`. */
  readonly anchors: Readonly<Record<string, InstantInput | null>>;
  /** Anchors that are known not to have happened. */
  readonly notYet?: readonly string[];
  readonly submissions?: readonly { readonly duty: string; readonly at: InstantInput }[];
  readonly facts?: Readonly<Record<string, StatuteFact>>;
  readonly delays?: readonly { readonly duty: string; readonly days: number }[];
}

export type StatuteScope = Readonly<Record<string, {
  readonly applies?: boolean;
  readonly zone?: string;
  readonly holidays?: readonly { readonly date: string; readonly name?: string }[];
  readonly facts?: Readonly<Record<string, StatuteFact>>;
}>>;

export interface StatuteDeadline {
  readonly regime: string;
  readonly duty: string;
  readonly what: string;
  readonly who: string;
  readonly whom: string;
  readonly source: string;
  readonly article: string;
  /** Whether the official text was at hand. */
  readonly verified: boolean;
  readonly status:
    | 'scopeNotDeclared' | 'notInForce' | 'notApplicable' | 'factMissing' | 'anchorMissing'
    | 'notStarted' | 'withoutUndueDelay' | 'submitted' | 'running' | 'due' | 'overdue' | 'met'
    | 'late';
  readonly missing?: readonly string[];
  /** By plain arithmetic: the earlier of the two. */
  readonly conservative?: Instant;
  /** By the rules on how periods are counted. */
  readonly statutory?: Instant;
  readonly submittedAt?: Instant;
  /** How they were found, each with its article; show each `message`. */
  readonly steps: readonly CoreError[];
}

export interface StatuteDeadlines {
  /** That this is not legal advice. */
  readonly notice: CoreError;
  readonly pack: string;
  readonly digest: string;
  readonly asOf: string;
  readonly tzdb: string;
  readonly now: Instant;
  readonly deadlines: readonly StatuteDeadline[];
  readonly warnings: readonly CoreError[];
}

export interface StatuteTest {
  readonly fact: string;
  readonly is?: string | number | boolean;
  readonly in?: readonly (string | number | boolean)[];
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly article?: string;
}

export interface StatuteLimit {
  readonly anchor?: string;
  /** One of `hours`, `days` and `months`. */
  readonly hours?: number;
  readonly days?: number;
  readonly months?: number;
  readonly counting: 'clock' | 'eu' | 'calendarDays' | 'federalBusinessDays';
  readonly article?: string;
  readonly when?: readonly StatuteTest[];
  readonly lapsesBefore?: { readonly anchor: string; readonly article: string };
  readonly afterYearEnd?: boolean;
  readonly twoWorkingDays?: boolean;
  readonly closing?: { readonly time: string; readonly article: string };
}

export interface StatuteDuty {
  readonly id: string;
  readonly what: string;
  readonly who: string;
  readonly whom: string;
  readonly source: string;
  readonly article: string;
  readonly verified?: boolean;
  readonly appliesFrom?: string;
  /** One of `anchor` and `after`. */
  readonly anchor?: string;
  readonly after?: string;
  readonly take?: 'first' | 'last';
  readonly promptly?: boolean;
  readonly when?: readonly StatuteTest[];
  readonly unless?: readonly StatuteTest[];
  readonly limits?: readonly StatuteLimit[];
  readonly extension?: {
    readonly time: string;
    readonly article: string;
    readonly unless?: readonly StatuteTest[];
  };
  readonly delays?: { readonly most: readonly number[]; readonly article: string };
  readonly tellBefore?: string;
  readonly reasonsIfLate?: string;
}

export interface StatuteRegime {
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly inForce: boolean;
  readonly appliesFrom?: string;
  readonly zone?: string;
  readonly note?: string;
  readonly facts?: readonly {
    readonly id: string;
    readonly holds: 'flag' | 'number' | 'word';
    readonly words?: readonly string[];
    readonly meaning: string;
  }[];
  readonly duties: readonly StatuteDuty[];
}

/** Duties as data. */
export interface StatutePack {
  readonly version: number;
  readonly id: string;
  readonly asOf: string;
  readonly note?: string;
  readonly anchors: readonly {
    readonly id: string;
    readonly meaning: string;
    readonly notBefore?: readonly string[];
  }[];
  readonly regimes: readonly StatuteRegime[];
}

/**
 * A checked pack that answers requests about its deadlines. Immutable: it lives on when the
 * instance is replaced. Free it when it is done with.
 */
export interface Statutes {
  readonly opened: Answer<Operations['checkStatutePack']['value']>;
  /** As `call` of the entry; `statuteDeadlines` is answered by this pack and brings none. */
  call<O extends Operation>(request: KeptRequest<O>): Answer<Operations[O]['value']>;
  callText(text: string): string;
  free(): void;
}

/** What is asked of `Statutes`. */
export type KeptRequest<O extends Operation = Operation> = { readonly op: O } & (
  O extends 'statuteDeadlines' ? Omit<Operations[O]['request'], 'pack'> : Operations[O]['request']
);

/** Checks a pack, or takes the supplied one, and keeps it. */
export declare function openStatutes(pack?: StatutePack | null): Answer<Statutes>;

// Who may see what.

export type Relation = 'public' | 'community' | 'client' | 'organization' | 'recipient';

export type EventWord =
  | 'opened' | 'stateChanged' | 'factsChanged' | 'messageAdded' | 'requesterMessage'
  | 'supportMessage' | 'internalNote' | 'priorityChanged' | 'priorityOverridden' | 'targetWarned'
  | 'targetBreached' | 'approved' | 'actionRequested' | 'corrected';

/** What a rule is about, and who needs to know it. */
export interface DisclosureRule {
  readonly id: string;
  /** JSON Pointers, in which `*` is any one step. */
  readonly at?: readonly string[];
  readonly fields?: readonly string[];
  readonly events?: readonly EventWord[];
  /** The label that what it is about has. */
  readonly label?: Tlp;
  readonly tlp?: Tlp;
  readonly roles?: readonly string[];
}

/** Nothing is shown that no rule shows. */
export interface Disclosure {
  readonly unlabelled?: Tlp;
  readonly countEvents?: boolean;
  readonly show: readonly DisclosureRule[];
  readonly withhold?: readonly DisclosureRule[];
  /** Fields whose values are looked for in all other texts, too. */
  readonly repeatsOf?: readonly string[];
}

export interface Viewer {
  readonly relation: Relation;
  readonly roles?: readonly string[];
}

export interface Redacted {
  /** For the viewer; all else here is for the host. */
  readonly document: unknown;
  readonly label: Tlp;
  readonly withheld: {
    readonly values: number;
    readonly events: number;
    readonly by: readonly {
      readonly reason: 'label' | 'rule' | 'noRule' | 'history' | 'correction' | 'repeats';
      readonly rule?: string;
      readonly values: number;
    }[];
  };
  readonly warnings: readonly CoreError[];
}

// The assessment of events.

export type Outcome = 'falseAlarm' | 'vulnerability' | 'event' | 'incident' | 'crisis';

/** What an assessor states. Codes are those of `taxonomies`. */
export interface Assessment {
  readonly id?: string;
  readonly from?: Outcome;
  readonly outcome: Outcome;
  readonly reason?: string;
  readonly disposition?: string;
  readonly notAnIncident?: string;
  readonly duplicateOf?: string;
  readonly transferredTo?: string;
  readonly confidence?: 'none' | 'low' | 'medium' | 'high';
  readonly classification?: {
    readonly rsit?: string;
    readonly attack?: readonly string[];
    readonly nis2RootCause?: string;
    readonly veris?: {
      readonly securityIncident?: string;
      readonly actor?: readonly string[];
      readonly action?: readonly string[];
      readonly attribute?: readonly string[];
      readonly impact?: string;
      readonly targeted?: string;
      readonly confidence?: string;
    };
  };
  readonly functionalImpact?: 'none' | 'low' | 'medium' | 'high';
  readonly informationImpact?: readonly ('none' | 'privacyBreach' | 'proprietaryBreach' | 'integrityLoss')[];
  readonly recoverability?: 'regular' | 'supplemented' | 'extended' | 'notRecoverable';
  readonly tlp?: Tlp;
  readonly pap?: Pap;
  readonly severity?: Readonly<Record<string, string>>;
}

export type SeverityCategory =
  | 'functionalImpact' | 'observedActivity' | 'locationOfObservedActivity'
  | 'actorCharacterization' | 'informationImpact' | 'recoverability' | 'crossSectorDependency'
  | 'potentialImpact';

export interface AssessmentPlan {
  readonly fields?: readonly { readonly name: string; readonly holds: 'text' | 'number' | 'flag' | 'list' }[];
  readonly outcomes?: readonly {
    readonly id: string;
    readonly if: Condition;
    readonly outcome: Outcome;
    readonly because?: string;
  }[];
  /** More means: who, and for how long. */
  readonly escalation?: readonly {
    readonly id: string;
    readonly if: Condition;
    readonly resources?: readonly string[];
    readonly time?: string;
    readonly because?: string;
  }[];
  readonly managementLevels?: readonly string[];
  /** A higher level of management. */
  readonly elevation?: readonly {
    readonly id: string;
    readonly if: Condition;
    readonly level: string;
    readonly because?: string;
  }[];
  readonly severityModel?: {
    readonly source?: string;
    readonly levels?: readonly { readonly id: string; readonly fromHundredths: number }[];
    readonly categories: Readonly<Record<
      SeverityCategory,
      { readonly weight: number; readonly values: Readonly<Record<string, number>> }
    >>;
  };
}

export type EventSeverity =
  | { readonly state: 'weightsMissing' }
  | {
    readonly state: 'incomplete';
    readonly missing: readonly SeverityCategory[];
    readonly atLeastHundredths: number;
    readonly atMostHundredths: number;
  }
  | {
    readonly state: 'scored';
    readonly hundredths: number;
    readonly points: number;
    readonly weights: number;
    readonly level?: string;
  };

export interface NextOutcome {
  readonly outcome: Outcome;
  readonly needsReason: boolean;
}

export interface AssessedEvent {
  readonly assessment: Assessment;
  readonly byRules: {
    readonly outcome?: Outcome;
    readonly reasons: readonly {
      readonly rule: string;
      readonly outcome: Outcome;
      readonly because?: string;
    }[];
  };
  readonly next: readonly NextOutcome[];
  readonly escalation: {
    readonly needed: boolean;
    readonly triggers: readonly {
      readonly rule: string;
      readonly resources: readonly string[];
      readonly time?: string;
      readonly because?: string;
    }[];
  };
  readonly elevation: {
    readonly needed: boolean;
    readonly level?: string;
    readonly triggers: readonly {
      readonly rule: string;
      readonly level: string;
      readonly because?: string;
    }[];
  };
  readonly severity: EventSeverity;
  readonly warnings: readonly CoreError[];
}

/** Codes and names of a taxonomy. */
export interface Taxonomy {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly source: string;
  readonly codes: readonly { readonly code: string; readonly name?: string }[];
}

export interface Operations {
  /** The message catalogue of this entry. */
  messages: { request: object; value: readonly Template[] };
  versions: { request: object; value: Versions };
  /** The next line of a ticket's record of decisions, with its line feed. Without a head, the first. */
  appendDecision: {
    request: {
      readonly ticket: string;
      readonly head?: RecordHead | null;
      readonly decision: DecisionOnRecord;
    };
    value: { readonly line: string; readonly head: RecordHead };
  };
  /** How far a record goes, decisions on case files included; with a head that was kept, also whether it goes on from there. */
  verifyRecord: {
    request: { readonly record: string; readonly head?: RecordHead | null };
    value: RecordHead;
  };
  headOfTree: { request: { readonly heads: readonly RecordHead[] }; value: TreeHead };
  /** What shows that the head of a ticket's record is below the root; `null` if it is not. */
  proveInclusion: {
    request: { readonly heads: readonly RecordHead[]; readonly ticket: string };
    value: Inclusion | null;
  };
  verifyInclusion: {
    request: { readonly inclusion: Inclusion; readonly tree: TreeHead };
    value: true;
  };
  checkSignalSettings: { request: { readonly settings: SignalSettings }; value: true };
  /** The signals of one body. `body` is text of at most 64 KiB here; `openSignals` takes 1 MiB. */
  readSignals: {
    request: {
      readonly settings: SignalSettings;
      readonly source: string;
      readonly body: string;
      readonly now: InstantInput;
    };
    value: { readonly signals: readonly SignalRead[]; readonly warnings: readonly CoreError[] };
  };
  /** What a sequence of bodies makes, from nothing. */
  correlateSignals: {
    request: { readonly settings: SignalSettings; readonly steps: readonly SignalStep[] };
    value: {
      readonly steps: readonly SignalStepped[];
      readonly candidates: readonly IncidentCandidate[];
      readonly figures: SignalFigures;
    };
  };
  /** The words of each vendor, with the level of each. */
  severities: { request: object; value: Readonly<Record<string, Readonly<Record<string, SignalLevel>>>> };
  /** Every move between the states of an alarm. */
  alarmStates: {
    request: object;
    value: readonly {
      readonly state: AlarmState;
      readonly event: AlarmEvent;
      readonly firing: boolean;
      readonly to: AlarmState;
    }[];
  };
  /** The pack of the crate: secondary sources, nothing of it verified. */
  statutePack: { request: object; value: StatutePack };
  checkStatutePack: {
    request: { readonly pack: StatutePack };
    value: {
      readonly id: string;
      readonly digest: string;
      readonly duties: number;
      readonly verified: number;
    };
  };
  /** How the duties of a pack stand. This is not legal advice. */
  statuteDeadlines: {
    request: {
      readonly facts: StatuteFacts;
      readonly scope: StatuteScope;
      readonly now: InstantInput;
      readonly pack?: StatutePack | null;
      readonly only?: readonly string[];
    };
    value: StatuteDeadlines;
  };
  /** A document without what a viewer may not see, byte for byte. */
  redact: {
    request: {
      readonly document: unknown;
      readonly rules: Disclosure | 'iso27035';
      readonly viewer: Viewer;
    };
    value: Redacted;
  };
  checkDisclosure: {
    request: { readonly rules: Disclosure };
    value: { readonly warnings: readonly CoreError[] };
  };
  disclosurePreset: { request: { readonly name: 'iso27035' }; value: Disclosure };
  /** What the Permissible Actions Protocol permits under a label. */
  permittedActions: {
    request: { readonly pap: Pap };
    value: {
      readonly pap: Pap;
      readonly actions: readonly {
        readonly action: string;
        readonly says: string;
        readonly permitted: boolean;
      }[];
      readonly warnings: readonly CoreError[];
    };
  };
  /** What follows from an assessment under a plan, or every contradiction in it. */
  assessEvent: {
    request: {
      readonly assessment: Assessment;
      readonly facts?: Readonly<Record<string, Value>>;
      readonly plan?: AssessmentPlan | null;
    };
    value: AssessedEvent;
  };
  checkAssessmentPlan: { request: { readonly plan: AssessmentPlan }; value: true };
  nextOutcomes: { request: { readonly from: Outcome }; value: readonly NextOutcome[] };
  taxonomies: { request: object; value: readonly Taxonomy[] };
}
