// What the core says of the text: asked again when the writing pauses.
import { useEffect, useState } from 'preact/hooks';

import { now } from '../../time/clock.js';
import { work } from '../../worker/ask.js';
import { places, text } from './draft.js';
import { placed } from './places.js';

const PAUSE = 250;

/** `{text, digest, findings}` of the text checked last; `digest` is null where it is refused. */
export function useChecked() {
  const [checked, setChecked] = useState(null);
  const [error, setError] = useState(null);
  const current = text.value;
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(
      () => {
        work('policy', 'check', { text: current, now: now() }).then(
          (answer) => wanted && setChecked(read(current, answer)),
          (cause) => wanted && setError(cause),
        );
      },
      checked === null ? 0 : PAUSE,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [current]);
  return { checked, error, fresh: checked?.text === current };
}

function read(of, answer) {
  const found = answer.ok ? answer.value.findings : answer.errors.map((finding) => ({ finding }));
  const findings = found.map((one) => placed(places.peek(), one));
  return { text: of, digest: answer.ok ? answer.value.digest : null, findings };
}
