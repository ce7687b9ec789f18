// What this page is, what decided what it shows, and how that can be checked.
import { parameters } from '../../address.js';
import { policy, release, verdict } from '../../core/core.js';
import { modules } from '../../core/meter.js';
import { mode } from '../../data/session.js';
import { useAnswer } from '../../data/tickets.js';
import { Findings } from '../../parts/findings.jsx';
import { number, zoneName } from '../../time/format.js';
import { disagreement } from '../../time/zone.js';
import { work } from '../../worker/ask.js';
import { Reset } from './reset.jsx';
import { Seed } from './seed.jsx';
import './about.css';

export default function About() {
  return (
    <section class="about" aria-labelledby="about-title">
      <div class="view-head">
        <h1 id="about-title">About this portal</h1>
      </div>
      <p class="lead">
        Every priority, deadline, move and reason on these pages is an answer of one library,
        incident-core, compiled to WebAssembly. A service or a Rust program that holds the same
        policy and the same facts gives the same answer, to the byte; so the page can decide at the
        point of click, and offline.
      </p>
      <p>
        <a class="button" href="./verify.html">
          Check that here: every vector of the test suite
        </a>
      </p>
      <div class="about-columns">
        <Decided />
        <Loaded />
      </div>
      {mode.value === 'local' && (
        <div class="card stack">
          <Seed parameters={parameters.value} />
          <Reset />
        </div>
      )}
    </section>
  );
}

function Decided() {
  const { value: count } = useAnswer(() => work('tickets', 'count'), []);
  const { crate, document, tzdb } = release.value;
  const found = disagreement.value;
  return (
    <section class="card" aria-labelledby="decided-title">
      <h2 id="decided-title">What decided</h2>
      <dl class="pairs">
        <div>
          <dt>incident-core</dt>
          <dd>
            {crate}, policy form {document}
          </dd>
        </div>
        <div>
          <dt>Time zones</dt>
          <dd>{tzdb}</dd>
        </div>
        <div>
          <dt>Policy</dt>
          <dd>{policy.value.label ?? policy.value.id}</dd>
        </div>
        <div>
          <dt>Digest</dt>
          <dd class="mono">{verdict.value.digest}</dd>
        </div>
        <div>
          <dt>Tickets</dt>
          <dd>
            {count === undefined ? '…' : number(count)},{' '}
            {mode.value === 'service' ? 'of the service' : 'in this browser alone'}
          </dd>
        </div>
        <div>
          <dt>Your zone</dt>
          <dd>{zoneName()}</dd>
        </div>
        <div>
          <dt>Browser's zones</dt>
          <dd>
            {found ? `differ for ${found.zone} on ${found.date}` : 'agree for the next 12 months'}
          </dd>
        </div>
      </dl>
      <Findings
        title="The core remarks about the policy"
        errors={verdict.value.warnings}
        tone="note"
      />
    </section>
  );
}

const NAMES = {
  core: 'decisions, on this thread',
  desk: 'the ranked queue',
  insight: 'similar tickets and problems',
  analysis: 'proofs and policy checks',
  metrics: 'figures',
  security: 'statutory clocks',
  response: 'response plan',
};

function Loaded() {
  return (
    <section class="card" aria-labelledby="loaded-title">
      <h2 id="loaded-title">What is loaded</h2>
      <dl class="pairs">
        {Object.entries(modules.value).map(([name, bytes]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {number(bytes / 1000, { maximumFractionDigits: 0 })} kB, {NAMES[name]}
            </dd>
          </div>
        ))}
      </dl>
      <p class="quiet small">
        Modules load when a view needs them; all but the first run in a worker.
      </p>
    </section>
  );
}
