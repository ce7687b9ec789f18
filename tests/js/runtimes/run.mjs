// Asks every vector in the runtime that runs this, and prints counts as `node --test` does.
import { readFileSync } from 'node:fs';

import { callText } from 'incident-core';

import { failures } from './compare.mjs';

const vectors = JSON.parse(readFileSync(new URL('./vectors.json', import.meta.url), 'utf8'));
const wrong = failures(vectors, callText);
for (const line of wrong) console.log(line);
console.log(`# pass ${vectors.length - wrong.length}\n# fail ${wrong.length}`);
if (wrong.length > 0) throw new Error('answers differ');
