// A policy that is being written: what its check and the linter say, and what its model does.
import { openEngine } from 'incident-core/analysis';

import { measured } from '../spent.js';
import { askPlain } from './analysis.js';

/** Of a text: every refusal, or its digest and what is doubtful in it, with fixes. */
export function check({ text, now }) {
  const opened = measured('analysis', () => openEngine(text));
  if (!opened.ok) return opened;
  const { digest, warnings } = opened.value.opened.value;
  opened.value.free();
  const linted = askPlain({ op: 'lint', policy: JSON.parse(text), now });
  if (!linted.ok) return linted;
  const known = new Set(linted.value.map(({ finding: { code, path } }) => code + path));
  const others = warnings
    .filter(({ code, path }) => !known.has(code + path))
    .map((finding) => ({ finding }));
  return { ok: true, value: { digest, findings: [...others, ...linted.value] } };
}

/** A question about every life that a ticket can have under the policy. */
export function model({ text, question }) {
  return measured('analysis', () => {
    const opened = openEngine(text);
    if (!opened.ok) return opened;
    const answer = opened.value.call({ op: 'checkModel', question });
    opened.value.free();
    return answer;
  });
}
