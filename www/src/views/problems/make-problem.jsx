// Gives the commands that the core has drafted: one opens the problem, the others link incidents.
import { useState } from 'preact/hooks';

import { give } from '../../data/tickets.js';
import { Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { number } from '../../time/format.js';

/** `made` hears what became of it: the candidate goes as soon as all it has is linked. */
export function MakeProblem({ candidate, made }) {
  const { problem, known, report } = candidate;
  const [done, setDone] = useState(null);
  const make = async () => {
    setDone(0);
    made({ ...(await makeProblem(problem, setDone)), title: report.title });
  };
  return (
    <div class="make-problem stack">
      {known && (
        <p>
          <Link to={{ view: 'ticket', id: known.problem }}>{known.problem}</Link> has{' '}
          {number(known.incidents)} of these incidents.
        </p>
      )}
      {problem.incidents.length > 0 && (
        <button type="button" class="main" disabled={done !== null} onClick={make}>
          {problem.open ? 'Open a problem record' : 'Add the other incidents to it'}
        </button>
      )}
      {done !== null && (
        <progress max={problem.incidents.length} value={done} aria-label="Incidents linked" />
      )}
    </div>
  );
}

/** Nothing is linked with a problem that was refused; one refused link leaves the others. */
async function makeProblem({ open, link, incidents }, told) {
  const outcome = {
    problem: link.facts.problem,
    opened: true,
    of: incidents.length,
    done: 0,
    errors: [],
  };
  if (open) {
    const opened = await give(null, open);
    if (!opened.ok) return { ...outcome, opened: false, errors: opened.errors };
  }
  for (const id of incidents) {
    const linked = await give(id, link);
    if (linked.ok) outcome.done += 1;
    else
      outcome.errors.push(
        ...linked.errors.map((one) => ({ ...one, message: `${id}: ${one.message}` })),
      );
    told(outcome.done);
  }
  return outcome;
}

/** What became of candidates that were made problems. */
export function Made({ outcomes }) {
  return outcomes.map(({ problem, title, opened, done, of, errors }) => (
    <div key={problem} class="stack">
      {opened && (
        <p class="findings note">
          <Icon name="done" /> {title} is{' '}
          <Link to={{ view: 'ticket', id: problem }}>{problem}</Link>, with {number(done)} of{' '}
          {number(of)} incidents.
        </p>
      )}
      <Findings title={`Not all of ${title} was accepted`} errors={errors} />
    </div>
  ));
}
