// The incident as somebody else may see it, by the label and the rules of the profile.
import { useState } from 'preact/hooks';

import { change } from '../../address.js';
import { give, useAnswer } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Failure, Findings, Loading } from '../../parts/findings.jsx';
import { number } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import { Tlp } from './tlp.jsx';

const LABELS = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'];
const RELATIONS = ['recipient', 'organization', 'client', 'community', 'public'];
const REASONS = {
  label: 'by the label',
  rule: 'by a rule',
  noRule: 'no rule shows it',
  history: 'in the history',
  correction: 'was corrected',
  repeats: 'repeats what is withheld',
};

export function Disclosure({ incident: { id, tlp }, parameters }) {
  const [errors, setErrors] = useState([]);
  const { value: roles } = useAnswer(() => work('security', 'disclosure'), []);
  const viewer = {
    relation: RELATIONS.includes(parameters.relation) ? parameters.relation : 'organization',
    roles: [parameters.role ?? 'topManagement'],
  };
  const { value: answer, error } = useAnswer(
    () => work('security', 'redacted', { id, viewer }),
    [id, viewer.relation, viewer.roles[0]],
  );
  const label = async (event) => {
    const next = event.currentTarget.value;
    const given = await give(id, { type: 'changeFacts', facts: { tlp: next } });
    setErrors(given.ok ? [] : given.errors);
    if (given.ok) announce(`${id} is ${next} now.`);
  };
  return (
    <section class="card" aria-labelledby="disclosure-title">
      <h2 id="disclosure-title">Who sees what</h2>
      <div class="disclosure-choices">
        <label class="field">
          <span>Label</span>
          <select value={tlp ?? ''} onChange={label}>
            {!LABELS.includes(tlp) && <option value={tlp ?? ''}>{tlp ?? 'none'}</option>}
            {LABELS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>Seen by somebody of</span>
          <select
            value={viewer.relation}
            onChange={(event) => change({ relation: event.currentTarget.value })}
          >
            {RELATIONS.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>In the role</span>
          <select
            value={viewer.roles[0]}
            onChange={(event) => change({ role: event.currentTarget.value })}
          >
            {(roles ?? viewer.roles).map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      </div>
      <Findings title="The label was not changed" errors={errors} />
      {error && <Failure error={error} />}
      {!answer && !error && <Loading what="what they see" />}
      {answer && !answer.ok && <Findings errors={answer.errors} />}
      {answer?.ok && <Seen redacted={answer.value} />}
    </section>
  );
}

const count = (many, what) => `${number(many)} ${what}${many === 1 ? '' : 's'}`;

function Seen({ redacted: { document, label, withheld, warnings } }) {
  return (
    <>
      <p>
        <Tlp label={label} /> {count(withheld.values, 'value')} and{' '}
        {count(withheld.events, 'event')} are withheld
        <span class="quiet small">
          {withheld.by.length > 0 && ': '}
          {withheld.by
            .map(
              ({ reason, rule, values }) =>
                `${values} ${REASONS[reason] ?? reason}${rule ? ` (${rule})` : ''}`,
            )
            .join(', ')}
        </span>
      </p>
      <Findings errors={warnings} tone="warn" />
      <pre class="seen" tabindex="0" aria-label="What they see">
        {JSON.stringify(document, null, 2)}
      </pre>
    </>
  );
}
