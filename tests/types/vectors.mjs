// Writes a program that holds every vector against the types, for tsc to check.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const target = join(root, 'target/types');
mkdirSync(target, { recursive: true });

for (const [folder, entry] of [['door', 'incident-core'], ['analysis', 'incident-core/analysis']]) {
  const vectors = join(root, 'tests/vectors', folder);
  for (const file of readdirSync(vectors)) {
    const lines = [`import type { Operations, Refused, Request } from '${entry}';`, ''];
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
