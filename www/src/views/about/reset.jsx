import { useState } from 'preact/hooks';

import { work } from '../../worker/ask.js';

/** Begins the history anew. What was done in it is lost, so it asks first. */
export function Reset() {
  const [sure, setSure] = useState(false);
  const reset = async () => {
    await work('tickets', 'forget');
    location.reload();
  };
  return (
    <div class="buttons">
      {sure ? (
        <>
          <button type="button" class="main" onClick={reset}>Yes, forget what I did</button>
          <button type="button" onClick={() => setSure(false)}>Keep it</button>
        </>
      ) : <button type="button" onClick={() => setSure(true)}>Begin this history anew</button>}
    </div>
  );
}
