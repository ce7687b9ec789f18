// Writes a program that holds every vector against the types, for tsc to check.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const door = join(root, 'tests/vectors/door');
const target = join(root, 'target/types');
mkdirSync(target, { recursive: true });

for (const file of readdirSync(door)) {
  const lines = ["import type { Operations, Refused, Request } from 'incident-core';", ''];
  for (const { name, request, answer } of JSON.parse(readFileSync(join(door, file), 'utf8'))) {
    const hold = (value, type) => lines.push(`void (${JSON.stringify(value)} satisfies ${type});`);
    lines.push(`// ${name}`);
    if (!answer.ok) {
      hold(answer, 'Refused');
      continue;
    }
    const op = JSON.stringify(request.op);
    hold(request, `Request<${op}>`);
    hold(answer.value, `Operations[${op}]['value']`);
  }
  writeFileSync(join(target, file.replace('.json', '.ts')), lines.join('\n'));
}
