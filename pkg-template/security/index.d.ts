import type {
  Answer, Command, Context, CoreError, Event, Versions,
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
export type FaultCode = 'freed' | 'instanceLost' | 'notBytes' | 'notJson' | 'notReady' | 'notString';

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
  /** How far a record goes; with a head that was kept, also whether it goes on from there. */
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
}
