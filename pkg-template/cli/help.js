import { call } from '../analysis/index.js';

const TEXT = `incident-core looks at policies, and at logs under a policy.

  incident-core lint    POLICY [--now INSTANT] [--json]
      what the policy probably does not mean
  incident-core check   POLICY [QUESTION...] [--json]
      questions about every life that a ticket can have; without one, the usual three
      --never CONDITION      no ticket is ever in this condition
      --can-reach CONDITION  every ticket can still get into it, whatever became of it
      --ends                 every ticket can still be closed or canceled
      --reopens N            no ticket is reopened more often
  incident-core explain POLICY FILE [--kind KIND] [--why-not PRIORITY] [--now INSTANT] [--json]
      what a report is about, its priority, and the smallest change of facts that would give
      it another; of a ticket, where it stands, what each move needs, the proof of each clock.
      FILE is a ticket, or a report: {"kind": "incident", "facts": {"impact": "high"}}
  incident-core replay  POLICY LOG [--zone ZONE] [--events OUT] [--json]
      what the policy makes of a log; OUT becomes the events, one JSON line each
  incident-core diff    FIRST SECOND LOG [--zone ZONE] [--lines OUT] [--json]
      what the second policy would have made otherwise of it, with the proofs of both;
      every ticket that differs is a line of OUT
  incident-core report  MONTH LOG [--policy POLICY] [--zone ZONE] [--title TITLE]
                        [--format markdown|html|json] [--out FILE] [--json]
      the month, for example 2026-03: volumes, times, targets, trends, breaches

POLICY is a file, or the name of a preset: {presets}.
LOG is a ServiceNow audit export, CSV, plain or gzip, whose local times are those of ZONE, else
of Etc/UTC. For replay and report it may be events, as replay writes them; for report also
lines {"ticket": ...} or {"case": ...} as incident-core/metrics takes them.
A file named - is standard input. CONDITION is one as policies write it:
'{"field": "stateType", "is": "closed"}'.

Exit code: 0 nothing to say, 1 something was found or does not hold, 2 it could not be asked.
With --json the answer is JSON on standard output, and a refusal is JSON on standard error.`;

export function help() {
  const { known } = call({ op: 'preset', name: '' }).errors[0].params;
  return TEXT.replace('{presets}', known);
}
