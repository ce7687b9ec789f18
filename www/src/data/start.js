// Begins: with the service at the page's address if there is one, else with the browser alone.
import { change, parameters } from '../address.js';
import { startCore } from '../core/core.js';
import { setSpeed, SPEEDS } from '../time/clock.js';
import { hear } from '../worker/ask.js';
import * as local from './local.js';
import * as service from './service.js';
import { mode, online } from './session.js';
import { signOut } from './sign-in.js';
import { begin, follow } from './sync.js';
import { changed } from './tickets.js';

const SOURCES = { local, service };

/** `{ok: true}`, or `{ok: false, errors}` if the policy is refused. */
export async function start() {
  const core = startCore();
  addEventListener('offline', () => { online.value = false; });
  const found = await core.then(() => service.startService());
  if (found) {
    await begin();
    return { ok: true };
  }
  online.value = true;
  const opened = await local.startLocal();
  hear((news) => {
    local.elsewhere(news);
    changed();
  });
  const wanted = Number(parameters.peek().speed ?? 1);
  setSpeed(SPEEDS.includes(wanted) ? wanted : 1);
  return opened;
}

/** Takes the part of somebody else. */
export async function become(id) {
  await SOURCES[mode.peek()].become(id);
  change({ as: id });
  changed();
  if (mode.peek() === 'service') follow();
}

/** Leaves the service; another one may then use this browser. */
export async function leave() {
  const to = await signOut();
  await service.forgetVisitor();
  location.assign(to ?? document.baseURI);
}
