// The module of the portal, loaded as the portal loads it, and what it answers to the commands.
import { init, openEngine } from '../../../target/npm/dist/slim.js';
import { answers } from './given.js';

await init(new URL('../../../target/npm/dist/core.wasm', import.meta.url));
const encoder = new TextEncoder();

async function digestOf(line) {
  const digest = await crypto.subtle.digest('SHA-256', encoder.encode(line));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The digest of each answer; `lines` keeps the answers themselves. */
globalThis.digests = async (asked) => {
  const { value: engine } = openEngine(asked.policy);
  const decide = ({ ticket, command, context }) => {
    const answer = engine.call({ op: 'decide', ticket, command, context });
    // What the rules do not let time do, a service leaves as it is.
    const left = command.type === 'tick' && !answer.ok;
    return left ? { ok: true, value: { events: [], ticket } } : answer;
  };
  globalThis.lines = [];
  await answers(asked, decide, (line) => globalThis.lines.push(line));
  engine.free();
  return Promise.all(globalThis.lines.map(digestOf));
};
