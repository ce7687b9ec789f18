import { call as ask, loadIndex, openForecasts, openIndex, openProblems, openSuggestions } from 'incident-core/insight';
import type { Answer, BreachForecast, Fix, Match, PastTicket, SimilarIndex } from 'incident-core/insight';
import { call as count, openMetrics } from 'incident-core/metrics';
import type { Figures, Listing, MetricState, Report } from 'incident-core/metrics';

const past: PastTicket = { id: 'INC-1', openedAt: 0, facts: { shortDescription: 'vpn down' } };
const index: Answer<SimilarIndex> = openIndex({ weights: { title: 20 } });
if (index.ok) {
  index.value.push([past]);
  index.value.push(new Uint8Array());
  index.value.push('{}\n');
  // @ts-expect-error a ticket says when it was opened
  index.value.push([{ id: 'INC-2', facts: {} }]);
  const found: Answer<readonly Match[]> = index.value.similar({ text: 'vpn', only: { kind: 'incident' } });
  if (found.ok) void (found.value[0]?.terms[0]?.share satisfies number | undefined);
  const fixes: Answer<readonly Fix[]> = index.value.fixes({ query: { ticket: past }, now: 0, halfLife: '720h' });
  if (fixes.ok) void (fixes.value[0]?.resolutionNotes satisfies string | undefined);
  // @ts-expect-error how old a resolution is depends on now
  index.value.fixes({ query: { ticket: past } });
  const again = loadIndex(index.value.store());
  if (again.ok) void (again.value.size().bytes satisfies number);
  void (index.value.forget('INC-1') satisfies boolean);
  index.value.free();
}

const forecasts = openForecasts({ by: ['priority'] });
if (forecasts.ok) {
  const row = { ticket: 'INC-1', startedAt: 0, goal: '8h', facts: { priority: 'high' } };
  forecasts.value.push([{ ...row, metAt: 1 }]);
  const answer: Answer<BreachForecast> = forecasts.value.forecast(row, 5);
  if (answer.ok) void (answer.value.looks[0]?.by satisfies string | undefined);
  const tested = forecasts.value.backtest(10, { checkpoints: [0, 50] });
  if (tested.ok) void (tested.value.reliability.bins[0]?.observed satisfies number | undefined);
  void (forecasts.value.load(forecasts.value.store()).ok satisfies boolean);
}

const suggestions = openSuggestions({ facts: ['symptom'] });
if (suggestions.ok) {
  suggestions.value.push([{ ticket: 'INC-1', at: 0, answer: 'network', title: 'vpn' }]);
  const answer = suggestions.value.suggest({ ticket: 'INC-2', at: 1, title: 'vpn' });
  if (answer.ok) void (answer.value.suggestions[0]?.because[0]?.by satisfies string | undefined);
  const trial = suggestions.value.trial({ recent: 30 });
  if (trial.ok) void (trial.value.drift.drifted satisfies boolean);
}
const problems = openProblems({ windowDays: 14 });
if (problems.ok) {
  problems.value.push([past]);
  const answer = problems.value.candidates({ now: 0, changes: [{ id: 'CHG-1', at: 0 }] });
  if (answer.ok) void (answer.value.candidates[0]?.problem.open?.facts satisfies PastTicket['facts'] | undefined);
  // @ts-expect-error what is a rise depends on now
  problems.value.candidates({});
}
// @ts-expect-error metrics are of the other entry
ask({ op: 'metricDefinitions' });

const metrics = openMetrics({ asOf: 0, groupBy: [['priority', 'month']] }, { lists: true });
if (metrics.ok) {
  metrics.value.push([{ case: { id: 'INC-1', kind: 'incident', openedAt: 0 } }]);
  // @ts-expect-error a case says what it is about
  metrics.value.push([{ case: { id: 'INC-1', openedAt: 0 } }]);
  const figures: Figures = metrics.value.figures().figures;
  void (figures.groupings[0]?.cells[0]?.times[0]?.over.sumMs satisfies string | undefined);
  const listed: Answer<Listing> = metrics.value.tickets({ metric: 'timeToResolve', part: 'open' });
  const month: Answer<Report> = metrics.value.report({ month: '2026-03' });
  const page: Answer<string> = metrics.value.report({ month: '2026-03' }, 'html');
  void [listed, month, page];
}
const state = count({ op: 'metricState', settings: { asOf: 0 } });
if (state.ok) {
  const states: readonly MetricState[] = [state.value];
  void count({ op: 'metrics', settings: { asOf: 0 }, states });
}
// @ts-expect-error nothing is grouped by this
count({ op: 'metrics', settings: { asOf: 0, groupBy: [['title']] } });
