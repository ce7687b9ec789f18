import { callText } from '../analysis/index.js';
import { say, sayJson } from './output.js';
import { json, policyText, withText } from './policy.js';
import { accepted } from './refusal.js';
import { titled } from './source.js';
import { JSON_OPTION, NOW_OPTION } from './words.js';

export const words = { places: ['policy'], options: { ...NOW_OPTION, ...JSON_OPTION } };

/** What the policy probably does not mean. */
export async function run({ policy, now = Date.now(), json: asJson }) {
  const text = await policyText(policy);
  json(text, policy);
  const answer = JSON.parse(callText(withText({ op: 'lint', now }, 'policy', text)));
  const findings = accepted(answer, titled(policy), '/policy');
  if (asJson) sayJson(findings);
  else print(titled(policy), findings);
  return findings.every(({ finding }) => finding.severity === 'note');
}

function print(name, findings) {
  const count =
    { 0: 'nothing to find', 1: '1 finding' }[findings.length] ?? `${findings.length} findings`;
  say(`${name}: ${count}`);
  for (const { finding, fix = [] } of findings) {
    say(`\n  ${finding.severity} ${finding.code}  ${finding.path}`);
    say(`    ${finding.message}`);
    if (finding.help !== undefined) say(`    ${finding.help}`);
    if (fix.length > 0) say(`    fix: ${JSON.stringify(fix)}`);
  }
}
