import type { Answer, CoreError, Versions } from '../index.js';

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

/** Every operation of this entry. */
export interface Operations {
  /** The message catalogue of this entry. */
  messages: { request: object; value: readonly Template[] };
  versions: { request: object; value: Versions };
}
