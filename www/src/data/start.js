// Begins: with the service at the page's address if there is one, else with the browser alone.
import { change, parameters } from '../address.js';
import { startCore } from '../core/core.js';
import { setSpeed, SPEEDS } from '../time/clock.js';
import * as local from './local.js';
import { mode } from './session.js';

const SOURCES = { local };

export async function start() {
  await startCore();
  const opened = await local.startLocal();
  const wanted = Number(parameters.peek().speed ?? 1);
  if (mode.peek() === 'local' && SPEEDS.includes(wanted)) setSpeed(wanted);
  return opened;
}

/** Takes the part of somebody else. */
export async function become(id) {
  await SOURCES[mode.peek()].become(id);
  change({ as: id });
}
