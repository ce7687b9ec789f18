// What was said: between requester and helpers, and for the desk the notes among themselves.
import { useState } from 'preact/hooks';

import { me } from '../../data/session.js';
import { nameOf } from '../../data/people.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { shortInstant } from '../../time/format.js';

export function Messages({ ticket, inside = false }) {
  const said = ticket.history.filter(
    ({ change }) => change.type === 'messageAdded' && (inside || !change.internal),
  );
  return (
    <section class="card messages" aria-labelledby="messages-title">
      <h2 id="messages-title">Messages</h2>
      <ol>
        <Said
          by={ticket.facts?.caller ?? ticket.history[0]?.actor.id}
          at={ticket.openedAt}
          from="requester"
          text={ticket.facts?.description ?? ticket.facts?.shortDescription}
        />
        {said.map(({ version, at, actor, change }) => (
          <Said key={version} by={actor.id} at={at} {...change} />
        ))}
      </ol>
      <Write ticket={ticket} inside={inside} />
    </section>
  );
}

function Said({ by, at, from, internal, text }) {
  return (
    <li class={`said ${internal ? 'note' : from}`}>
      <p class="said-by small">
        {internal && <Icon name="note" label="Internal note" />}
        <strong>{by === me.value.id ? 'You' : nameOf(by)}</strong>{' '}
        <time class="quiet" datetime={at}>
          {shortInstant(at)}
        </time>
        {internal && <span class="quiet"> internal</span>}
      </p>
      <p class="said-text">{text ?? '(no text)'}</p>
    </li>
  );
}

function Write({ ticket, inside }) {
  const [text, setText] = useState('');
  const [internal, setInternal] = useState(false);
  const [errors, setErrors] = useState([]);
  const send = async (event) => {
    event.preventDefault();
    const from = inside ? 'support' : 'requester';
    const command = { type: 'addMessage', from, text, ...(internal && { internal }) };
    // Whoever types on meanwhile keeps what they type.
    setText('');
    const answer = await give(ticket.id, command);
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) {
      setText((typed) => typed || text);
      return;
    }
    announce(
      answer.waiting ? 'The message is sent when the service is back.' : 'The message is sent.',
    );
  };
  return (
    <form class="write" onSubmit={send}>
      <label class="field">
        <span>{internal ? 'Note for the desk' : inside ? 'Answer' : 'Write to the helpers'}</span>
        <textarea value={text} onInput={(event) => setText(event.currentTarget.value)} required />
      </label>
      <Findings title="This was refused" errors={errors} />
      <div class="buttons">
        <button type="submit" disabled={text.trim() === ''}>
          {internal ? 'Add the note' : 'Send'}
        </button>
        {inside && (
          <label class="check">
            <input
              type="checkbox"
              checked={internal}
              onChange={(event) => setInternal(event.currentTarget.checked)}
            />{' '}
            only for the desk
          </label>
        )}
      </div>
    </form>
  );
}
