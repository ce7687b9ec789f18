/** The phases of the standard, each with the states of the plan that belong to it. */
export function phasesOf(plan) {
  const phases = new Map([['Plan and prepare', []]]);
  for (const { id, label } of plan.phases) {
    const [phase] = label.split(':');
    phases.set(phase, [...(phases.get(phase) ?? []), id]);
  }
  return [...phases].map(([name, states]) => ({ name, states }));
}
