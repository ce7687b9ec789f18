import { call, callText, IncidentCoreError, openEngine, versions } from 'incident-core';
import type {
  Answer, Calendar, Classified, ClockState, Command, Context, CoreError, Engine, EventType, Linked, ModifierDraft,
  PolicyDraft, Priority, RecordFigures, Ticket, Versions,
} from 'incident-core';
import { call as analyse, discover } from 'incident-core/analysis';
import type { FoundPolicy, Rebased } from 'incident-core/analysis';
import { openEngine as openDeskEngine } from 'incident-core/desk';
import type { Desk, DeskCounts, QueueRow } from 'incident-core/desk';
import { call as respond, openPlan } from 'incident-core/response';
import { call as secure, openSignals, openStatutes } from 'incident-core/security';
import type { SignalsPushed } from 'incident-core/security';
import { init, initSync } from 'incident-core/slim';

const told: Versions = versions();
const document: number = told.document;

const start = '2026-01-09T16:00:00Z';
const answer: Answer<string> = call({ op: 'add', calendar: { zone: 'Etc/UTC', hours: {} }, start, span: '1h' });
if (answer.ok) {
  const due: string = answer.value;
  // @ts-expect-error an accepted answer has no errors
  void answer.errors;
  void due;
} else {
  const first: CoreError | undefined = answer.errors[0];
  const help: string | undefined = first?.help;
  // @ts-expect-error answers are read-only
  answer.errors.push(first);
  // @ts-expect-error a refused answer has no value
  void answer.value;
  void help;
}

// @ts-expect-error no such operation
call({ op: 'nonsense' });
// @ts-expect-error a request has an operation
call({});
// @ts-expect-error text is text
callText({ op: 'versions' });
// @ts-expect-error an argument is missing
call({ op: 'subtract', calendar: '24x7', span: '1h' });
// @ts-expect-error an argument that the operation does not have
call({ op: 'nextOpen', calendar: '24x7', at: 0, until: 1 });
// @ts-expect-error a command has a type
call({ op: 'decide', policy: 'itil', command: { to: 'resolved' }, context: { now: 0, actor: { id: 'a' } } });
// @ts-expect-error limits are a list
const guessed: Answer<string> = analyse({ op: 'limits' });
// @ts-expect-error an operation of the other entry
call({ op: 'limits' });
// @ts-expect-error so are these
for (const op of ['messages', 'prove', 'rebase', 'verify'] as const) call({ op });

const opening: Command = { type: 'open', id: 'INC1', kind: 'incident', facts: { impact: 'high', urgency: 'low' } };
const context: Context = { now: start, actor: { id: 'ada', roles: ['agent'] } };
const decided = call({ op: 'decide', policy: 'itil', command: opening, context });
if (decided.ok) void (decided.value.policy satisfies string);
if (decided.ok && decided.value.ticket) {
  const ticket: Ticket = decided.value.ticket;
  for (const { change } of ticket.history) {
    if (change.type === 'stateChanged') void change.to;
    // @ts-expect-error not every change has one
    else void change.to.length;
  }
  const assessed = call({ op: 'assess', policy: 'itil', ticket, context });
  if (assessed.ok) {
    const due: (string | undefined)[] = assessed.value.clocks.map((clock: ClockState) => clock.dueAt);
    const needs: string[] = assessed.value.moves.flatMap((move) => move.needs.map((need) => need.message));
    void [due, needs];
  }
  const proven = analyse({ op: 'prove', policy: 'itil', ticket, agreement: 'standard', target: 'resolve', now: start });
  if (proven.ok) void analyse({ op: 'verify', proof: proven.value.proof });
}

const asked: readonly Command[] = [
  { type: 'overridePriority', level: 'high', reason: 'the board waits', until: start },
  { type: 'overridePriority', reason: 'as the rules say' },
  { type: 'majorIncident', action: 'propose' },
  { type: 'approve', to: 'canceled', granted: true },
  // @ts-expect-error an override has a reason
  { type: 'overridePriority', level: 'high' },
  // @ts-expect-error no such action
  { type: 'majorIncident', action: 'accepted' },
  // @ts-expect-error whether it is approved is not guessed
  { type: 'approve', to: 'canceled' },
];
const child: Linked = { id: 'INC2', relation: 'child', kind: 'incident', state: 'closed', stateType: 'closed' };
for (const command of asked) {
  const later = call({ op: 'decide', policy: 'itil', ticket: null, command, context: { ...context, linked: [child] } });
  if (!later.ok) continue;
  for (const { change } of later.value.events) {
    if (change.type === 'actionRequested') void [change.rule, change.action satisfies 'assign' | 'notify' | 'escalate' | 'run'];
    if (change.type === 'approved') void (change.granted satisfies boolean);
    if (change.type === 'priorityOverridden') void (change.level satisfies string | null);
  }
  const last: EventType | undefined = later.value.ticket?.lastEvent;
  const by: string | undefined = later.value.ticket?.approvals?.[0]?.by;
  void [last, by, later.value.ticket?.priorityOverride?.until];
}
// @ts-expect-error a linked ticket has a kind
void ({ ...context, linked: [{ id: 'INC2', relation: 'child', state: 'new', stateType: 'new' }] } satisfies Context);

