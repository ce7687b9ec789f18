import { nameFindings } from './findings.js';
import { kindOf } from './kind.js';
import { outlet } from './outlet.js';
import { say, sayJson } from './output.js';
import { engineOf } from './policy.js';
import { Refusal, accepted, finding } from './refusal.js';
import { batches } from './rows.js';
import { logOf, titled } from './source.js';
import { JSON_OPTION, ZONE_OPTION } from './words.js';

export const words = {
  places: ['policy', 'log'],
  options: { ...ZONE_OPTION, events: { type: 'string' }, ...JSON_OPTION },
};

/** What the policy makes of a log. */
export async function run({ policy, log, zone = 'Etc/UTC', events, json: asJson }) {
  const engine = await engineOf(policy);
  const { start, pieces } = await logOf(log);
  const isRecord = kindOf(start) !== 'rows';
  if (isRecord && events !== undefined) {
    throw new Refusal(titled(log), [
      finding('cli.alreadyEvents', '/events', 'the log is events already'),
    ]);
  }
  const replayed = isRecord
    ? await ofRecord(engine, pieces)
    : await ofRows(engine, { log, pieces, zone, events });
  const { summary, report, digest, findings } = replayed;
  if (asJson) sayJson(summary);
  else say(digest === undefined ? report.trimEnd() : `${report}\ndigest of the events  ${digest}`);
  return nameFindings(findings);
}

/** Events as `--events` writes them. */
async function ofRecord(engine, pieces) {
  const replay = accepted(engine.replayRecord(), 'the record');
  for await (const piece of pieces) accepted(replay.push(piece), 'the record');
  return replay.figures();
}

/** An audit export. */
async function ofRows(engine, { log, pieces, zone, events }) {
  const record = outlet(events);
  let replay;
  const begin = (header) => {
    replay = accepted(engine.replay({ header, zone }), titled(log));
  };
  for await (const rows of batches(log, pieces, begin)) {
    await record.take(accepted(replay.push(rows), titled(log)));
  }
  await record.end();
  return replay.figures();
}
