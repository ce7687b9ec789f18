// Security incidents by the profile of ISO/IEC 27035: phases, clocks of the law, who sees what.
import { change } from '../../address.js';
import { changed, useAnswer } from '../../data/tickets.js';
import { isClose } from '../../parts/countdown.jsx';
import { Empty, Failure, Loading } from '../../parts/findings.jsx';
import { useBeat } from '../../time/beat.js';
import { now } from '../../time/clock.js';
import { number } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import './security.css';
import { Disclosure } from './disclosure.jsx';
import { Incidents } from './incidents.jsx';
import { PhaseBoard } from './phase-board.jsx';
import { Record } from './record.jsx';
import { unstated } from './statement.js';
import { Statutes } from './statutes.jsx';
import { Timeline } from './timeline.jsx';

const MINUTE = 60_000;
const OVER = ['closed', 'canceled'];

export default function Security({ parameters }) {
  const minute = Math.floor(useBeat() / MINUTE);
  const { value: plan, error } = useAnswer(() => work('security', 'plan'), []);
  const { value: incidents, error: fault } = useAnswer(
    async () => ({ at: now(), list: await work('security', 'incidents', { now: now() }) }),
    [minute],
  );
  useBeat({ seconds: incidents?.list.some(({ clock }) => isClose(clock?.remainingMs)) ?? false });
  if (error ?? fault) return <Failure error={error ?? fault} retry={changed} />;
  if (!plan || !incidents) return <Loading what="security incidents" />;
  const { list, at } = incidents;
  const chosen = list.find(({ id }) => id === parameters.incident) ?? list[0];
  const open = list.filter(({ stateType }) => !OVER.includes(stateType));
  return (
    <section class="security" aria-labelledby="security-title">
      <div class="view-head">
        <h1 id="security-title">Security</h1>
        <p class="quiet">
          {number(open.length)} of {number(list.length)} security incidents are open, by{' '}
          {plan.label}
        </p>
      </div>
      {list.length === 0 ? (
        <Empty title="No security incident">Nothing was reported that is one.</Empty>
      ) : (
        <div class="stack">
          <PhaseBoard plan={plan} open={open} />
          <div class="security-halves">
            <Incidents
              list={list}
              plan={plan}
              chosen={chosen}
              at={at}
              pick={(id) => change({ ...unstated(parameters), incident: id })}
            />
            <div class="stack" key={chosen.id}>
              <Timeline incident={chosen} plan={plan} at={at} />
              <Statutes incident={chosen} parameters={parameters} />
              <Disclosure incident={chosen} parameters={parameters} />
              <Record incident={chosen} />
            </div>
          </div>
        </div>
      )}
    </section>
  );
}
