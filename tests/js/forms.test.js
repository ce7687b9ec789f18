// Standard Schema objects whose validation is the core's, alone and in libraries that take any.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { sValidator } from '@hono/standard-validator';
import { FormApi } from '@tanstack/form-core';
import { Hono } from 'hono';

import { analysis, core, part } from './consumer.js';
import { engine, friday, inProgress, opened } from './tickets.js';

const forms = await part('forms/index.js');
const itil = core.call({ op: 'preset', name: 'itil' }).value;
const context = () => ({ now: friday, actor: { id: 'ada' } });
const { calendarSchema, commandFactsSchema, commandSchema, factsSchema, policySchema } = forms;

const schemas = {
  policy: policySchema(core),
  calendar: calendarSchema(core),
  facts: factsSchema(engine),
  command: commandSchema(engine, { ticket: inProgress, context }),
  ticket: forms.ticketSchema(engine),
  events: forms.eventsSchema(core),
};

const validate = (schema, value) => schema['~standard'].validate(value);
const found = (schema, value) => validate(schema, value).issues.map(({ code, path }) => [code, ...path]);

test('each is a Standard Schema of version 1', () => {
  for (const schema of Object.values(schemas)) {
    const { version, vendor, validate: own } = schema['~standard'];
    assert.deepEqual([version, vendor, typeof own], [1, 'incident-core', 'function']);
  }
});

test('what the core accepts is the value itself', () => {
  const good = {
    policy: itil,
    calendar: itil.calendars[0],
    facts: { impact: 'high', urgency: 'low' },
    command: { type: 'move', to: 'resolved', facts: { resolutionCode: 'fixed' } },
    ticket: inProgress,
    events: inProgress.history,
  };
  for (const [name, value] of Object.entries(good)) {
    const answer = validate(schemas[name], value);
    assert.equal(answer.issues, undefined, name);
    assert.equal(answer.value, value, name);
  }
});

test('what the core knows by name may be named', () => {
  assert.deepEqual(validate(schemas.policy, 'itil'), { value: 'itil' });
  assert.deepEqual(found(schemas.policy, 'nopreset'), [['policy.presetUnknown']]);
  assert.deepEqual(validate(calendarSchema(engine), 'businessHours'), { value: 'businessHours' });
});

test('every finding is an issue, with its place', () => {
  const zone = { zone: 'X/Y', hours: { mon: [['09:00', '17:00'], ['9', '17:00']] } };
  assert.deepEqual(found(schemas.calendar, zone), [
    ['time.zoneUnknown', 'zone'], ['calendar.timeInvalid', 'hours', 'mon', 1, 0],
  ]);
  assert.deepEqual(found(schemas.facts, { impact: 'huge', urgency: 3, colour: 'red' }), [
    ['field.unknown', 'colour'], ['field.wordUnknown', 'impact'], ['field.typeWrong', 'urgency'],
  ]);
  assert.deepEqual(found(schemas.command, { type: 'move', to: 'resolved' }), [
    ['lifecycle.factMissing', 'facts', 'resolutionCode'],
  ]);
  const states = itil.lifecycle.states.map((state, at) => (at === 1 ? { ...state, type: 'busy' } : state));
  assert.deepEqual(found(schemas.policy, { ...itil, lifecycle: { ...itil.lifecycle, states } }), [
    ['document.wordUnknown', 'lifecycle', 'states', 1, 'type'],
  ]);
  const [issue] = validate(schemas.facts, { impact: 'huge' }).issues;
  assert.equal(issue.message, '`huge` is no value of the field `impact`');
  assert.equal(issue.help, 'did you mean `high`?; known here: high, medium, low');
  assert.deepEqual(issue.params, { field: 'impact', word: 'huge', nearest: 'high', known: 'high, medium, low' });
});

test('names with the signs of a pointer, and numbers as names, stay what they are', () => {
  assert.deepEqual(found(schemas.facts, { 'a/b~c': 'x', 0: 'y' }), [
    ['field.unknown', '0'], ['field.unknown', 'a/b~c'],
  ]);
});

