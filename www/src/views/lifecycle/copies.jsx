// The chart as text for other tools, as the core exports it.
import { useState } from 'preact/hooks';

import { useAnswer } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { now } from '../../time/clock.js';
import { work } from '../../worker/ask.js';

const FORMATS = [
  ['mermaid', 'Mermaid'],
  ['xstate', 'XState'],
  ['dot', 'Graphviz DOT'],
];

export function Copies() {
  const [format, setFormat] = useState('mermaid');
  const { value: answer } = useAnswer(
    () => work('analysis', 'ask', { op: 'export', format, now: now() }),
    [format],
  );
  const [copied, setCopied] = useState(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(answer.value);
      setCopied(format);
      announce('Copied.');
    } catch {
      setCopied(null);
      announce('The browser did not let it be copied; select the text instead.');
    }
  };
  return (
    <section class="card copies" aria-labelledby="copies-title">
      <h2 id="copies-title">For other tools</h2>
      <div class="buttons">
        {FORMATS.map(([id, name]) => (
          <button type="button" key={id} aria-pressed={format === id} onClick={() => setFormat(id)}>
            {name}
          </button>
        ))}
        <button type="button" class="main" disabled={!answer?.ok} onClick={copy}>
          {copied === format ? (
            <>
              <Icon name="done" /> Copied
            </>
          ) : (
            'Copy'
          )}
        </button>
      </div>
      {answer && !answer.ok && <Findings title="There is no export" errors={answer.errors} />}
      <pre tabindex="0" role="region" aria-label={`The chart as ${format}`}>
        {answer?.ok ? answer.value : '…'}
      </pre>
    </section>
  );
}
