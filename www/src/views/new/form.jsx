import { REQUESTERS } from '../../../../examples/history/people.js';
import { KINDS } from '../../parts/chips.jsx';
import { FactField } from '../../parts/fact-field.jsx';
import { Matrix } from '../../parts/matrix.jsx';

export function Form({ said, set }) {
  const input = (field) => (event) => set(field, event.currentTarget.value);
  return (
    <div class="card stack">
      <label class="field">
        <span>In a few words</span>
        <input value={said.shortDescription} required onInput={input('shortDescription')} />
      </label>
      <label class="field">
        <span>What happened</span>
        <textarea value={said.description} onInput={input('description')} />
      </label>
      <div class="new-pair">
        <Caller value={said.caller ?? ''} set={input('caller')} />
        <label class="field">
          <span>Kind</span>
          <select value={said.kind ?? ''} onChange={input('kind')}>
            <option value="">as the rules find</option>
            {Object.entries(KINDS).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <FactField
          field="service"
          value={said.service ?? ''}
          set={(value) => set('service', value)}
        />
        <label class="field">
          <span>Affected users (optional)</span>
          <input
            type="number"
            min="1"
            max="1000000"
            value={said.affectedUsers ?? ''}
            onInput={({ currentTarget: { value } }) =>
              set('affectedUsers', value === '' ? '' : Number(value))
            }
          />
        </label>
      </div>
      <Matrix
        impact={said.impact}
        urgency={said.urgency}
        choose={(impact, urgency) => {
          set('impact', impact);
          set('urgency', urgency);
        }}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={said.vip ?? false}
          onChange={(event) => set('vip', event.currentTarget.checked)}
        />{' '}
        The caller is a VIP
      </label>
    </div>
  );
}

function Caller({ value, set }) {
  return (
    <label class="field">
      <span>Reported by</span>
      <input value={value} list="callers" autocomplete="off" onInput={set} required />
      <datalist id="callers">
        {REQUESTERS.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </label>
  );
}
