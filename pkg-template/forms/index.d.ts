import type {
  Answer,
  CalendarDocument,
  Command,
  Context,
  CoreError,
  Event,
  Facts,
  Kind,
  Operations,
  PolicyDraft,
  Request,
  Ticket,
} from '../index.js';

/** What a form library needs of a schema: the interface of `@standard-schema/spec`, version 1. */
export interface Schema<Input, Output = Input> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: 'incident-core';
    readonly validate: (
      value: unknown,
    ) => { readonly value: Output; readonly issues?: undefined } | Failed;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export interface Failed {
  readonly issues: readonly Issue[];
}

/** A finding of the core, as a form shows it. */
export interface Issue {
  readonly message: string;
  /** Where in the value; empty for all of it. */
  readonly path: readonly (string | number)[];
  readonly code: string;
  readonly help?: string | undefined;
  readonly params: CoreError['params'];
}

/** Who answers an operation: an entry of the package, or an engine. */
export interface Answers<O extends keyof Operations> {
  call(request: Request<O>): Answer<Operations[O]['value']>;
}

/**
 * A policy document, or the name of a preset, by all that `checkPolicy` says against it; of an
 * entry, not an engine.
 */
export declare function policySchema(core: Answers<'checkPolicy'>): Schema<PolicyDraft | string>;

/** A calendar's document, or the identifier of one that is known. */
export declare function calendarSchema(core: Answers<'isOpen'>): Schema<CalendarDocument | string>;

/** The facts of a ticket, by the fields and scales of the engine's policy. */
export declare function factsSchema(
  engine: Answers<'prioritize'>,
  options?: { readonly kind?: Kind },
): Schema<Facts>;

/** For whom and when a command is decided. It is asked at each validation, since time passes. */
export interface Deciding {
  readonly ticket?: Ticket | null;
  readonly context: () => Context;
}

/** A command as the engine decides it: what is missing, what is refused, and why. */
export declare function commandSchema(
  engine: Answers<'decide'>,
  deciding: Deciding,
): Schema<Command>;

/** The facts that go along with such a command: for a form that has fields for them alone. */
export declare function commandFactsSchema(
  engine: Answers<'decide'>,
  deciding: Deciding & { readonly command: Extract<Command, { readonly facts?: Facts }> },
): Schema<Facts>;

/** A ticket as another system hands it over. */
export declare function ticketSchema(engine: Answers<'assess'>): Schema<Ticket>;

/** The events of one ticket, from its first one on. */
export declare function eventsSchema(core: Answers<'evolve'>): Schema<readonly Event[]>;
