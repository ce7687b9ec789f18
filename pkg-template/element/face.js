/** What stands beside the colour. A late one has its minus sign. */
function signOf({ level, standsStill }) {
  if (standsStill) return '\u2016';
  return level === 'urgent' ? '!' : '';
}

/** A length in milliseconds as `datetime` takes it. */
const lengthOf = (ms) => `PT${Math.max(0, Math.floor(ms / 1_000))}S`;

/** The instant that it counts to, or while it waits what is left. */
function datetimeOf({ dueAt, remainingMs }) {
  if (dueAt) return dueAt;
  return typeof remainingMs === 'number' && Number.isFinite(remainingMs)
    ? lengthOf(remainingMs)
    : '';
}

/** The child of this name, which a server may have rendered; a sign is new, and stands first. */
function child(host, name) {
  const found = [...host.children].find((element) => element.localName === name);
  if (found) return found;
  const made = host.ownerDocument.createElement(name);
  if (name === 'time') host.append(made);
  else host.prepend(made);
  return made;
}

/** Touches the page only where something is otherwise. */
function set(element, name, value) {
  if (value === '') element.removeAttribute(name);
  else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Shows that there is no clock. */
export function clear(host) {
  host.replaceChildren();
  for (const name of ['data-level', 'data-stands-still']) host.removeAttribute(name);
}

/** Shows a view: a sign, and the time. It is a timer, which no screen reader says unasked. */
export function paint(host, view, shown) {
  const sign = child(host, 'span');
  const time = child(host, 'time');
  set(sign, 'aria-hidden', 'true');
  write(sign, signOf(shown));
  set(time, 'role', 'timer');
  set(time, 'datetime', datetimeOf(view));
  set(time, 'aria-label', shown.label);
  write(time, shown.text || shown.label);
  set(host, 'data-level', shown.level);
  set(host, 'data-stands-still', shown.standsStill ? 'true' : '');
}
