// What a model may ask. Each answer is the core's, with its reasons; each refusal is too.
const FACTS = {
  type: 'object',
  description: 'fields of the ticket, for example {"impact": "high"}',
};
const KIND = { type: 'string', description: 'incident, serviceRequest, problem, ...' };
const TICKET = { type: 'object', description: 'the ticket, with its history' };
const NOW = { type: 'string', description: 'RFC 3339; the present if absent' };
const ACTOR = { type: 'object', description: 'who asks: {"id": "ada", "roles": ["agent"]}' };

const input = (properties, required) => ({ type: 'object', properties, required });
const present = (now) => now ?? new Date().toISOString();

/** The tools, over an engine of `incident-core/analysis`. */
export function toolsOf(engine) {
  const assess = ({ ticket, now, actor = { id: '' } }) => {
    return engine.call({ op: 'assess', ticket, context: { now: present(now), actor } });
  };
  return {
    classify: {
      description: 'What a report is about, and the rules that say so.',
      inputSchema: input({ kind: KIND, facts: FACTS }, ['facts']),
      answer: ({ kind, facts }) => engine.call({ op: 'classify', kind, facts }),
    },
    explain: {
      description:
        'The priority of a report with its reason, and the smallest changes for another one.',
      inputSchema: input({ kind: KIND, facts: FACTS, whyNot: { type: 'string' } }, ['facts']),
      answer: ({ kind, facts, whyNot }) => engine.call({ op: 'explain', kind, facts, whyNot }),
    },
    allowed_moves: {
      description:
        'The moves of a ticket, whether this actor can make each, and what is in its way.',
      inputSchema: input({ ticket: TICKET, actor: ACTOR, now: NOW }, ['ticket']),
      answer: (asked) => picked(assess(asked), ({ state, moves }) => ({ state, moves })),
    },
    sla_status: {
      description: 'Each clock of a ticket, when it is due, and its proof line by line.',
      inputSchema: input({ ticket: TICKET, now: NOW }, ['ticket']),
      answer: (asked) => {
        const at = { ...asked, now: present(asked.now) };
        return picked(assess(at), ({ clocks, nextChangeAt }) => {
          return { clocks: clocks.map((clock) => proven(engine, at, clock)), nextChangeAt };
        });
      },
    },
  };
}

const picked = (answer, pick) => (answer.ok ? { ok: true, value: pick(answer.value) } : answer);

/** A clock with what its proof says; one that never ran has none. */
function proven(engine, { ticket, now }, clock) {
  const { agreement, target } = clock;
  const { value } = engine.call({ op: 'prove', ticket, agreement, target, now });
  return { ...clock, because: (value?.reading ?? []).map(({ message }) => message) };
}