const modifier: ModifierDraft = { id: 'vip', if: { field: 'vip', is: true }, raise: 1 };
// @ts-expect-error a modifier has one effect
const two: ModifierDraft = { id: 'vip', if: { field: 'vip', is: true }, raise: 1, set: 'high' };
// @ts-expect-error a modifier has an effect
const none: ModifierDraft = { id: 'vip', if: { field: 'vip', is: true } };
void [modifier, two, none];

const reported = call({ op: 'classify', policy: 'itil', kind: 'incident', facts: { shortDescription: 'no e-mail' } });
if (reported.ok) {
  const { verdicts, fired }: Classified = reported.value;
  const kind: string | undefined = verdicts.kind.value;
  void [kind, verdicts['category']?.undetermined, fired[0]?.because?.words];
}
const prioritized = call({ op: 'prioritize', policy: 'itil', kind: 'problem', facts: {} });
if (prioritized.ok) {
  const { reason, modifiers, overridden }: Priority = prioritized.value;
  if (reason.rule === 'matrix') void (reason.matrix satisfies string | undefined);
  void [modifiers?.[0]?.from, overridden?.reason, prioritized.value.policy];
}
// @ts-expect-error no such kind
call({ op: 'prioritize', policy: 'itil', kind: 'fault', facts: {} });

const rules: Partial<PolicyDraft> = {
  matrices: [{ id: 'requests', if: { field: 'kind', is: 'serviceRequest' }, matrix: { low: { low: 'low' } } }],
  modifiers: [modifier, { id: 'floor', if: { all: [] }, atLeast: 'low' }],
  priorityOverride: { roles: ['manager'], lasts: '24h' },
  majorIncident: { candidateIf: { field: 'affectedUsers', atLeast: 100 }, roles: ['manager'] },
  classification: {
    threshold: 2,
    rules: [{ id: 'password', words: ['reset* password'], in: ['description'], gives: { kind: 'serviceRequest', category: 'access' } }],
  },
  actions: [{ id: 'tell', if: { field: 'majorIncident', is: true }, action: 'notify', target: 'board' }],
  lifecycle: {
    initial: 'new',
    initialOf: { problem: 'known' },
    states: [{ id: 'new', type: 'new' }, { id: 'known', type: 'active', kinds: ['problem'] }],
    moves: [{
      from: ['new'],
      to: 'known',
      linked: [{ relation: 'child', every: { field: 'stateType', is: 'closed' } }],
      within: '336h',
      approval: { roles: ['manager'], count: 2 },
    }],
    holdReasons: [{ id: 'vendor', requires: ['vendor'] }],
    timers: [{ id: 'stale', state: 'known', holdReason: 'vendor', after: '24h', to: 'new' }],
  },
};
void rules;

const rebased = analyse({ op: 'rebase', policy: 'itil', events: [], pending: [{ command: opening, actor: context.actor }], now: start });
if (rebased.ok) void (rebased.value satisfies Rebased);

const opened = openEngine({ version: 1 });
if (opened.ok) {
  const engine: Engine = opened.value;
  const due: Float64Array = engine.addAll('24x7', [0, 1], 60_000);
  // @ts-expect-error milliseconds are a number
  engine.add('24x7', '2026-01-01', 1);
  const hours: Calendar | undefined = engine.calendar('24x7');
  // @ts-expect-error there may be no such calendar
  hours.add(0, 1);
  if (hours) {
    const [open, next]: [boolean, number] = [hours.isOpen(0), hours.nextOpen(0)];
    const left: Float64Array = hours.remainingAll(due, 60_000, next);
    const between: Float64Array = engine.betweenAll('24x7', new Set([0]), left);
    // @ts-expect-error so are those of a list
    hours.addAll(['2026-01-01'], 1);
    void [open, between, hours.elapsedAll(new Uint32Array(2), 0)];
  }
  const record = engine.replayRecord();
  if (record.ok) {
    const taken: Answer<null> = record.value.push(new Uint8Array(2));
    // @ts-expect-error a record is bytes
    record.value.push('{}');
    const figures: RecordFigures = record.value.figures();
    void [taken, figures.summary.sla.met];
    record.value.free();
  }
  engine.free();
  void due;
}

