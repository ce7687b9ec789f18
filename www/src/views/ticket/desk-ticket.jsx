import { useEffect, useRef } from 'preact/hooks';

import { isWaiting } from '../../data/outbox.js';
import { announce } from '../../announce.js';
import { kindName, Priority, State } from '../../parts/chips.jsx';
import { Countdown, urgency } from '../../parts/countdown.jsx';
import { Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { length } from '../../time/format.js';
import { LIVE, strictestOf, useAssessment } from './assessment.js';
import { Clocks } from './clocks.jsx';
import { Facts } from './facts.jsx';
import { Messages } from './messages.jsx';
import { Moves } from './moves.jsx';
import { Similar } from './similar.jsx';
import { Timeline } from './timeline.jsx';
import { WhyPriority } from './why-priority.jsx';

export function DeskTicket({ ticket, parameters }) {
  const { at, context, answer } = useAssessment(ticket);
  if (!answer.ok) return <Findings title="The ticket cannot be assessed" errors={answer.errors} />;
  const assessment = answer.value;
  return (
    <section class="ticket" aria-labelledby="ticket-title">
      <Head ticket={ticket} assessment={assessment} at={at} />
      <div class="ticket-columns">
        <div class="stack">
          <Moves ticket={ticket} assessment={assessment} context={context} />
          <Messages ticket={ticket} inside />
          <Timeline ticket={ticket} assessment={assessment} at={at} parameters={parameters} />
        </div>
        <div class="stack">
          <Clocks ticket={ticket} clocks={assessment.clocks} at={at} chosen={parameters.proof} />
          <WhyPriority ticket={ticket} priority={assessment.priority} context={context} />
          <Facts ticket={ticket} rules={assessment.fields} />
          <Similar ticket={ticket} />
        </div>
      </div>
    </section>
  );
}

function Head({ ticket, assessment, at }) {
  const clock = strictestOf(assessment);
  useThreshold(ticket, clock);
  return (
    <header class="ticket-head">
      <p class="quiet">
        <span class="mono">{ticket.id}</span> · {kindName(ticket.kind)}
      </p>
      <h1 id="ticket-title">{ticket.facts?.shortDescription ?? ticket.id}</h1>
      <div class="ticket-marks">
        <State state={assessment.state} type={assessment.stateType} />
        <Priority level={assessment.priority.level} />
        {clock && LIVE.includes(clock.stage) && (
          <Countdown
            remainingMs={clock.remainingMs}
            dueAt={clock.dueAt}
            agreement={clock.agreement}
            waiting={clock.stage === 'paused'}
            at={at}
          />
        )}
        {ticket.facts?.majorIncident && (
          <span class="chip">
            <Icon name="late" /> Major incident
          </span>
        )}
        {isWaiting(ticket.id) && (
          <span class="chip">
            <Icon name="offline" /> waits for the service
          </span>
        )}
      </div>
    </header>
  );
}

/** Says once when the strictest clock comes closer, or is breached. */
function useThreshold(ticket, clock) {
  const before = useRef();
  useEffect(() => {
    const how = clock && LIVE.includes(clock.stage) ? urgency(clock.remainingMs) : undefined;
    const crossed = before.current !== undefined && how !== undefined && before.current !== how;
    before.current = how;
    if (!crossed) return;
    if (how === 'late') announce(`${ticket.id} has breached its target ${clock.target}.`);
    else if (how !== 'none')
      announce(`${ticket.id} has ${length(clock.remainingMs)} left of ${clock.target}.`);
  });
}
