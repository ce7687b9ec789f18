// A million reports, classified and prioritized from columns, beside general rule engines that are
// given the same rules: 200 over eight fields of which the first that fits names the group, and a
// matrix of impact and urgency.
import assert from 'node:assert/strict';

import { ZenEngine } from '@gorules/zen-engine';
import { Engine as RulesEngine } from 'json-rules-engine';

import { Row, mediansInTurn } from './sample.js';

const ROWS = 1_000_000;
/** How many of them the peers are asked. */
const ASKED = { 'zen': 250, 'json-rules': 25 };

/** Numbers that look random and are the same in every run. */
function dice(seed) {
  let state = seed;
  return (size) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % size;
  };
}

const LEVELS = ['high', 'medium', 'low'];
const SIZES = {
  channel: 5, service: 40, location: 12, category: 20, subcategory: 30, organization: 25,
};
const fields = { impact: LEVELS, urgency: LEVELS };
for (const [field, size] of Object.entries(SIZES)) {
  fields[field] = Array.from({ length: size }, (_, at) => `${field} ${at}`);
}
const names = Object.keys(fields);

const below = dice(7);
const rules = Array.from({ length: 200 }, (_, at) => {
  const asked = new Map();
  while (asked.size < 2 + at % 3) {
    const field = names[below(names.length)];
    const some = new Set(Array.from({ length: 1 + below(fields[field].length >> 1) }, () => {
      return fields[field][below(fields[field].length)];
    }));
    asked.set(field, [...some]);
  }
  return { id: `rule ${at}`, asked: [...asked], group: `group ${below(30)}` };
});

function policy({ call }) {
  const document = call({ op: 'preset', name: 'itil' }).value;
  const classification = rules.map(({ id, asked, group }) => ({
    id,
    if: { all: asked.map(([field, values]) => ({ field, in: values })) },
    decides: true,
    gives: { assignmentGroup: group },
  }));
  return { ...document, classification: { rules: classification } };
}

/** The rules as decision tables; `first` is their word for the first row that fits. */
async function zen(matrix) {
  const table = (id, columns, output, rows) => ({
    id,
    name: id,
    type: 'decisionTableNode',
    position: { x: 0, y: 0 },
    content: {
      hitPolicy: 'first',
      inputs: columns.map((field) => ({ id: field, name: field, field })),
      outputs: [{ id: 'out', name: output, field: output }],
      rules: rows,
    },
  });
  const quoted = (values) => values.map((value) => JSON.stringify(value)).join(', ');
  const groups = rules.map(({ id, asked, group }) => {
    const cells = new Map(asked);
    const inputs = names.map((field) => [field, cells.has(field) ? quoted(cells.get(field)) : '']);
    return { _id: id, ...Object.fromEntries(inputs), out: JSON.stringify(group) };
  });
  const cells = LEVELS.flatMap((impact) => LEVELS.map((urgency) => ({
    _id: `${impact} ${urgency}`,
    impact: JSON.stringify(impact),
    urgency: JSON.stringify(urgency),
    out: JSON.stringify(matrix[impact][urgency]),
  })));
  const nodes = [
    { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
    table('groups', names, 'group', groups),
    table('matrix', ['impact', 'urgency'], 'priority', cells),
    { id: 'out', name: 'out', type: 'outputNode', position: { x: 0, y: 0 } },
  ];
  const edges = ['groups', 'matrix'].flatMap((id) => [
    { id: `in ${id}`, sourceId: 'in', targetId: id, type: 'edge' },
    { id: `${id} out`, sourceId: id, targetId: 'out', type: 'edge' },
  ]);
  const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify({ nodes, edges })));
  return async (report) => {
    const { result } = await decision.evaluate(report);
    return [result.group ?? undefined, result.priority];
  };
}

/** The rules in falling priority, and an end after the first that fits. */
function jsonRules(matrix) {
  const first = (list) => {
    const engine = new RulesEngine();
    list.forEach(([asked, type], at) => engine.addRule({
      priority: list.length - at,
      conditions: { all: asked.map(([fact, value]) => ({ fact, operator: 'in', value })) },
      event: { type },
    }));
    engine.on('success', () => engine.stop());
    return async (report) => (await engine.run(report)).events[0]?.type;
  };
  const group = first(rules.map(({ asked, group: named }) => [asked, named]));
  const cells = LEVELS.flatMap((impact) => LEVELS.map((urgency) => {
    return [[['impact', [impact]], ['urgency', [urgency]]], matrix[impact][urgency]];
  }));
  const priority = first(cells);
  return async (report) => [await group(report), await priority(report)];
}

/** What each row of the columns says, for who is asked row by row. */
function reports(codes, count) {
  return Array.from({ length: count }, (_, row) => {
    const value = (field) => fields[field][codes.fields[field][row]];
    return Object.fromEntries(names.map((field) => [field, value(field)]));
  });
}

/** The row of the table; throws if one answer differs. */
export async function columns(analysis) {
  const document = policy(analysis);
  const { value: engine } = analysis.openEngine(document);
  const { value: table } = engine.table({ fields });
  const codes = { fields: {} };
  const random = dice(11);
  for (const field of names) {
    codes.fields[field] = Uint8Array.from({ length: ROWS }, () => random(fields[field].length));
  }
  const ours = () => [table.classify(codes).value, table.prioritize(codes).value];
  const [classes, ranks] = ours();
  const groups = classes.find(({ field }) => field === 'assignmentGroup');
  const peers = { 'zen': await zen(document.matrix), 'json-rules': jsonRules(document.matrix) };
  const tasks = [[ours, ROWS]];
  let found = 0;
  for (const [name, ask] of Object.entries(peers)) {
    const asked = reports(codes, ASKED[name]);
    for (const [row, report] of asked.entries()) {
      const [group, priority] = await ask(report);
      assert.equal(group, groups.outcomes[groups.codes[row]].value, `${name}, row ${row}`);
      assert.equal(priority, ranks.outcomes[ranks.codes[row]].level, `${name}, row ${row}`);
      if (group !== undefined) found += 1;
    }
    tasks.push([() => Promise.all(asked.map(ask)), asked.length]);
  }
  assert.ok(found > 100, `only ${found} rows have a group`);
  const took = await mediansInTurn(tasks);
  table.free();
  engine.free();
  return [Object.keys(peers), [Row.beside('classified and prioritized', took, { atLeast: 50 })]];
}
