// How a ticket stands, kept fresh with one timer.
import { useEffect, useMemo, useState } from 'preact/hooks';

import { ask } from '../../core/core.js';
import { actor } from '../../data/session.js';
import { linkedOf, useAnswer } from '../../data/tickets.js';
import { isClose } from '../../parts/countdown.jsx';
import { useBeat } from '../../time/beat.js';

const NONE = [];

/** `{at, context, answer}`; `answer` is the core's assessment. */
export function useAssessment(ticket) {
  const [wakes, setWakes] = useState({});
  const at = useBeat(wakes);
  const linked = useAnswer(() => linkedOf(ticket.id), [ticket.id]).value ?? NONE;
  const who = actor.value;
  const context = useMemo(() => {
    const last = Date.parse(ticket.updatedAt);
    return { now: Math.max(at, last), actor: who, linked };
  }, [at, who, linked, ticket]);
  const answer = useMemo(() => ask({ op: 'assess', ticket, context }), [ticket, context]);
  useEffect(() => {
    if (!answer.ok) return;
    const { clocks, nextChangeAt } = answer.value;
    const seconds = clocks.some(
      ({ stage, remainingMs }) => LIVE.includes(stage) && isClose(remainingMs),
    );
    setWakes((before) =>
      before.seconds === seconds && before.wakeAt === nextChangeAt
        ? before
        : { seconds, wakeAt: nextChangeAt },
    );
  }, [answer]);
  return { at, context, answer };
}

/** The stages in which a clock may still change. */
export const LIVE = ['running', 'paused', 'breached'];

/** The clock to show where there is room for one. */
export function strictestOf({ clocks, strictest }) {
  return clocks.find(
    ({ agreement, target }) => agreement === strictest?.agreement && target === strictest?.target,
  );
}
