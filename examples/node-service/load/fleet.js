import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { exportSPKI } from 'jose';

const FILE = new URL('replica.js', import.meta.url).pathname;

/** Replicas in processes of their own, which can be killed and come back. */
export async function openFleet({ replicas, settings, publicKey, stubbed = false }) {
  const key = await exportSPKI(publicKey);
  const fleet = [];
  // Whatever ends the run ends them, too.
  process.once('exit', () => fleet.forEach((one) => one?.child.kill('SIGKILL')));

  async function begin() {
    const env = { ...process.env, REPLICA: JSON.stringify({ settings, key, stubbed }) };
    const child = spawn(process.execPath, [FILE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout });
    const [line] = await Promise.race([
      once(lines, 'line'),
      once(child, 'exit').then(() => {
        throw new Error('a replica did not start');
      }),
    ]);
    return { child, lines, address: JSON.parse(line).address };
  }

  for (let number = 0; number < replicas; number += 1) fleet.push(await begin());

  return {
    /** Where a replica listens; the next one's address if this one is gone just now. */
    address: (number) => {
      const alive = fleet.filter((one) => one !== undefined);
      return alive[number % alive.length]?.address;
    },
    /** Kills one without a word, and starts another one in its place. */
    async kill(number) {
      const { child } = fleet[number];
      fleet[number] = undefined;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
      fleet[number] = await begin();
    },
    /** Stops them; the answer is the processor time that they took since they listened. */
    async close() {
      const taken = await Promise.all(
        fleet.filter(Boolean).map(async ({ child, lines }) => {
          const gone = once(child, 'exit');
          const told = once(lines, 'line');
          child.kill('SIGTERM');
          const [line] = await told;
          await gone;
          return JSON.parse(line).cpuSeconds;
        }),
      );
      return taken.reduce((one, other) => one + other, 0);
    },
  };
}
