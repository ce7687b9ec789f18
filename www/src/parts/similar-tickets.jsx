// What past tickets say: which are similar and why, and what helped with them.
import { useAnswer } from '../data/tickets.js';
import { number } from '../time/format.js';
import { work } from '../worker/ask.js';
import { State } from './chips.jsx';
import { Findings, Loading } from './findings.jsx';
import { Link } from './link.jsx';
import { written } from './written.js';

/** The two questions of one query, asked when `text` or the ticket changes. */
function useSimilar({ text, ticket }, now) {
  return useAnswer(
    async () => ({
      found: await work('similar', 'find', { text, ticket, limit: 5 }),
      fixes: await work('similar', 'fixes', { text, ticket, now }),
    }),
    [text, ticket?.id, ticket?.version],
  );
}

export function SimilarTickets({ query, now }) {
  const { value: answer, error } = useSimilar(query, now);
  if (error) return <Findings errors={[{ code: '', path: '', message: error.message }]} />;
  if (!answer) return <Loading what="similar tickets" />;
  const failed = [answer.found, answer.fixes].find(({ ok }) => !ok);
  if (failed) return <Findings errors={failed.errors} />;
  return (
    <>
      <Fixes fixes={answer.fixes.value.slice(0, 3)} />
      <Matches matches={answer.found.value} />
    </>
  );
}

function Fixes({ fixes }) {
  if (fixes.length === 0) return <p class="quiet">No past resolution fits.</p>;
  return (
    <ol class="fixes">
      {fixes.map((fix) => (
        <li key={`${fix.resolutionCode}${fix.resolutionNotes}`} class="fix">
          <p>{fix.resolutionNotes ?? fix.resolutionCode}</p>
          {fix.workaround && (
            <p class="small">
              <strong>Until then:</strong> {fix.workaround}
            </p>
          )}
          <p class="quiet small">
            {number(fix.share, { style: 'percent' })} of what helped, {fix.tickets.length} tickets
          </p>
        </li>
      ))}
    </ol>
  );
}

function Matches({ matches }) {
  if (matches.length === 0) return <p class="quiet">No past ticket is similar.</p>;
  return (
    <ul class="matches">
      {matches.map(({ id, title, score, state, stateType, terms }) => (
        <li key={id} class="match">
          <Link to={{ view: 'ticket', id }}>{title}</Link>
          {state && <State state={state} type={stateType} />}
          <span class="quiet small">
            <span class="mono">{id}</span> · {number(score, { style: 'percent' })} alike:{' '}
            {terms.slice(0, 4).map(({ term }) => written(term, title)).join(', ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
