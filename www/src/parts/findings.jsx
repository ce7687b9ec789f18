// What the core refuses or remarks, in its own words: all at once.
import { shortInstant } from '../time/format.js';
import { Icon } from './icon.jsx';

/** A list of `CoreError`s; `title` says what they are about. */
export function Findings({ title, errors, tone = 'bad' }) {
  if (!errors || errors.length === 0) return null;
  return (
    <div class={`findings ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {title && <p class="findings-title"><Icon name="late" /> {title}</p>}
      <ul>
        {errors.map(({ code, path, message, help }) => (
          <li key={code + path + message}>
            <Code text={message} />
            {help && <span class="quiet">; <Code text={help} /></span>}
          </li>
        ))}
      </ul>
    </div>
  );
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** A text of the core: names stand between backticks, instants become the reader's. */
export function Code({ text }) {
  return text.split('`').map((part, index) => (
    index % 2 === 1 ? <code key={index}>{part}</code> : <Instants key={index} text={part} />
  ));
}

function Instants({ text }) {
  return text.split(INSTANT).map((part, index) => (
    index % 2 === 1 ? <time key={index} datetime={part}>{shortInstant(part)}</time> : part
  ));
}

/** What went wrong that nobody expected. */
export function Failure({ error, retry }) {
  return (
    <div class="findings bad" role="alert">
      <p class="findings-title"><Icon name="late" /> This did not work</p>
      <p>{error.message}</p>
      {retry && <button type="button" onClick={retry}>Try again</button>}
    </div>
  );
}

/** Nothing to show; `whole` if that is all that the page has to say. */
export function Empty({ title, whole = false, children }) {
  const Title = whole ? 'h1' : 'p';
  return (
    <div class="empty">
      <Title class="empty-title">{title}</Title>
      {children}
    </div>
  );
}

export function Loading({ what }) {
  return <p class="loading"><span class="loading-bar" aria-hidden="true" /> Loading {what}…</p>;
}
