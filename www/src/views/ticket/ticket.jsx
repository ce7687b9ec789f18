// One ticket: all of it for the desk, what matters to them for a requester.
import { complete, may, me } from '../../data/session.js';
import { changed, useTicket } from '../../data/tickets.js';
import { Empty, Failure, Loading } from '../../parts/findings.jsx';
import { Link } from '../../parts/link.jsx';
import { DeskTicket } from './desk-ticket.jsx';
import { RequesterTicket } from './requester-ticket.jsx';
import './ticket.css';
import './timeline.css';

export default function TicketView({ parameters }) {
  const { value: ticket, error } = useTicket(parameters.id);
  if (error) return <Failure error={error} retry={changed} />;
  if (ticket === undefined || (ticket === null && !complete.value)) {
    return <Loading what="the ticket" />;
  }
  if (!mine(ticket)) return <Missing id={parameters.id} />;
  return may('agent')
    ? <DeskTicket key={ticket.id} ticket={ticket} parameters={parameters} />
    : <RequesterTicket key={ticket.id} ticket={ticket} />;
}

/** A requester sees what they reported. */
function mine(ticket) {
  if (!ticket) return false;
  const { id } = me.value;
  return may('agent') || ticket.facts?.caller === id || ticket.history[0]?.actor.id === id;
}

function Missing({ id }) {
  const all = may('agent');
  const missing = all ? `There is no ticket ${id}` : `There is no ticket ${id} for you`;
  return (
    <Empty whole title={id ? missing : 'Which ticket?'}>
      <p>
        {all
          ? 'Its number may be another one.'
          : "It may be somebody else's, or its number is another one."}
      </p>
      <Link class="button" to={{ view: all ? 'queue' : 'home' }}>Back to the list</Link>
    </Empty>
  );
}
