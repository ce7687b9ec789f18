import { call } from '../analysis/index.js';
import { call as count, openMetrics } from '../metrics/index.js';
import { nameFindings } from './findings.js';
import { kindOf } from './kind.js';
import { outlet } from './outlet.js';
import { say } from './output.js';
import { json, opened, policyText } from './policy.js';
import { Misuse, accepted, finding } from './refusal.js';
import { batches } from './rows.js';
import { logOf, titled } from './source.js';
import { Histories } from './tickets.js';
import { JSON_OPTION, ZONE_OPTION } from './words.js';

export const words = {
  places: ['month', 'log'],
  options: {
    policy: { type: 'string' },
    ...ZONE_OPTION,
    title: { type: 'string' },
    format: { type: 'string', of: ['markdown', 'html', 'json'] },
    out: { type: 'string' },
    ...JSON_OPTION,
  },
};

/** The month as a page, or as data. */
export async function run({ month, log, policy, zone, title, format, out, json: asData }) {
  const wanted = { month, zone, title };
  const { asOf } = accepted(count({ op: 'report', report: wanted, tickets: [] }), month, '/report');
  const judged = policy === undefined ? { doubts: [] } : await judge(policy, asOf);
  const draft = { ...wanted, findings: judged.doubts };
  const metrics = accepted(openMetrics({ asOf, zone }, { lists: true }), month);
  const { start, pieces } = await logOf(log);
  const kind = kindOf(start);
  const source = { kind, engine: judged.engine, asOf, zone, log, pieces };
  const findings =
    kind === 'tickets' ? await pushLines(metrics, pieces) : await pushTickets(metrics, source);
  const form = asData ? 'json' : (format ?? 'markdown');
  const page = accepted(metrics.report(draft, form === 'json' ? 'data' : form), month);
  const text = form === 'json' ? JSON.stringify(page, null, 2) : page.trimEnd();
  const file = outlet(out);
  if (out === undefined) say(text);
  else await file.take(`${text}\n`);
  await file.end();
  return nameFindings([...findings, ...metrics.figures().findings]);
}

/** What judges tickets, and what the linter has to say about it, which belongs into the report. */
async function judge(policy, asOf) {
  const text = await policyText(policy);
  const engine = opened(text, policy);
  const found = accepted(
    call({ op: 'lint', policy: json(text, policy), now: asOf }),
    titled(policy),
  );
  const doubts = found.map(({ finding: { code, path, message } }) => ({ code, path, message }));
  return { engine, doubts };
}

/** Tickets, or what the metrics ask of them, as lines. */
async function pushLines(metrics, pieces) {
  for await (const piece of pieces) metrics.push(piece);
  metrics.finish();
  return [];
}

/** Tickets that are made of events, of a record or of what the policy makes of an audit export. */
async function pushTickets(metrics, { kind, engine, asOf, zone, log, pieces }) {
  const histories = new Histories();
  let findings = [];
  if (kind === 'events') await histories.take(pieces);
  else findings = await replayed(histories, { engine, zone, log, pieces });
  for (const ticket of histories.tickets()) {
    metrics.push([{ ticket, targets: targetsOf(engine, ticket, asOf) }]);
  }
  return [...findings, ...histories.findings];
}

async function replayed(histories, { engine, zone = 'Etc/UTC', log, pieces }) {
  if (engine === undefined) {
    const message = `${titled(log)} is a log of rows: what becomes of them is a policy's to say`;
    throw new Misuse([finding('cli.optionMissing', '/policy', message, 'name one with --policy')]);
  }
  let replay;
  const begin = (header) => {
    replay = accepted(engine.replay({ header, zone }), titled(log));
  };
  const encoder = new TextEncoder();
  for await (const rows of batches(log, pieces, begin)) {
    await histories.take([encoder.encode(accepted(replay.push(rows), titled(log)))]);
  }
  return replay.figures().findings;
}

/** How the targets stood at the end of the month, as the policy has it. */
function targetsOf(engine, ticket, asOf) {
  if (engine === undefined) return undefined;
  const events = ticket.history.filter(({ at }) => Date.parse(at) <= Date.parse(asOf));
  if (events.length === 0) return [];
  const past = accepted(call({ op: 'evolve', events }), ticket.id);
  const context = { now: asOf, actor: { id: '' } };
  const { clocks } = accepted(engine.call({ op: 'assess', ticket: past, context }), ticket.id);
  return clocks.map(({ agreement, target, stage, elapsedMs, withinMs }) => {
    return { agreement, target, stage, elapsedMs, withinMs };
  });
}
