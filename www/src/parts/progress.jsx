// How far a ticket is, in four steps that a requester understands, and in a sentence.

const STEPS = [
  ['new', 'Received'],
  ['active', 'Being worked on'],
  ['resolved', 'Solved'],
  ['closed', 'Closed'],
];
const PLACE = { new: 0, active: 1, onHold: 1, resolved: 2, closed: 3, canceled: 3 };

export function Progress({ type }) {
  const place = PLACE[type];
  return (
    <ol class="progress">
      {STEPS.map(([id, name], index) => (
        <li
          key={id}
          class={index < place ? 'past' : index === place ? 'here' : 'ahead'}
          aria-current={index === place ? 'step' : undefined}
        >
          {index === 3 && type === 'canceled' ? 'Withdrawn' : name}
        </li>
      ))}
    </ol>
  );
}

/** One sentence on what happens next. */
export function standing({ stateType, holdReason, unansweredSince }) {
  if (stateType === 'onHold' && holdReason === 'awaitingCaller')
    return 'We wait for an answer from you.';
  if (stateType === 'onHold') return 'We wait for somebody else before we can go on.';
  if (stateType === 'new' && unansweredSince) return 'We have it, and somebody looks at it soon.';
  return {
    new: 'We have it, and somebody looks at it soon.',
    active: 'Somebody is working on it.',
    resolved: 'It should work again. Please tell us whether it does.',
    closed: 'This is done.',
    canceled: 'This was withdrawn.',
  }[stateType];
}
