// The phases that a security incident goes through, and what is found out in each.

/** What leads out of each phase: facts, then the move; the last ones only if it is over. */
const PHASES = [
  { to: 'assessment' },
  { facts: { disposition: 'confirmed' }, to: 'containment' },
  {
    facts: { evidence: 'Mail with headers, proxy log of the day', contained: true },
    to: 'eradication',
  },
  { facts: { eradicated: true }, to: 'recovery' },
  {
    facts: { recovered: true, notifications: 'Data protection officer told' },
    to: 'lessonsLearned',
  },
  { facts: { reviewCompleted: true }, to: 'closed' },
];

/** Takes a new security incident through its phases, or, if it stays open, through some of them. */
export function respond({ life, chance, topic, agent, coordinator, words }, { open, hours }) {
  life.give({ type: 'assign', group: topic.group, assignee: agent.id }, coordinator);
  life.move('active', coordinator);
  if (!open && chance.percent(20)) {
    dismiss(life, coordinator);
    return;
  }
  const reached = open ? chance.between(1, PHASES.length - 2) : PHASES.length;
  const [resolutionCode, resolutionNotes, workaround] = chance.one(topic.fixes);
  for (const { facts, to } of PHASES.slice(1, reached)) {
    life.pass((hours * 3_600_000) / PHASES.length);
    if (chance.percent(40))
      life.give({ type: 'addMessage', from: 'support', text: words.update }, agent);
    if (facts) life.give({ type: 'changeFacts', facts }, coordinator);
    const resolution = { resolutionCode, resolutionNotes, ...(workaround && { workaround }) };
    const learned = to === 'lessonsLearned' && { facts: resolution };
    life.give({ type: 'move', to, ...learned }, coordinator);
  }
}

function dismiss(life, coordinator) {
  life.pass(3_600_000);
  const facts = {
    disposition: 'benignPositive',
    closeNotes: 'A test mail of our own awareness campaign.',
  };
  life.give({ type: 'move', to: 'falseAlarm', facts }, coordinator);
}
