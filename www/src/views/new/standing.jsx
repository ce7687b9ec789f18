import { ask } from '../../core/core.js';
import { actor } from '../../data/session.js';
import { Findings } from '../../parts/findings.jsx';
import { Reasons } from '../../parts/priority-reasons.jsx';
import { WhyNot } from '../../parts/why-not.jsx';
import { useBeat } from '../../time/beat.js';
import { instant } from '../../time/format.js';

/** How important it would be, why, and by when what would be due. */
export function Standing({ prioritized, facts, kind }) {
  if (!prioritized.ok) return <Findings title="No priority" errors={prioritized.errors} />;
  return (
    <section class="card" aria-labelledby="standing-title">
      <h2 id="standing-title">Priority</h2>
      <Reasons priority={prioritized.value} />
      {prioritized.value.level && (
        <>
          <Due facts={facts} kind={kind} />
          <WhyNot kind={kind} facts={facts} level={prioritized.value.level} />
        </>
      )}
    </section>
  );
}

/** The clocks of the ticket that this would be, if it were opened now. */
function Due({ facts, kind = 'incident' }) {
  const at = useBeat();
  const command = { type: 'open', id: 'draft', kind, from: 'requester', facts };
  const context = { now: at, actor: actor.value, linked: [] };
  const decided = ask({ op: 'decide', command, context });
  if (!decided.ok)
    return <Findings title="It could not be opened so" errors={decided.errors} tone="warn" />;
  const assessed = ask({ op: 'assess', ticket: decided.value.ticket, context });
  if (!assessed.ok) return null;
  return (
    <dl class="due-list">
      {assessed.value.clocks
        .filter(({ within }) => within)
        .map(({ agreement, target, within, dueAt, stage }) => (
          <div key={`${agreement} ${target}`}>
            <dt>
              {target} <span class="quiet">{within}</span>
            </dt>
            <dd>{dueAt ? <time datetime={dueAt}>{instant(dueAt)}</time> : stage}</dd>
          </div>
        ))}
    </dl>
  );
}
