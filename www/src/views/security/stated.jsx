// When what starts a clock happened, and the facts on which duties depend.
import { change } from '../../address.js';
import { now } from '../../time/clock.js';
import { ANCHOR, FACT } from './statement.js';

/** Only anchors and facts that the chosen laws ask for. */
export function Stated({ pack, stated, incident }) {
  const regimes = pack.regimes.filter(({ id }) => stated.regimes.includes(id));
  const asked = new Set(regimes.flatMap(({ duties }) => duties.map(({ anchor }) => anchor)));
  const anchors = pack.anchors.filter(({ id }) => asked.has(id));
  if (regimes.length === 0) return null;
  return (
    <details class="stated" open={Object.keys(stated.anchors).length === 0}>
      <summary>What is stated</summary>
      <div class="stated-fields">
        {anchors.map((anchor) => (
          <Anchor
            key={anchor.id}
            anchor={anchor}
            at={stated.anchors[anchor.id]}
            incident={incident}
          />
        ))}
        {regimes.flatMap((regime) =>
          (regime.facts ?? []).map((fact) => (
            <Fact
              key={regime.id + fact.id}
              name={`${regime.id}.${fact.id}`}
              regime={regime}
              fact={fact}
              value={stated.facts[`${regime.id}.${fact.id}`] ?? ''}
            />
          )),
        )}
      </div>
    </details>
  );
}

/** As the field wants it, in the reader's own zone. */
function local(at) {
  if (!at || Number.isNaN(Date.parse(at))) return '';
  const date = new Date(at);
  return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function Anchor({ anchor: { id, meaning }, at, incident }) {
  const state = (instant) => change({ [ANCHOR + id]: instant });
  const assessed = incident.visits[1]?.from;
  return (
    <div class="field">
      <label for={`anchor-${id}`} title={meaning}>
        {id}
      </label>
      <input
        id={`anchor-${id}`}
        type="datetime-local"
        value={local(at)}
        aria-describedby={`anchor-${id}-meaning`}
        onChange={({ currentTarget: { value } }) =>
          state(value ? new Date(value).toISOString() : null)
        }
      />
      <span class="quiet small" id={`anchor-${id}-meaning`}>
        {meaning}
      </span>
      <span class="buttons">
        <button
          type="button"
          class="plain small"
          onClick={() => state(new Date(now()).toISOString())}
        >
          Now
        </button>
        {assessed && (
          <button type="button" class="plain small" onClick={() => state(assessed)}>
            When it was first assessed
          </button>
        )}
      </span>
    </div>
  );
}

function Fact({ name, regime, fact: { id, holds, words, meaning }, value }) {
  const state = (event) => change({ [FACT + name]: event.currentTarget.value || null });
  const choices =
    holds === 'flag'
      ? [
          ['true', 'yes'],
          ['false', 'no'],
        ]
      : (words ?? []).map((word) => [word, word]);
  return (
    <label class="field">
      <span>
        {regime.id.toUpperCase()}: {id}
      </span>
      {holds === 'number' ? (
        <input type="number" min="0" value={value} onChange={state} />
      ) : (
        <select value={value} onChange={state}>
          <option value="">not known</option>
          {choices.map(([word, said]) => (
            <option key={word} value={word}>
              {said}
            </option>
          ))}
        </select>
      )}
      <span class="quiet small">{meaning}</span>
    </label>
  );
}
