// A requester's own tickets, and the way to report something.
import { complete, me } from '../../data/session.js';
import { changed, useAnswer } from '../../data/tickets.js';
import { Empty, Failure, Loading } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { standing } from '../../parts/progress.jsx';
import { useBeat } from '../../time/beat.js';
import { ago, instant } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import './home.css';

const OVER = ['closed', 'canceled'];

/** Whether it is the requester's turn. */
const asks = ({ stateType, holdReason }) =>
  stateType === 'resolved' || holdReason === 'awaitingCaller';

export default function Home() {
  const caller = me.value.id;
  const { value: tickets, error } = useAnswer(
    () => work('tickets', 'reportedBy', { caller }),
    [caller],
  );
  if (error) return <Failure error={error} retry={changed} />;
  if (!tickets || (tickets.length === 0 && !complete.value)) return <Loading what="your tickets" />;
  const open = tickets.filter(({ stateType }) => !OVER.includes(stateType));
  open.sort((one, other) => asks(other) - asks(one));
  const over = tickets.filter(({ stateType }) => OVER.includes(stateType)).slice(0, 12);
  return (
    <section class="home" aria-labelledby="home-title">
      <div class="view-head">
        <h1 id="home-title">Hello, {me.value.name}</h1>
        <Link class="button report-button" to={{ view: 'report' }}>
          <Icon name="new" /> Report something
        </Link>
      </div>
      <List title="Open" tickets={open} none="You have no open ticket." />
      <List title="Done" tickets={over} none="Nothing was done for you yet." />
    </section>
  );
}

function List({ title, tickets, none }) {
  return (
    <section class="home-list" aria-labelledby={`home-${title}`}>
      <h2 id={`home-${title}`}>{title}</h2>
      {tickets.length === 0 ? (
        <Empty title={none} />
      ) : (
        <ul>
          {tickets.map((ticket) => (
            <Row key={ticket.id} ticket={ticket} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Row({ ticket }) {
  const at = useBeat();
  return (
    <li>
      <Link
        to={{ view: 'ticket', id: ticket.id }}
        class={asks(ticket) ? 'home-row asks' : 'home-row'}
      >
        <span class="home-title">{ticket.facts?.shortDescription ?? ticket.id}</span>
        <span>
          {asks(ticket) && <Icon name="message" label="Asks you:" />} {standing(ticket)}
        </span>
        <span class="quiet small">
          <span class="mono">{ticket.id}</span> ·{' '}
          <time datetime={ticket.updatedAt} title={instant(ticket.updatedAt)}>
            {ago(ticket.updatedAt, at)}
          </time>
        </span>
      </Link>
    </li>
  );
}
