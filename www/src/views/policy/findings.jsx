import { announce } from '../../announce.js';
import { Code } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { number } from '../../time/format.js';
import { patch } from './draft.js';

const TONES = { error: 'bad', warning: 'warn', note: 'note' };

/** What check and linter say, each with its line and, where one is certain, its fix. */
export function PolicyFindings({ checked: { findings, digest }, fresh, go }) {
  return (
    <section
      class="card policy-findings"
      id="policy-findings"
      aria-labelledby="policy-findings-title"
      aria-busy={!fresh}
    >
      <h2 id="policy-findings-title">
        {digest === null ? 'Refused' : 'Accepted'}, {number(findings.length)} finding
        {findings.length === 1 ? '' : 's'}
      </h2>
      {findings.length === 0 && (
        <p class="quiet">
          <Icon name="done" /> Nothing to say.
        </p>
      )}
      <ul>
        {findings.map((one) => (
          <li key={one.code + one.path + one.message} class={`findings ${TONES[one.severity]}`}>
            <p>
              <button
                type="button"
                class="plain finding-line number"
                onClick={() => go(one.offset)}
              >
                Line {one.line}
              </button>{' '}
              <Code text={one.message} />
              {one.help && (
                <span class="quiet">
                  ; <Code text={one.help} />
                </span>
              )}
            </p>
            {one.fix && <Fix fix={one.fix} fresh={fresh} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fix({ fix, fresh }) {
  const said = fix
    .map(({ op, path, value }) => (op === 'remove' ? `remove ${path}` : `${path}: ${value}`))
    .join(', ');
  const apply = () => {
    patch(fix);
    announce(`Applied: ${said}.`);
  };
  return (
    <button type="button" disabled={!fresh} onClick={apply}>
      Fix <span class="mono small">{said}</span>
    </button>
  );
}
