#!/usr/bin/env node
import process from 'node:process';

import { say } from './output.js';
import { Misuse, Refusal, finding, lines } from './refusal.js';
import { understood } from './words.js';

/** Loaded when asked for: each brings the modules that it needs. */
const COMMANDS = {
  lint: () => import('./lint.js'),
  check: () => import('./check.js'),
  explain: () => import('./explain.js'),
  replay: () => import('./replay.js'),
  diff: () => import('./diff.js'),
  report: () => import('./report.js'),
};

async function run(given) {
  const [name, ...words] = given;
  if (given.length === 0 || name === 'help' || given.includes('--help') || given.includes('-h')) {
    const { help } = await import('./help.js');
    say(help());
    return true;
  }
  if (name === '--version') {
    const { versions } = await import('../index.js');
    say(
      Object.entries(versions())
        .map(([what, version]) => `${what} ${version}`)
        .join(', '),
    );
    return true;
  }
  if (!Object.hasOwn(COMMANDS, name)) {
    const known = `known here: ${Object.keys(COMMANDS).join(', ')}`;
    throw new Misuse([finding('cli.commandUnknown', '', `there is no command \`${name}\``, known)]);
  }
  const command = await COMMANDS[name]();
  return command.run(understood(words, command.words));
}

/** Says why it could not be asked. A fault of the program itself looks like one. */
function refuse(fault, asJson) {
  process.exitCode = 2;
  if (!(fault instanceof Refusal) && !(fault instanceof Misuse)) {
    process.stderr.write(`${fault?.stack ?? fault}\n`);
    return;
  }
  if (asJson) {
    process.stderr.write(`${JSON.stringify({ ok: false, errors: fault.errors }, null, 2)}\n`);
    return;
  }
  const title =
    fault instanceof Misuse ? 'incident-core: not understood' : `${fault.subject}: refused`;
  const hint = fault instanceof Misuse ? ['', '`incident-core help` says what can be asked.'] : [];
  process.stderr.write(`${[title, ...fault.errors.flatMap(lines), ...hint].join('\n')}\n`);
}

const words = process.argv.slice(2);
run(words).then(
  (holds) => {
    process.exitCode = holds ? 0 : 1;
  },
  (fault) => refuse(fault, words.includes('--json')),
);
