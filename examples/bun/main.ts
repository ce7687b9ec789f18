// npm install, then: bun main.ts
import { call, openEngine } from 'incident-core';
import { countdown, slaView } from 'incident-core/store';

const preset = call({ op: 'preset', name: 'itil' });
if (!preset.ok) throw new Error(preset.errors[0].message);
const engine = openEngine(preset.value);
if (!engine.ok) throw new Error(engine.errors[0].message);

const context = { now: '2026-01-09T15:00:00Z', actor: { id: 'ada' } };
const facts = { impact: 'high', urgency: 'medium' };
const command = { type: 'open', id: 'INC-1', kind: 'incident', facts } as const;
const decided = engine.value.call({ op: 'decide', command, context });
if (!decided.ok || decided.value.ticket === null) throw new Error('refused');
const { ticket } = decided.value;
const assessed = engine.value.call({ op: 'assess', ticket, context });
if (!assessed.ok) throw new Error(assessed.errors[0].message);
for (const clock of assessed.value.clocks) {
  console.log(`${clock.target} ${countdown(slaView(clock)).label}, due ${clock.dueAt}`);
}
