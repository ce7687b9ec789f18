import { policy, release, verdict } from '../core/core.js';
import { lastAnswer, modules } from '../core/meter.js';
import { mode } from '../data/session.js';
import { Icon } from '../parts/icon.jsx';
import { number } from '../time/format.js';
import { disagreement } from '../time/zone.js';

/** What decided all that the page shows, and what that costs. */
export function Footer() {
  const bytes = Object.values(modules.value).reduce((sum, one) => sum + one, 0);
  return (
    <footer class="foot">
      <Disagreement />
      <p>
        <span>incident-core {release.value?.crate}</span>
        <span>time zones {release.value?.tzdb}</span>
        <span>
          policy {policy.value?.id} {verdict.value?.digest.slice(0, 8)}
        </span>
        <span title={Object.keys(modules.value).join(', ')}>
          {number(bytes / 1000, { maximumFractionDigits: 0 })} kB of WebAssembly
        </span>
        <span>last answer {number(lastAnswer.value, { maximumFractionDigits: 2 })} ms</span>
        <span>{mode.value === 'service' ? 'with a service' : 'in this browser alone'}</span>
      </p>
    </footer>
  );
}

function Disagreement() {
  const found = disagreement.value;
  if (!found) return null;
  return (
    <p class="disagreement">
      <Icon name="late" /> This browser's clock for {found.zone} differs from time zones{' '}
      {release.value.tzdb} by {found.minutes} minutes on {found.date}. Deadlines are right; local
      times beside them may not be.
    </p>
  );
}
