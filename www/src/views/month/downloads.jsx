import { useState } from 'preact/hooks';

import { labels, policy } from '../../core/core.js';
import { download } from '../../parts/download.js';
import { Failure } from '../../parts/findings.jsx';
import { calendarFile } from '../../time/calendar-file.js';
import { now } from '../../time/clock.js';
import { work } from '../../worker/ask.js';
import { csv } from './csv.js';

/** The month to take away: on paper, as a table, as the core writes it, and what is due next. */
export function Downloads({ report, month, at }) {
  const [error, setError] = useState(null);
  const tried = (make) => () => make().then(() => setError(null), setError);
  const text = (format, type, ending) =>
    tried(async () => {
      const answer = await work('metrics', 'report', { month, now: at, format });
      if (!answer.ok) throw new Error(answer.errors.map(({ message }) => message).join('; '));
      download(`report-${month}.${ending}`, type, answer.value);
    });
  return (
    <div class="buttons screen-only" role="group" aria-label="Take the report away">
      <button type="button" onClick={() => print()}>
        Print
      </button>
      <button
        type="button"
        onClick={() => download(`report-${month}.csv`, 'text/csv', csv(report))}
      >
        CSV
      </button>
      <button type="button" onClick={text('markdown', 'text/markdown', 'md')}>
        Markdown
      </button>
      <button type="button" onClick={text('html', 'text/html', 'html')}>
        HTML
      </button>
      <button type="button" onClick={tried(deadlines)}>
        Deadlines (ICS)
      </button>
      {error && <Failure error={error} />}
    </div>
  );
}

async function deadlines() {
  const at = now();
  const list = await work('metrics', 'deadlines', { now: at });
  const described = list.map((one) => ({
    ...one,
    description: `Agreement ${one.agreement}, priority ${labels.value.priority(one.priority)}`,
  }));
  download(
    'deadlines.ics',
    'text/calendar',
    calendarFile(described, { now: at, source: policy.value.id }),
  );
}
