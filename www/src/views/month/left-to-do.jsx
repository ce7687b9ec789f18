// Problem candidates, actions that are overdue, and what the linter finds in the policy.
import { Link } from '../../parts/link.jsx';
import { Code } from '../../parts/findings.jsx';
import { instant, number } from '../../time/format.js';

/** The rest is in the view of the candidates. */
const MOST = 6;

export function LeftToDo({ report: { problems, actions, findings } }) {
  return (
    <div class="month-thirds">
      <section class="card" aria-label="Problem candidates">
        <h2>Problem candidates</h2>
        {problems.length === 0 ? (
          <p class="quiet">None.</p>
        ) : (
          <ul class="left-list">
            {problems.slice(0, MOST).map(({ title, tickets, evidence }) => (
              <li key={title}>
                <span>
                  {title} <span class="quiet small">{number(tickets.length)} tickets</span>
                </span>
                <span class="quiet small">{evidence.join('; ')}</span>
              </li>
            ))}
          </ul>
        )}
        <p class="screen-only">
          <Link to={{ view: 'problems' }}>All {number(problems.length)}, with their incidents</Link>
        </p>
      </section>
      <section class="card" aria-label="Overdue actions">
        <h2>Overdue actions</h2>
        {actions.length === 0 ? (
          <p class="quiet">No review has an action on record that is overdue.</p>
        ) : (
          <ul class="left-list">
            {actions.map(({ action, owner, dueAt }) => (
              <li key={action}>
                {action}{' '}
                <span class="quiet small">
                  {owner}, due {instant(dueAt)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section class="card" aria-label="Policy findings">
        <h2>Policy findings</h2>
        {findings.length === 0 ? (
          <p class="quiet">None.</p>
        ) : (
          <ul class="left-list">
            {findings.map(({ code, path, message }) => (
              <li key={code + path}>
                <span>
                  <Code text={message} />
                </span>
                <span class="quiet small mono">{path}</span>
              </li>
            ))}
          </ul>
        )}
        <p class="screen-only">
          <Link to={{ view: 'policy' }}>To the policy</Link>
        </p>
      </section>
    </div>
  );
}
