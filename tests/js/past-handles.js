// What the handles for past tickets answer, in Node or in a page.

/**
 * By the operation that says it in one go: the handle, opened, the rows that it takes in, and the
 * question.
 */
export const kept = ({ insight, metrics }) => ({
  similarTickets: ({ settings, tickets, query }) => [insight.openIndex(settings), tickets, (it) => it.similar(query)],
  suggestFixes: ({ op, settings, tickets, ...rest }) => [insight.openIndex(settings), tickets, (it) => it.fixes(rest)],
  forecastBreach: ({ settings, rows, ticket, now }) => [insight.openForecasts(settings), rows, (it) => it.forecast(ticket, now)],
  backtestBreach: ({ settings, rows, backtest, now }) => [insight.openForecasts(settings), rows, (it) => it.backtest(now, backtest)],
  problemCandidates: ({ settings, rows, question }) => [insight.openProblems(settings), rows, (it) => it.candidates(question)],
  suggestValues: ({ settings, rows, ticket }) => [insight.openSuggestions(settings), rows, (it) => it.suggest(ticket)],
  trySuggestions: ({ settings, rows, trial }) => [insight.openSuggestions(settings), rows, (it) => it.trial(trial)],
  metrics: ({ settings, tickets }) => [metrics.openMetrics(settings), tickets, (it) => ({ ok: true, value: it.figures().figures })],
  metricTickets: ({ settings, tickets, of }) => [metrics.openMetrics(settings, { lists: true }), tickets, (it) => it.tickets(of)],
});

/** Takes in the pieces and asks. */
export function answered([opened, , ask], pieces) {
  if (!opened.ok) return opened;
  const { value: handle } = opened;
  for (const piece of pieces) handle.push(piece);
  handle.finish();
  const answer = ask(handle);
  handle.free();
  return answer;
}
