// The tickets that come out otherwise, each with what differs and both proofs.
import { useEffect, useState } from 'preact/hooks';

import { labels } from '../../core/core.js';
import { Code, Failure, Loading } from '../../parts/findings.jsx';
import { Link } from '../../parts/link.jsx';
import { number, shortInstant } from '../../time/format.js';
import { work } from '../../worker/ask.js';

const FIRST = 20;
const BREACHES = { newlyBreached: 'newly late', newlyMet: 'no longer late' };

export function Flips({ flips, at, stale }) {
  const [shown, setShown] = useState(FIRST);
  // Those that become late are what somebody has to know first.
  const order = { newlyBreached: 0, newlyMet: 1 };
  const sorted = flips.toSorted(
    (one, other) => (order[one.breach] ?? 2) - (order[other.breach] ?? 2),
  );
  return (
    <>
      <ul class="flips">
        {sorted.slice(0, shown).map((flip) => (
          <Flip key={flip.id} flip={flip} at={at} stale={stale} />
        ))}
      </ul>
      {shown < flips.length && (
        <p>
          <button type="button" onClick={() => setShown(shown + 5 * FIRST)}>
            Show more of {number(flips.length)}
          </button>
        </p>
      )}
    </>
  );
}

function Flip({ flip, at, stale }) {
  const { id, title, breach, differences, refused } = flip;
  const [open, setOpen] = useState(false);
  const timed = differences.some(({ path }) => path.startsWith('/clocks/'));
  return (
    <li class="flip">
      <p class="flip-what">
        <Link class="mono" to={{ view: 'ticket', id }}>
          {id}
        </Link>
        <span class="flip-title">{title}</span>
        {breach && <span class={`chip ${breach}`}>{BREACHES[breach]}</span>}
      </p>
      <ul class="flip-differences small">
        {differences.map((one) => (
          <Difference key={one.path} difference={one} />
        ))}
        {refused.map(({ at: when, command, to, errors }) => (
          <li key={when + command}>
            refused: {command === 'move' ? `move to ${labels.value.state(to)}` : command},{' '}
            <Code text={errors[0].message} />
          </li>
        ))}
      </ul>
      {timed && !stale && (
        <button type="button" class="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          Both proofs
        </button>
      )}
      {open && !stale && <Proofs flip={flip} at={at} />}
    </li>
  );
}

function said(path, value) {
  if (value === null) return 'none';
  if (path === '/priority') return labels.value.priority(value);
  if (path === '/state') return labels.value.state(value);
  return path.endsWith('/dueAt') ? shortInstant(value) : value;
}

const NAMES = { stage: 'stands at', dueAt: 'due' };

function Difference({ difference: { path, from, to } }) {
  const [, , , target, what] = path.split('/');
  const name = target ? `${target} ${NAMES[what]}` : path.slice(1);
  return (
    <li>
      <span class="quiet">{name}</span> {said(path, from)} → <strong>{said(path, to)}</strong>
    </li>
  );
}

function Proofs({ flip, at }) {
  const [{ proofs, error }, setState] = useState({});
  useEffect(() => {
    const { id, differences } = flip;
    work('outcomes', 'proofs', { id, differences, now: at }).then(
      (value) => setState({ proofs: value }),
      (cause) => setState({ error: cause }),
    );
  }, [flip]);
  if (error) return <Failure error={error} />;
  if (!proofs) return <Loading what="the proofs" />;
  return proofs.map(({ agreement, target, from, to }) => (
    <div class="policy-tables proofs" key={agreement + target}>
      <Reading title={`${target}, as it is`} lines={from} />
      <Reading title={`${target}, as it would be`} lines={to} />
    </div>
  ));
}

function Reading({ title, lines }) {
  return (
    <section>
      <h3>{title}</h3>
      {lines === null ? (
        <p class="quiet">There is no such clock.</p>
      ) : (
        <ol class="reading small">
          {lines.map(({ code, message }, index) => (
            <li key={code + index}>
              <Code text={message} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
