/** Makes an element; a string among the children is text, never markup. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export function milliseconds(number) {
  return number < 10 ? `${number.toFixed(1)} ms` : `${Math.round(number)} ms`;
}

function figure(number, label) {
  return element('span', { class: 'figure' }, String(number), element('span', { class: 'label' }, ` ${label}`));
}

function text(title, content) {
  const pre = element('pre', { tabindex: '0', 'aria-label': title }, content);
  return element('div', { class: 'text' }, element('p', {}, title), pre);
}

function vector({ title, why, asked, expected, actual, passed }) {
  const mark = element('span', { class: 'mark' }, passed ? 'pass' : 'fail');
  const words = element('div', { class: 'words' }, element('h3', {}, title), element('p', {}, why));
  const item = element('li', { class: 'vector', 'data-passed': String(passed) }, mark, words);
  if (!passed) {
    item.append(text('asked', asked), text('expected', expected), text('answered', actual));
  }
  return item;
}

/** A file of vectors: a line that opens, with its vectors inside. */
export function file({ name, results, passed, failed, took }) {
  const summary = element(
    'summary',
    {},
    element('span', { class: 'file' }, name),
    figure(results.length, 'vectors'),
    figure(passed, 'passed'),
    figure(failed, 'failed'),
    element('span', { class: 'figure' }, milliseconds(took)),
  );
  const details = element('details', {}, summary, element('ol', {}, ...results.map(vector)));
  details.open = failed > 0;
  return element('li', { class: 'group', 'data-passed': String(failed === 0) }, details);
}