test('what is no document at all is an issue, not an exception', () => {
  const inside = {};
  inside.inside = inside;
  for (const [name, schema] of Object.entries(schemas)) {
    for (const value of [undefined, null, 5, 'x', true, [], () => {}, 1n, inside, { facts: 10n }, NaN]) {
      const { issues } = validate(schema, value);
      assert.ok(issues.length > 0, `${name} ${typeof value}`);
      assert.ok(issues.every(({ message, path }) => message !== '' && Array.isArray(path)), name);
    }
  }
  assert.deepEqual(found(schemas.facts, { impact: 1n }), [['notJson', 'impact']]);
});

test('a finding that is not about the value is about all of it', () => {
  const schema = commandSchema(engine, { ticket: inProgress, context: () => ({ now: 'later', actor: { id: 'a' } }) });
  const { issues } = validate(schema, { type: 'tick' });
  assert.deepEqual(issues.map(({ path }) => path), [[]]);
});

test('a command is decided when it is validated, and a ticket has to be there', () => {
  let seenVersion = 2;
  const schema = commandSchema(engine, { ticket: inProgress, context: () => ({ ...context(), seenVersion }) });
  assert.equal(validate(schema, { type: 'tick' }).issues, undefined);
  seenVersion = 1;
  assert.equal(found(schema, { type: 'tick' }).length, 1);
  const open = commandSchema(engine, { context });
  assert.equal(validate(open, { type: 'open', id: 'INC-1', kind: 'incident' }).issues, undefined);
  assert.ok(validate(open, { type: 'tick' }).issues.length > 0);
});

test('the facts of a command alone', () => {
  const command = { type: 'move', to: 'resolved' };
  const schema = commandFactsSchema(engine, { ticket: inProgress, command, context });
  assert.deepEqual(found(schema, {}), [['lifecycle.factMissing', 'resolutionCode']]);
  assert.equal(validate(schema, { resolutionCode: 'fixed' }).issues, undefined);
  const early = commandFactsSchema(engine, { ticket: opened(), command, context });
  assert.deepEqual(found(early, { resolutionCode: 'fixed' }), [['lifecycle.moveNotAllowed']]);
});

test('any entry that has the operation will do', () => {
  for (const entry of [core, analysis]) {
    assert.equal(validate(policySchema(entry), itil).issues, undefined);
    assert.ok(validate(policySchema(entry), {}).issues.length > 1);
  }
  assert.throws(() => validate(policySchema({}), {}), TypeError);
});

test('an API that validates by it answers 400 with the places', async () => {
  const app = new Hono();
  app.post('/facts', sValidator('json', schemas.facts), (call) => call.json(call.req.valid('json')));
  const post = (body) => app.request('/facts', {
    method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' },
  });
  const good = await post({ impact: 'low', urgency: 'low' });
  assert.deepEqual([good.status, await good.json()], [200, { impact: 'low', urgency: 'low' }]);
  const bad = await post({ impact: 'huge' });
  assert.equal(bad.status, 400);
  const { success, error } = await bad.json();
  assert.equal(success, false);
  assert.deepEqual(error.map(({ path, message }) => [path, message]), [
    [['impact'], '`huge` is no value of the field `impact`'],
  ]);
});

test('a form that validates by it shows each finding at its field', async () => {
  const form = new FormApi({
    defaultValues: { zone: 'Europe/Berlin', hours: { mon: [['09:00', 'late']] } },
    validators: { onChange: schemas.calendar },
  });
  form.mount();
  form.setFieldValue('zone', 'Europe/Atlantis');
  const errors = form.state.errorMap.onChange;
  assert.deepEqual(Object.keys(errors), ['zone', 'hours.mon[0][1]']);
  assert.equal(errors.zone[0].message, 'there is no time zone `Europe/Atlantis`');
  form.setFieldValue('zone', 'Europe/Berlin');
  form.setFieldValue('hours.mon[0][1]', '17:00');
  assert.equal(form.state.isValid, true);
});
