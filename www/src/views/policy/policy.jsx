// The policy as a document that is written, checked, questioned and held against the history.
import { useState } from 'preact/hooks';

import { verdict } from '../../core/core.js';
import { Failure, Loading } from '../../parts/findings.jsx';
import './policy.css';
import { useChecked } from './checked.js';
import { text, write } from './draft.js';
import { Editor } from './editor.jsx';
import { PolicyFindings } from './findings.jsx';
import { Matrices } from './matrices.jsx';
import { Model } from './model.jsx';
import { Outcomes } from './outcomes.jsx';
import { Take } from './take.jsx';

export default function Policy() {
  const { checked, error, fresh } = useChecked();
  const [at, setAt] = useState(null);
  if (error) return <Failure error={error} retry={() => location.reload()} />;
  if (!checked) return <Loading what="the policy" />;
  const accepted = fresh && checked.digest !== null;
  return (
    <section class="policy" aria-labelledby="policy-title">
      <div class="view-head">
        <h1 id="policy-title">Policy</h1>
        <p class="quiet">
          Decides now: <span class="mono">{verdict.value.digest.slice(0, 12)}</span>. Written here:{' '}
          <span class="mono">{checked.digest?.slice(0, 12) ?? 'refused'}</span>
        </p>
      </div>
      <div class="stack">
        <Take checked={checked} accepted={accepted} />
        <div class="policy-halves">
          <Editor text={text.value} marks={fresh ? checked.findings : []} at={at} onText={write} />
          <div class="stack">
            <PolicyFindings checked={checked} fresh={fresh} go={(offset) => setAt({ offset })} />
            <Matrices />
          </div>
        </div>
        <Outcomes accepted={accepted} />
        <Model accepted={accepted} />
      </div>
    </section>
  );
}