try {
  void call({ op: 'versions' });
} catch (error) {
  if (error instanceof IncidentCoreError) {
    const code: 'instanceLost' | string = error.code;
    const path: string = error.path;
    void [code, path];
    // @ts-expect-error no such code
    if (error.code === 'nonsense') void 0;
  }
}

const begun = discover({ header: ['id'], zone: 'Etc/UTC', columns: { ticket: 'id', state: 's', at: 't' } });
if (begun.ok) {
  begun.value.push([{ line: 2, cells: ['INC1'] }]);
  const found: FoundPolicy = begun.value.figures().discovery;
  const verdict: 'hoursIdentified' | 'hoursNotIdentifiable' | undefined = found.hours?.verdict;
  const priority: string | undefined = found.matrix?.cells[0]?.priority;
  void [verdict, priority, openEngine(found.draft)];
  begun.value.free();
}
// @ts-expect-error a log has a zone
discover({ header: [] });

void init(new URL('https://portal.example/core.wasm')).then(() => versions());
void init(fetch('/core.wasm'));
initSync(new Uint8Array());
void [document, guessed];

const signals = openSignals({ sources: { prometheus: { format: 'alertmanager', vendor: 'prometheus' } } });
if (signals.ok) {
  const pushed: Answer<SignalsPushed> = signals.value.push('prometheus', new Uint8Array(), 0);
  void pushed;
  // @ts-expect-error a present is in milliseconds
  signals.value.tick('2026-01-05T09:00:00Z');
  signals.value.free();
}
const statuses = secure({
  op: 'statuteDeadlines', facts: { zone: 'Europe/Berlin', anchors: { awareness: start } }, scope: { gdpr: {} }, now: start,
});
if (statuses.ok) {
  const notice: string = statuses.value.notice.message;
  const due: string | undefined = statuses.value.deadlines[0]?.statutory;
  void [notice, due];
}
// @ts-expect-error plans are of the other entry
secure({ op: 'checkPlan', plan: 'iso27035' });
const status = respond({ op: 'checkPlan', plan: 'iso27035' });
if (status.ok) status.value.warnings.map(({ code }) => code);
// @ts-expect-error there is no such label
respond({ op: 'caseDecide', plan: 'iso27035', command: { type: 'mark', tlp: 'TLP:BLUE' }, context: { now: 0, actor: { id: 'a' } } });

const kept = openStatutes();
if (kept.ok) {
  const facts = { zone: 'Europe/Berlin', anchors: { awareness: 0 } };
  const answer = kept.value.call({ op: 'statuteDeadlines', facts, scope: {}, now: 0 });
  if (answer.ok) void (answer.value.digest satisfies string);
  // @ts-expect-error what is kept is not sent
  kept.value.call({ op: 'statuteDeadlines', facts, scope: {}, now: 0, pack: null });
  kept.value.free();
}
const planned = openPlan('iso27035');
if (planned.ok) {
  void (planned.value.opened.ok satisfies boolean);
  const gate = planned.value.call({ op: 'plan', plan: 'iso27035' });
  if (gate.ok) void gate.value.phases;
  // @ts-expect-error what is kept is not sent
  planned.value.call({ op: 'caseStatus', plan: 'iso27035', case: {} as never, context: {} as never });
  planned.value.free();
}
// @ts-expect-error there is no such plan
openPlan('itil');

const tickets = openDeskEngine('{}');
if (tickets.ok) {
  const opened: Answer<Desk> = tickets.value.desk({ order: ['due', 'priority'], riskFrom: 750_000 });
  // @ts-expect-error nothing is ordered by this
  tickets.value.desk({ order: ['id'] });
  if (opened.ok) {
    const asked = { now: 0, limit: 50, filter: { class: 'atRisk', group: 'network' }, reasons: true } as const;
    const rows: Answer<readonly QueueRow[]> = opened.value.queue(asked);
    if (rows.ok) void (rows.value[0]?.why?.message satisfies string | undefined);
    const counts: Answer<DeskCounts> = opened.value.counts(0);
    void counts;
    // @ts-expect-error a question has an instant
    opened.value.queue({ limit: 50 });
    void opened.value.decide(null, opening, context);
  }
}
