// What waits for the service, and what became of what waited: nothing is lost without a word.
import { labels } from '../core/core.js';
import { dismiss, settled, waiting } from '../data/outbox.js';
import { mode, online } from '../data/session.js';
import { Code } from '../parts/findings.jsx';
import { Icon } from '../parts/icon.jsx';
import { Link } from '../parts/link.jsx';
import { shortInstant } from '../time/format.js';

export function Outbox() {
  if (mode.value !== 'service') return null;
  const here = waiting.value;
  const told = settled.value;
  if (online.value && here.length === 0 && told.length === 0) return null;
  return (
    <section class={`outbox ${online.value ? '' : 'away'}`} aria-label="Offline">
      {!online.value && (
        <p>
          <Icon name="offline" /> <strong>The service cannot be reached.</strong> You can go on: the
          same rules decide here, and what you do waits.
        </p>
      )}
      {here.length > 0 && (
        <ul class="outbox-list" aria-label="Waiting">
          {here.map(({ key, ticket, command, at }) => (
            <li key={key}>
              <Icon name="clock" label="waiting" />{' '}
              <What ticket={ticket} command={command} at={at} />
            </li>
          ))}
        </ul>
      )}
      {told.length > 0 && <Settled told={told} />}
    </section>
  );
}

function Settled({ told }) {
  const refused = told.filter(({ accepted }) => !accepted).length;
  return (
    <>
      <p>
        <strong>The service is back.</strong> {told.length - refused} accepted, {refused} refused.
      </p>
      <ul class="outbox-list" aria-label="Settled">
        {told.map(({ key, ticket, command, at, accepted, errors = [] }) => (
          <li key={key} class={accepted ? 'accepted' : 'refused'}>
            <Icon name={accepted ? 'done' : 'late'} label={accepted ? 'accepted' : 'refused'} />
            {' '}
            <What ticket={ticket} command={command} at={at} />
            {errors.map(({ code, path, message }) => (
              <span key={code + path}>
                {' '}
                <Code text={message} />
              </span>
            ))}
          </li>
        ))}
      </ul>
      <button type="button" onClick={dismiss}>
        I have seen it
      </button>
    </>
  );
}

/** Whether a ticket has no number of the service yet. */
const isPlaceholder = (ticket) => /^[0-9a-f]{8}-/.test(ticket);

function What({ ticket, command, at }) {
  return (
    <>
      <Link to={{ view: 'ticket', id: ticket }}>
        {isPlaceholder(ticket) ? 'New ticket' : ticket}
      </Link>{' '}
      {SAYS[command.type]?.(command) ?? command.type}{' '}
      <time class="quiet small">{shortInstant(at)}</time>
    </>
  );
}

const SAYS = {
  open: ({ facts }) => `opened: ${facts?.shortDescription ?? ''}`,
  move: ({ to }) => `to ${labels.value.state(to)}`,
  addMessage: ({ internal }) => (internal ? 'note' : 'message'),
  assign: ({ assignee, group }) => `assigned to ${assignee ?? group}`,
  changeFacts: ({ facts }) => `changed ${Object.keys(facts).join(', ')}`,
  overridePriority: ({ level }) => `priority ${level ?? 'by the rules'}`,
  approve: ({ to }) => `approved ${labels.value.state(to)}`,
};
