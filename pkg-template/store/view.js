/** Whether time counts, by the clock a moment later: working hours are the core's to know. */
function counts(clock, later) {
  if (clock.stage !== 'running' && clock.stage !== 'breached') return false;
  return later === undefined || later.elapsedMs > clock.elapsedMs;
}

/**
 * One clock of an assessment, as a screen shows it. `later` is the same clock a millisecond later,
 * `ticket` says what it waits for.
 */
export function slaView(clock, ticket = {}, later = undefined) {
  const { agreement, target, stage, within, priority, finding } = clock;
  const waits = stage === 'paused' ? { state: ticket.state, holdReason: ticket.holdReason } : {};
  return {
    agreement,
    target,
    stage,
    counting: counts(clock, later),
    remainingMs: clock.remainingMs ?? null,
    percent: clock.percent ?? null,
    dueAt: clock.dueAt ?? null,
    reason: { within, priority, finding, ...waits },
    nextChangeAt: clock.nextChangeAt ?? null,
  };
}

/** The decisive clock of a row of a queue. Its stage is the row's class. */
export function rowView(row) {
  return {
    agreement: row.agreement,
    target: row.target,
    stage: row.class,
    remainingMs: row.remainingMs ?? null,
    percent: null,
    dueAt: row.dueAt ?? null,
    reason: { priority: row.priority, why: row.why },
    nextChangeAt: null,
  };
}

/** The same before anybody's clock is known: no time runs, so server and client show the same. */
export function still(view) {
  return { ...view, counting: false, remainingMs: null, percent: null };
}

/** The clock of a snapshot that is named, or else the decisive one. */
export function clockOf({ clocks, strictest }, { agreement, target } = {}) {
  if (agreement === undefined && target === undefined) return strictest;
  return clocks.find((clock) => {
    const ofAgreement = agreement === undefined || clock.agreement === agreement;
    return ofAgreement && (target === undefined || clock.target === target);
  });
}
