// The vectors of the desk, gone through in Node or in a page.
const encoder = new TextEncoder();

/** What a step of a vector says. */
function answer(desk, { op, now, limit, filter, offset, reasons, ...step }) {
  const at = Date.parse(now);
  switch (op) {
    case 'decide': return desk.decide(step.id, step.command, step.context);
    case 'load': return desk.load(encoder.encode(step.lines));
    case 'apply': return desk.apply(step.id, step.events);
    case 'remove': return { ok: true, value: desk.remove(step.id) };
    case 'setForecast': return desk.setForecast(step.id, step.millionths);
    case 'queue': return desk.queue({ now: at, limit, filter, offset, reasons });
    case 'due': return desk.due(at);
    case 'tick': return desk.tick(step.actor, at, limit);
    case 'counts': return desk.counts(at);
    case 'nextChangeAt': return desk.nextChangeAt(at) ?? null;
    case 'ticket': return { ok: true, value: desk.ticket(step.id) };
    default: throw new Error(`no step ${op}`);
  }
}

/** The answers to the steps of each vector; the refusal of a desk that is not opened. */
export function answers(entry, vectors) {
  return vectors.map(({ policy, settings, steps }) => {
    const { value: engine } = entry.openEngine(entry.call({ op: 'preset', name: policy }).value);
    const made = engine.desk(settings);
    if (!made.ok) return made;
    const told = steps.map((step) => answer(made.value, step));
    made.value.free();
    return told;
  });
}
