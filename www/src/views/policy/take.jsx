// Away with it: as a file, or in the place of the policy that decides.
import { useState } from 'preact/hooks';

import { mode } from '../../data/session.js';
import { replacePolicy } from '../../data/policy.js';
import { announce } from '../../announce.js';
import { download } from '../../parts/download.js';
import { Failure, Findings } from '../../parts/findings.jsx';
import { baseDigest, discard, document, earlier, edited, takeBack, text } from './draft.js';

export function Take({ checked, accepted }) {
  const [state, setState] = useState({});
  const replace = async () => {
    setState({ running: true });
    try {
      const answer = await replacePolicy(document.value, baseDigest());
      setState(answer.ok ? {} : { errors: answer.errors });
      if (answer.ok) announce('Another policy decides now.');
    } catch (error) {
      setState({ error });
    }
  };
  const service = mode.value === 'service';
  return (
    <>
      <div class="buttons" role="group" aria-label="The policy">
        <button
          type="button"
          class="main"
          disabled={!accepted || !edited.value || state.running}
          onClick={replace}
        >
          {service ? 'Let the service decide by it' : 'Decide by it here'}
        </button>
        <button
          type="button"
          onClick={() => download('policy.json', 'application/json', text.value)}
        >
          Download
        </button>
        <button type="button" disabled={earlier.value.length === 0} onClick={takeBack}>
          Undo
        </button>
        <button type="button" disabled={!edited.value} onClick={discard}>
          Discard the changes
        </button>
      </div>
      {checked.digest === null && (
        <p class="quiet small">Nothing decides by a policy that is refused.</p>
      )}
      <Findings title="The policy was not taken" errors={state.errors} />
      {state.error && <Failure error={state.error} />}
    </>
  );
}
