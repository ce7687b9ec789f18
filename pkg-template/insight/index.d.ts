import type {
  Answer, CalendarDocument, CoreError, Facts, Instant, InstantInput, Kind, SpanText, Versions,
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

/** What became of the rows that were pushed so far. */
export interface Learned {
  readonly learned: number;
  readonly refused: number;
  /** What was wrong with which line, at most 1,000 findings. */
  readonly findings: readonly CoreError[];
}

/** How good a list of probabilities was. */
export interface Reliability {
  readonly n: number;
  readonly trueOnes: number;
  /** The mean square of what they were off by: 0 is perfect, always one half 0.25. */
  readonly brier: number;
  /** How far the mean of each tenth lies from the share that came true, weighted by its forecasts. */
  readonly calibrationError: number;
  /** Ten of them, from `0` to below `0.1` up. */
  readonly bins: readonly { readonly n: number; readonly forecast: number; readonly observed: number }[];
}

// Similar tickets, and what helped with them.

/** What is remembered of a ticket: a part of the `Ticket`. */
export interface PastTicket {
  readonly id: string;
  readonly kind?: Kind;
  readonly state?: string;
  readonly openedAt: InstantInput;
  readonly resolvedAt?: InstantInput;
  readonly reopens?: number;
  /**
   * Read are `shortDescription`, `description`, `category`, `service`, `assignmentGroup`,
   * `resolutionCode`, `resolutionNotes` and `workaround`.
   */
  readonly facts: Facts;
}

export interface SimilarSettings {
  /** What an occurrence counts in each field, in tenths up to 1,000: 30 in the title, 10 elsewhere. */
  readonly weights?: {
    readonly title?: number;
    readonly text?: number;
    readonly category?: number;
    readonly service?: number;
  };
  /** How many tenths of occurrences are worth half of endlessly many, 1 to 1,000; 15 if absent. */
  readonly saturation?: number;
}

/** Tickets with all of this. */
export interface TicketFilter {
  readonly kind?: Kind;
  readonly state?: string;
  readonly category?: string;
  readonly service?: string;
  readonly assignmentGroup?: string;
  readonly openedFrom?: InstantInput;
  readonly openedBefore?: InstantInput;
}

/** What is searched for: words, a ticket, or both. */
export interface SimilarQuery {
  /** Words, which count as a title does. One that no ticket has stands for the nearest one. */
  readonly text?: string;
  /** A ticket; it is never found itself. Its words of six letters and more are mended likewise. */
  readonly ticket?: PastTicket;
  /** Whether only tickets are searched that were opened before that ticket. */
  readonly earlier?: boolean;
  readonly only?: TicketFilter;
  /** 10 if absent, never more than 100. */
  readonly limit?: number;
}

export interface FixQuestion {
  readonly query: SimilarQuery;
  /** In how much time a resolution comes to count half; a year if absent. */
  readonly halfLife?: SpanText;
  readonly now: InstantInput;
}

export interface Match {
  readonly id: string;
  /** 1 is what a copy of what was searched for reaches. */
  readonly score: number;
  readonly openedAt: Instant;
  /** What it shares with what was searched for, at most 10, those first that add most. */
  readonly terms: readonly { readonly term: string; readonly fields: readonly string[]; readonly share: number }[];
}

/** What helped with similar tickets. */
export interface Fix {
  readonly resolutionCode?: string;
  readonly resolutionNotes?: string;
  readonly workaround?: string;
  /** Its part of what all resolutions of similar tickets count. */
  readonly share: number;
  /** The tickets that were resolved so, those first that count most. */
  readonly tickets: readonly {
    readonly id: string;
    readonly score: number;
    readonly reopens: number;
    readonly weight: number;
  }[];
}

/** What takes in past tickets. Call `free` when it is done with. */
interface Past<Row> {
  /** Adds rows; one of the same ticket takes the place of the earlier one. */
  push(rows: Rows<Row>): Answer<Learned>;
  /** Adds the last line, though its end did not come. */
  finish(): Answer<Learned>;
  /** Whether there was such a ticket. */
  forget(id: string): boolean;
  free(): void;
}

/** Past tickets, to be searched. */
export interface SimilarIndex extends Past<PastTicket> {
  similar(query: SimilarQuery): Answer<readonly Match[]>;
  fixes(question: FixQuestion): Answer<readonly Fix[]>;
  /** How many tickets there are, and the bytes of memory that they take. */
  size(): { readonly tickets: number; readonly bytes: number };
  /** The index as bytes, for `loadIndex`. */
  store(): Uint8Array;
}

export declare function openIndex(settings?: SimilarSettings): Answer<SimilarIndex>;

/** The index that was stored; bytes of another version, or that were changed, are refused. */
export declare function loadIndex(stored: Uint8Array): Answer<SimilarIndex>;

/** What learns from rows, and can be stored as a text. */
interface Learner<Row> extends Past<Row> {
  store(): string;
  /** Puts what was stored in the place of what was learned; a refusal leaves all as it was. */
  load(stored: string): Answer<{ readonly rows: number }>;
}

// How probable it is that a promise is missed.

export interface BreachSettings {
  /** The working hours that rows name. */
  readonly calendars?: Readonly<Record<string, CalendarDocument>>;
  /** The facts that are looked at, from the widest to the narrowest; at most 8. */
  readonly by?: readonly string[];
  /** How many tickets the wider look brings to the narrower one; 6 if absent. */
  readonly shrinkage?: number;
  /** How many past tickets are needed; 50 if absent. */
  readonly least?: number;
}

/** One clock of one ticket, past or running. */
export interface BreachRow {
  readonly ticket: string;
  readonly target?: string;
  /** A name of the settings; around the clock if absent. */
  readonly calendar?: string;
  readonly startedAt: InstantInput;
  readonly goal: SpanText;
  readonly metAt?: InstantInput;
  /** When it ended without being met: the ticket was canceled, or is seen no longer. */
  readonly endedAt?: InstantInput;
  /** What was known at the start: `priority`, `phase`, `group` and others. */
  readonly facts?: Readonly<Record<string, string>>;
  /** What changed later. */
  readonly changes?: readonly {
    readonly at: InstantInput;
    readonly facts?: Readonly<Record<string, string>>;
    readonly goal?: SpanText;
  }[];
  readonly pauses?: readonly { readonly from: InstantInput; readonly to?: InstantInput }[];
}

export interface BreachForecast {
  readonly ticket: string;
  readonly target?: string;
  readonly standing: 'ahead' | 'running' | 'met' | 'missed';
  /** The probability of a miss. */
  readonly probability: number;
  /** The share of misses among all past tickets whose end is known. */
  readonly baseRate: number;
  readonly elapsed: SpanText;
  readonly goal: SpanText;
  /** Whether the history is too thin to go by. */
  readonly unsure: boolean;
  /** What it rests on, from the widest look to the narrowest. */
  readonly looks: readonly {
    readonly by?: string;
    readonly value?: string;
    readonly tickets: number;
    readonly met: number;
    readonly missed: number;
    readonly probability: number;
  }[];
  readonly findings?: readonly CoreError[];
}

export interface BacktestSettings {
  /** How much of the working time has passed, in percent; 0, 25, 50 and 75 if absent. */
  readonly checkpoints?: readonly number[];
  /** The share of the tickets, the earliest, that are only learned from, in percent; 30 if absent. */
  readonly learn?: number;
  /** How old a model may become; `24h` if absent. */
  readonly refit?: SpanText;
  /** Whether ends are known before they came: that is no forecast. */
  readonly hindsight?: boolean;
}

/** Brier scores: ours, that of the share of misses, that of the share of the time that had passed. */
export interface Compared {
  readonly n: number;
  readonly missed: number;
  readonly brier: number;
  readonly baseRate: number;
  readonly elapsedShare: number;
  /** By which part ours is smaller than that of the base rate. */
  readonly skill: number;
}

export interface Backtest {
  readonly learned: number;
  readonly tickets: number;
  readonly all: Compared;
  readonly sure: Compared;
  readonly checkpoints: readonly { readonly percent: number; readonly compared: Compared }[];
  readonly reliability: Reliability;
}

/** Past tickets with what became of their targets. */
export interface Forecasts extends Learner<BreachRow> {
  forecast(ticket: BreachRow, now: InstantInput): Answer<BreachForecast>;
  /** How good forecasts of these tickets would have been. */
  backtest(now: InstantInput, settings?: BacktestSettings): Answer<Backtest>;
}

export declare function openForecasts(settings?: BreachSettings): Answer<Forecasts>;

// What a ticket probably belongs to.

export interface SuggestSettings {
  /** The facts that are looked at, at most 32; title and description are, where there are any. */
  readonly facts?: readonly string[];
  /** How many past tickets are needed; 50 if absent. */
  readonly least?: number;
  /** From which probability on the first suggestion is sure, in percent; 50 if absent. */
  readonly sure?: number;
  /** How many suggestions are made; 5 if absent. */
  readonly length?: number;
}

/** A ticket as it was reported, and what it turned out to belong to. */
export interface SuggestRow {
  readonly ticket: string;
  readonly at: InstantInput;
  /** Its category, service or group in the end; none of a ticket that is asked about. */
  readonly answer?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly title?: string;
  readonly description?: string;
}

export interface Suggested {
  readonly suggestions: readonly {
    readonly value: string;
    readonly probability: number;
    readonly because: readonly {
      readonly by: string;
      readonly value: string;
      readonly tickets: number;
      readonly same: number;
    }[];
  }[];
  /** Whether the first one is not to be relied on. */
  readonly unsure: boolean;
  readonly tickets: number;
  /** Which facts say what no past ticket said. */
  readonly unseen: readonly string[];
  readonly findings?: readonly CoreError[];
}

export interface Hits {
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  readonly logLoss: number;
  readonly unseen: number;
}

export interface SuggestTrial {
  readonly learned: number;
  readonly answers: number;
  readonly recent: Hits;
  /** Always the most frequent answers. */
  readonly majority: Hits;
  readonly earlier: Hits;
  readonly drift: { readonly moreLoss: number; readonly chance: number; readonly drifted: boolean };
  readonly reliability: Reliability;
  readonly weights: readonly (readonly [string, number])[];
}

/** Past tickets with what they belonged to. */
export interface Suggestions extends Learner<SuggestRow> {
  suggest(ticket: SuggestRow): Answer<Suggested>;
  /** How good suggestions for the latest tickets are, and whether they drift. */
  trial(settings?: { /** In percent; 20 if absent. */ readonly recent?: number }): Answer<SuggestTrial>;
}

export declare function openSuggestions(settings?: SuggestSettings): Answer<Suggestions>;

// Incidents that probably have one cause.

export interface ProblemSettings {
  /** How similar what incidents say is within a group, in percent; 50 if absent. */
  readonly similar?: number;
  /** How many occurrences make a group worth a problem; 3 if absent. */
  readonly least?: number;
  /** How long a window is that says no beginning; 28 if absent. */
  readonly windowDays?: number;
  /** How far before the window the usual rate is looked for; 365 if absent. */
  readonly lookBackDays?: number;
  /** Within which span reports may be of one outage; `2h` if absent. */
  readonly outageWithin?: SpanText;
  /** How many reports an outage has at least; 3 if absent. */
  readonly outageLeast?: number;
  /** For how long after a change its consequences are looked for; `24h` if absent. */
  readonly afterChange?: SpanText;
  /** Which share of what is told may be chance, in percent; 5 if absent. */
  readonly chance?: number;
  /** How many candidates are told; 50 if absent. */
  readonly length?: number;
  /** From which score on a known error is offered, in percent; 40 if absent. */
  readonly offerFrom?: number;
  /** How many known errors are offered; 3 if absent. */
  readonly offerLength?: number;
}

export interface PastChange {
  readonly id: string;
  /** When it took effect. */
  readonly at: InstantInput;
  readonly service?: string;
  readonly category?: string;
  readonly configurationItem?: string;
}

export interface ProblemQuestion {
  readonly now: InstantInput;
  /** When the window begins that is held against the time before it. */
  readonly from?: InstantInput;
  /** Since when the history is whole; its first incident says so if absent. */
  readonly since?: InstantInput;
  readonly changes?: readonly PastChange[];
}

export type ProblemKind = 'outage' | 'recurring' | 'rise' | 'afterChange';

/** What makes a problem record of a candidate, or adds its other incidents to the known one. */
export interface ProblemDraft {
  /** The command that opens it; absent where the problem is known already. */
  readonly open?: {
    readonly type: 'open';
    readonly id: string;
    readonly kind: 'problem';
    readonly from: 'support';
    readonly facts: Facts;
  };
  /** The command for each of `incidents`. */
  readonly link: { readonly type: 'changeFacts'; readonly facts: Facts };
  readonly incidents: readonly string[];
}

/** Reports of one outage; a probability of 0.0001 stands for that or less. */
export interface Outage {
  /** The first report: the parent to propose. */
  readonly parent: string;
  readonly reports: number;
  readonly duplicates: readonly string[];
  readonly from: Instant;
  readonly to: Instant;
  readonly probability?: number;
  /** The change that went before it. */
  readonly change?: string;
}

/** Incidents that may have one cause, with what speaks for it. */
export interface ProblemCandidate {
  /** What names it in every run. */
  readonly key: string;
  readonly kinds: readonly ProblemKind[];
  /** Whether its incidents say the same; else they only share facts. */
  readonly similar: boolean;
  readonly facts: Facts;
  readonly terms: readonly { readonly term: string; readonly share: number }[];
  readonly reports: number;
  /** As what they count: an outage once. */
  readonly occurrences: number;
  /** How many were opened within the window. */
  readonly recent: number;
  /** The latest first. */
  readonly incidents: readonly string[];
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly recurring?: { readonly days: number; readonly medianInterval: SpanText };
  readonly rise?: {
    readonly occurrences: number;
    /** How many were to be expected at the usual rate. */
    readonly expected: number;
    readonly before: number;
    readonly usualPerWeek: number;
    /** How much more past weeks differ than chance would have it; all counts were divided by it. */
    readonly spread: number;
    readonly probability: number;
    readonly falseDiscoveryRate: number;
  };
  readonly afterChange?: {
    readonly occurrences: number;
    readonly of: number;
    readonly shareOfTime: number;
    readonly probability: number;
    readonly falseDiscoveryRate: number;
    readonly followed: number;
    readonly changes: readonly { readonly id: string; readonly at: Instant; readonly occurrences: number }[];
  };
  readonly outages?: readonly Outage[];
  /** The problem that it belongs to already. */
  readonly known?: { readonly problem: string; readonly incidents: number };
  readonly problem: ProblemDraft;
  /** The same in a few words, as `report` of `incident-core/metrics` takes it under `problems`. */
  readonly report: {
    readonly title: string;
    readonly tickets: readonly string[];
    readonly evidence: readonly string[];
  };
}

export interface ProblemCandidates {
  readonly since: Instant;
  readonly from: Instant;
  readonly now: Instant;
  readonly incidents: number;
  /** How many were opened after `now`, and left out. */
  readonly ahead: number;
  readonly groups: number;
  /** Whether the history is too short for a usual rate, so that no rise is told. */
  readonly tooThin: boolean;
  readonly findings?: readonly CoreError[];
  readonly candidates: readonly ProblemCandidate[];
  readonly leftOut: number;
}

export interface KnownError {
  readonly id: string;
  readonly title: string;
  readonly symptoms?: string;
  /** It is not offered for incidents of another service or category. */
  readonly service?: string;
  readonly category?: string;
  readonly workaround?: string;
  /** One that is `retired` is never offered. */
  readonly status?: 'active' | 'retired';
}

export interface OfferedError {
  readonly id: string;
  readonly title: string;
  readonly workaround?: string;
  readonly score: number;
  readonly terms: Match['terms'];
}

/** Past incidents that problem candidates are found in. */
export interface Problems extends Learner<PastTicket> {
  candidates(question: ProblemQuestion): Answer<ProblemCandidates>;
}

export declare function openProblems(settings?: ProblemSettings): Answer<Problems>;

/** Every operation of this entry. */
export interface Operations {
  /** The terms of a text: what a search sees of it. */
  analyseText: {
    request: { readonly text: string };
    value: readonly { readonly term: string; readonly kind: 'word' | 'name' | 'number' | 'frame' }[];
  };
  backtestBreach: {
    request: {
      readonly settings?: BreachSettings;
      readonly rows: readonly BreachRow[];
      readonly backtest?: BacktestSettings;
      readonly now: InstantInput;
    };
    value: Backtest;
  };
  forecastBreach: {
    request: {
      readonly settings?: BreachSettings;
      readonly rows: readonly BreachRow[];
      readonly ticket: BreachRow;
      readonly now: InstantInput;
    };
    value: BreachForecast;
  };
  /** The message catalogue of this entry. */
  messages: { request: object; value: readonly Template[] };
  /** The known errors that probably explain a new incident, with their workarounds. */
  offerKnownErrors: {
    request: {
      readonly settings?: ProblemSettings;
      readonly ticket: PastTicket;
      readonly knownErrors: readonly KnownError[];
    };
    value: readonly OfferedError[];
  };
  problemCandidates: {
    request: {
      readonly settings?: ProblemSettings;
      readonly rows: readonly PastTicket[];
      readonly question: ProblemQuestion;
    };
    value: ProblemCandidates;
  };
  similarTickets: {
    request: {
      readonly settings?: SimilarSettings;
      readonly tickets: readonly PastTicket[];
      readonly query: SimilarQuery;
    };
    value: readonly Match[];
  };
  suggestFixes: {
    request: { readonly settings?: SimilarSettings; readonly tickets: readonly PastTicket[] } & FixQuestion;
    value: readonly Fix[];
  };
  suggestValues: {
    request: {
      readonly settings?: SuggestSettings;
      readonly rows: readonly SuggestRow[];
      readonly ticket: SuggestRow;
    };
    value: Suggested;
  };
  trySuggestions: {
    request: {
      readonly settings?: SuggestSettings;
      readonly rows: readonly SuggestRow[];
      readonly trial?: { readonly recent?: number };
    };
    value: SuggestTrial;
  };
  versions: { request: object; value: Versions };
}
