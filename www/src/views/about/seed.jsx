import { useState } from 'preact/hooks';

import { addressOf } from '../../address.js';

/** Another history: the same numbers give the same tickets, to the byte. */
export function Seed({ parameters }) {
  const [wanted, setWanted] = useState({
    seed: parameters.seed ?? '1',
    tickets: parameters.tickets ?? '300',
    open: parameters.open ?? '36',
  });
  const load = (event) => {
    event.preventDefault();
    location.search = addressOf({ view: 'about', ...wanted });
  };
  const field = (name, label, most) => (
    <label class="field">
      <span>{label}</span>
      <input
        type="number"
        min="0"
        max={most}
        required
        value={wanted[name]}
        onInput={(event) => setWanted({ ...wanted, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="stack" onSubmit={load} aria-labelledby="seed-title">
      <h2 id="seed-title">The history that is shown</h2>
      <p class="quiet">It was made by giving commands to the core; each seed gives another one.</p>
      <div class="seed-fields">
        {field('seed', 'Seed', 1_000_000)}
        {field('tickets', 'Tickets', 10_000)}
        {field('open', 'Open, of a hundred', 100)}
      </div>
      <div class="buttons">
        <button type="submit">Make this one</button>
      </div>
    </form>
  );
}
