import type { StandardSchemaV1 } from '@standard-schema/spec';
import { call, openEngine } from 'incident-core';
import type { Command, CoreError, PolicyDraft, Ticket } from 'incident-core';
import * as analysis from 'incident-core/analysis';
import { openEngine as openDeskEngine } from 'incident-core/desk';
import { SlaCountdown, defineSlaCountdown } from 'incident-core/element';
import { commandFactsSchema, commandSchema, factsSchema, policySchema, ticketSchema } from 'incident-core/forms';
import { useQueue, useSlaClock, useStore, useTicket } from 'incident-core/react';
import { countdown, queueStore, slaView, ticketStore } from 'incident-core/store';
import type { CountdownLevel, QueueSnapshot, SlaView, Store, TicketSnapshot } from 'incident-core/store';

declare const ticket: Ticket;
const engine = openEngine('itil');
const desk = openDeskEngine('itil');

if (engine.ok) {
  const store = ticketStore(engine.value, ticket, { serverNow: 0, actor: { id: 'ada' }, page: document });
  const kept: Store<TicketSnapshot> = store;
  const end: () => void = store.subscribe(() => {});
  const { strictest, clocks, live, errors } = store.getSnapshot();
  const view: SlaView | undefined = strictest;
  const left: number | null = clocks[0]?.remainingMs ?? null;
  const code: string | undefined = errors[0]?.code;
  store.put(ticket);
  store.tell('2026-01-09T15:00:00Z');
  // @ts-expect-error a store is of one ticket
  store.put([ticket]);
  // @ts-expect-error a snapshot is read-only
  store.getSnapshot().live = true;
  if (view) {
    const level: CountdownLevel = countdown(view, { seconds: false }).level;
    // @ts-expect-error there is no such level
    void (level === 'late');
  }
  void [kept, end, left, code, live];

  const clock = useSlaClock(engine.value, ticket, { target: 'resolve', shown: { seconds: false } });
  // @ts-expect-error there may be no clock
  void clock.countdown;
  const text: string | undefined = clock?.countdown.text;
  const assessed = useTicket(engine.value, ticket).assessment?.moves[0]?.allowed satisfies boolean | undefined;
  void [text, assessed, useStore(store).clocks];
  // @ts-expect-error who asks is an engine
  useTicket({}, ticket);

  const command = commandSchema(engine.value, { ticket, context: () => ({ now: 0, actor: { id: 'ada' } }) });
  const standard: StandardSchemaV1<Command> = command;
  const inferred: StandardSchemaV1.InferOutput<typeof command> = { type: 'tick' };
  const facts = factsSchema(engine.value, { kind: 'incident' });
  const issues: readonly StandardSchemaV1.Issue[] | undefined = (facts satisfies StandardSchemaV1)['~standard'].validate({}).issues;
  const params: CoreError['params'] | undefined = facts['~standard'].validate({}).issues?.[0]?.params;
  void commandFactsSchema(engine.value, {
    command: { type: 'move', to: 'resolved' },
    context: () => ({ now: 0, actor: { id: 'ada' } }),
  });
  // @ts-expect-error a tick has no facts
  void commandFactsSchema(engine.value, { command: { type: 'tick' }, context: () => ({ now: 0, actor: { id: 'a' } }) });
  // @ts-expect-error a command is decided in a context
  void commandSchema(engine.value, {});
  void [standard, inferred, issues, params, ticketSchema(engine.value)];
}

const policy: StandardSchemaV1<PolicyDraft | string> = policySchema({ call });
void [policy, policySchema(analysis)];

if (desk.ok) {
  const opened = desk.value.desk();
  if (opened.ok) {
    const queue = queueStore(opened.value, { limit: 10, filter: { class: 'breached' } });
    const snapshot: QueueSnapshot = queue.getSnapshot();
    const shown = snapshot.rows.map(({ sla }) => countdown(sla).text);
    queue.ask({ offset: 10 });
    // @ts-expect-error the store says what time it is
    queue.ask({ now: 0 });
    void [shown, useQueue(opened.value, { limit: 5, revision: 1 }).rows];
  }
}

const assessed = call({ op: 'assess', policy: 'itil', ticket, context: { now: 0, actor: { id: 'ada' } } });
if (assessed.ok) for (const clock of assessed.value.clocks) void (slaView(clock).dueAt satisfies string | null);

defineSlaCountdown();
const element: SlaCountdown = document.createElement('sla-countdown');
element.store = undefined;
// @ts-expect-error a view has a stage
element.view = {};
document.addEventListener('levelchange', ({ detail }) => void (detail.level satisfies CountdownLevel));
