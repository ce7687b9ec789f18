import { useState } from 'preact/hooks';

import { change } from '../address.js';
import { become, leave } from '../data/start.js';
import { identities, me, mode } from '../data/session.js';
import { Icon } from '../parts/icon.jsx';
import { useBeat } from '../time/beat.js';
import { setSpeed, speed, SPEEDS } from '../time/clock.js';
import { day, timeOfDay, zoneName } from '../time/format.js';
import { Navigation } from './navigation.jsx';

export function Header() {
  const [open, setOpen] = useState(false);
  const close = (event) => {
    if (event.key === 'Escape') setOpen(false);
  };
  return (
    <header class="top" onKeyDown={close}>
      <button
        type="button"
        class="menu-button"
        aria-expanded={open}
        aria-controls="navigation"
        onClick={() => setOpen(!open)}
      >
        <Icon name="menu" label="Menu" />
      </button>
      <p class="brand">
        <img src="./icon.svg" alt="" width="24" height="24" /> <span>Service desk</span>
      </p>
      <Clock />
      <Identity />
      <Navigation open={open} close={() => setOpen(false)} />
    </header>
  );
}

const NAMES = { 0: 'paused', 1: '×1', 60: '×60', 600: '×600' };

function Clock() {
  const at = useBeat({ seconds: true });
  const simulated = mode.value === 'local';
  const set = (next) => {
    setSpeed(next);
    change({ speed: next === 1 ? null : String(next) });
  };
  return (
    <div class="clock">
      <p class="clock-time" title={`Times are shown for ${zoneName()}`}>
        <span class="clock-day">{day(at)}</span>{' '}
        <time datetime={new Date(at).toISOString()}>{timeOfDay(at)}</time>
      </p>
      {simulated ? (
        <div class="speeds" role="group" aria-label="Speed of the clock">
          {SPEEDS.map((one) => (
            <button
              type="button"
              key={one}
              aria-pressed={speed.value === one}
              onClick={() => set(one)}
            >
              {one === 0 ? <Icon name="pause" label="Pause the clock" /> : NAMES[one]}
            </button>
          ))}
        </div>
      ) : (
        <span class="chip quiet">time of the service</span>
      )}
    </div>
  );
}

const ROLES = {
  requester: 'requester',
  agent: 'agent',
  serviceManager: 'service manager',
  securityOfficer: 'security officer',
};

function Identity() {
  if (!me.value) return null;
  return identities.value.length > 0 ? <Choice /> : <SignedIn />;
}

function SignedIn() {
  const [error, setError] = useState(null);
  return (
    <div class="identity">
      <Icon name="person" />
      <span class="identity-name">{me.value.name}</span>
      <button type="button" onClick={() => leave().catch(setError)}>Sign out</button>
      {error && <span class="visually-hidden" role="alert">{error.message}</span>}
    </div>
  );
}

function Choice() {
  const roleOf = ({ roles }) => ROLES[roles.at(-1)] ?? roles.at(-1);
  return (
    <label class="identity">
      <Icon name="person" />
      <span class="visually-hidden">You are</span>
      <select value={me.value.id} onChange={(event) => become(event.currentTarget.value)}>
        {identities.value.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} ({roleOf(one)})
          </option>
        ))}
      </select>
    </label>
  );
}
