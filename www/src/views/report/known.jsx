// Solve it yourself: what helped others with the same words.
import { useState } from 'preact/hooks';

import { go } from '../../address.js';
import { useAnswer } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { now } from '../../time/clock.js';
import { work } from '../../worker/ask.js';

export function Known({ text }) {
  const [helped, setHelped] = useState({});
  const { value: answer } = useAnswer(
    async () => (text.length < 8 ? null : work('similar', 'fixes', { text, now: now() })),
    [text],
  );
  if (!answer?.ok) return null;
  const fixes = answer.value.filter(({ workaround, share }) => workaround && share >= LEAST);
  if (fixes.length === 0) return null;
  const done = () => {
    announce('Good. Nothing was reported.');
    go({ view: 'home' });
  };
  return (
    <section class="known" aria-labelledby="known-title">
      <h2 id="known-title">This helped others</h2>
      <ul>
        {fixes.slice(0, 3).map(({ workaround }) => (
          <li key={workaround}>
            <p>{workaround}</p>
            {helped[workaround] === false ? (
              <span class="quiet small">Then please report it below.</span>
            ) : (
              <div class="buttons">
                <button type="button" onClick={done}>
                  It works now
                </button>
                <button
                  type="button"
                  class="plain"
                  onClick={() => setHelped({ ...helped, [workaround]: false })}
                >
                  It did not help
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What helped too few is no advice. */
const LEAST = 0.15;
