// Writes a program that holds every vector against the types, for tsc to check.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const target = join(root, 'target/types');
mkdirSync(target, { recursive: true });

const ENTRIES = [
  ['door', () => 'incident-core'],
  ['analysis', () => 'incident-core/analysis'],
  ['insight', (file) => `incident-core/${/^(metrics|report)/.test(file) ? 'metrics' : 'insight'}`],
  ['security', (file) => `incident-core/${/^re/.test(file) ? 'response' : 'security'}`],
];
for (const [folder, entryOf] of ENTRIES) {
  const vectors = join(root, 'tests/vectors', folder);
  for (const file of readdirSync(vectors)) {
    const lines = [`import type { Operations, Refused, Request } from '${entryOf(file)}';`, ''];
    const hold = (value, type) => lines.push(`void (${JSON.stringify(value)} satisfies ${type});`);
    for (const { name, request, answer } of JSON.parse(readFileSync(join(vectors, file), 'utf8'))) {
      lines.push(`// ${name}`);
      if (!answer.ok) {
        hold(answer, 'Refused');
        continue;
      }
      const op = JSON.stringify(request.op);
      hold(request, `Request<${op}>`);
      hold(answer.value, `Operations[${op}]['value']`);
    }
    writeFileSync(join(target, `${folder}-${file.replace('.json', '.ts')}`), lines.join('\n'));
  }
}

// Of the desk the steps hold the answers; an answer that refuses is of any question.
const answers = {
  apply: "ReturnType<Desk['apply']>", counts: "ReturnType<Desk['counts']>", decide: "ReturnType<Desk['decide']>",
  due: "ReturnType<Desk['due']>", load: "ReturnType<Desk['load']>", queue: "ReturnType<Desk['queue']>",
  setForecast: "ReturnType<Desk['setForecast']>", tick: "ReturnType<Desk['tick']>",
};
const desk = JSON.parse(readFileSync(join(root, 'tests/vectors/desk/queue.json'), 'utf8'));
const held = desk.flatMap(({ steps }) => steps).filter(({ op }) => op in answers);
const told = held.map(({ op, answer }) => `void (${JSON.stringify(answer)} satisfies ${answers[op]});`);
writeFileSync(join(target, 'desk-queue.ts'), ["import type { Desk } from 'incident-core/desk';", ...told].join('\n'));

// Policies that are accepted are drafts; of each, one wrong change a line is none.
const draft = (value) => `(${JSON.stringify(value)}) satisfies PolicyDraft`;
const policies = [
  ...['itil', 'servicenow'].map((name) => `src/check/preset/${name}.json`),
  'examples/policies/uci.json',
].map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')));
const vectorsOf = (folder) => readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
for (const { request, answer } of ['door', 'analysis'].flatMap((name) => vectorsOf(join(root, 'tests/vectors', name)))) {
  if (answer.ok && typeof request?.policy === 'object' && request.op !== 'lint') policies.push(request.policy);
}
const whole = policies.map(JSON.stringify);
const different = policies.filter((policy, at) => whole.indexOf(whole[at]) === at);
if (different.length < 10) throw new Error(`only ${different.length} policies`);

/** The places of the objects in a document. */
function* objects(value, path = []) {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield path;
  for (const [key, inner] of Object.entries(value)) yield* objects(inner, [...path, key]);
}

const at = (document, path) => path.reduce((inner, key) => inner[key], document);
const changed = (document, path, change) => {
  const copy = structuredClone(document);
  change(at(copy, path));
  return copy;
};
// Objects whose members are named by the author take any.
const named = (path) => ['matrix', 'fields', 'within'].some((name) => path.slice(-2).includes(name) && Number.isNaN(Number(path.at(-1))));
const lines = ["import type { PolicyDraft } from 'incident-core';", ''];
for (const policy of different) lines.push(`void (${draft(policy)});`);
const rich = different.reduce((most, one) => (JSON.stringify(one).length > JSON.stringify(most).length ? one : most));
const wrong = ['version', 'id', 'scales', 'matrix', 'lifecycle'].map((name) => changed(rich, [], (it) => delete it[name]));
for (const path of objects(rich)) {
  if (named(path)) continue;
  wrong.push(changed(rich, path, (it) => (it.nobodyKnows = 1)));
  for (const [key, value] of Object.entries(at(rich, path))) {
    if (typeof value === 'string') wrong.push(changed(rich, path, (it) => (it[key] = { no: 1 })));
  }
}
for (const policy of wrong) lines.push('// @ts-expect-error what was changed is not allowed', `void (${draft(policy)});`);
writeFileSync(join(target, 'policies.ts'), lines.join('\n'));
