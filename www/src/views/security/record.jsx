// The record of decisions: a chain of digests, verified here, and what a changed byte does to it.
import { useState } from 'preact/hooks';

import { useAnswer } from '../../data/tickets.js';
import { download } from '../../parts/download.js';
import { Failure, Findings, Loading } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { now } from '../../time/clock.js';
import { number, shortInstant } from '../../time/format.js';
import { work } from '../../worker/ask.js';

export function Record({ incident: { id } }) {
  const { value: answer, error } = useAnswer(
    () => work('security', 'record', { id, now: now() }),
    [id],
  );
  return (
    <section class="card" aria-labelledby="record-title">
      <h2 id="record-title">Record of decisions</h2>
      {error && <Failure error={error} />}
      {!answer && !error && <Loading what="the record" />}
      {answer && !answer.ok && <Findings errors={answer.errors} />}
      {answer?.ok && <Chain key={answer.value.head.digest} id={id} made={answer.value} />}
    </section>
  );
}

function Chain({ id, made: { record, head } }) {
  const [tampered, setTampered] = useState(null);
  const shown = tampered ?? record;
  const { value: verdict, error } = useAnswer(
    () => work('security', 'verify', { id, record: shown, head }),
    [shown],
  );
  return (
    <>
      <p class="quiet">
        Made of the history: each decision with who, when, and what decided, and the digest of the
        one before.
      </p>
      <div aria-live="polite">
        {error && <Failure error={error} />}
        {verdict?.ok && (
          <p class="findings note record-holds">
            <Icon name="done" /> {number(verdict.value.lines)} lines hold together, and the
            decisions make the same ticket again, version {verdict.value.version}.
          </p>
        )}
        {verdict && !verdict.ok && (
          <Findings title="The record was changed" errors={verdict.errors} />
        )}
      </div>
      <ol class="chain">
        {shown
          .trimEnd()
          .split('\n')
          .map((line, index) => (
            <Line key={index} line={line} was={record.split('\n')[index]} />
          ))}
      </ol>
      <div class="buttons">
        <button type="button" onClick={() => setTampered(changed(record))}>
          Change a byte
        </button>
        <button type="button" disabled={tampered === null} onClick={() => setTampered(null)}>
          Put it right
        </button>
        <button type="button" onClick={() => download(`${id}.jsonl`, 'application/jsonl', shown)}>
          Download
        </button>
      </div>
      <p class="quiet small">
        Head: line {number(head.lines)}, <span class="mono digest">{head.digest}</span>
      </p>
    </>
  );
}

/** The record with one digit of an instant otherwise, as somebody would who hides something. */
function changed(record) {
  const lines = record.split('\n');
  const at = Math.min(1, lines.length - 2);
  lines[at] = lines[at].replace(
    /T(\d)(\d):/,
    (_, tens, ones) => `T${tens}${(Number(ones) + 1) % 10}:`,
  );
  return lines.join('\n');
}

function Line({ line, was }) {
  const { command, context, digest } = JSON.parse(line);
  return (
    <li class={line === was ? '' : 'tampered'}>
      <span>
        {command.type}
        {command.to ? ` to ${command.to}` : ''}
      </span>
      <span class="quiet small">
        {context.actor.id}, {shortInstant(context.now)}
      </span>
      <span class="quiet small mono digest">{digest.slice(0, 16)}</span>
    </li>
  );
}
