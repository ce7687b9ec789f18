// Similar tickets of 100,000, beside the search engines of npm, in one run: `node search.js [FILE]`,
// which searches the tickets of a file instead.
//
// Each engine has a process of its own, since the memory of one would else slow down another. They
// take turns, while they build and while they answer, so that a busy moment hits all.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const TICKETS = 100_000;
const QUESTIONS = 300;
/** How many questions an engine answers before it is another one's turn. */
const TURN = 10;
/** What takes long is asked fewer, and compared with what ours answers to these. */
const ASKED = { orama: 20, 'orama fuzzy': 10 };
const KINDS = { typed: 'a few words', ticket: 'a ticket' };
/** `ENGINES=ours,flexsearch` leaves the others out: Orama takes as long as all of them together. */
const { ENGINES = 'ours,minisearch,flexsearch,orama' } = process.env;

class Engine {
  constructor(name, file) {
    const program = fileURLToPath(new URL('searched.js', import.meta.url));
    const words = [name, String(TICKETS), String(QUESTIONS), ...(file ? [file] : [])];
    const execArgv = ['--expose-gc', '--max-old-space-size=8000'];
    this.name = name;
    this.child = fork(program, words, { execArgv });
    this.took = { given: 0, added: 0 };
    // What went wrong it has printed; nobody would hear of it otherwise.
    this.child.once('exit', (code) => code && process.exit(code));
  }

  async told() {
    const [message] = await once(this.child, 'message');
    return message;
  }

  ask(message) {
    this.child.send(message);
    return this.told();
  }
}

/** Builds every index, some tickets at a time. */
async function built(engines) {
  for (let building = [...engines]; building.length > 0;) {
    const still = [];
    for (const engine of building) {
      const { given, added, more } = await engine.ask({ build: true });
      engine.took.given += given;
      engine.took.added += added;
      if (more) still.push(engine);
    }
    building = still;
  }
  for (const engine of engines) Object.assign(engine, await engine.ask({ weigh: true }));
}

/** Every way to ask, with its answers. */
async function answered(engines, questions) {
  const ways = engines.flatMap((engine) =>
    engine.ways.map((name) => ({ name, engine, typed: [], ticket: [] })));
  for (const kind of Object.keys(KINDS)) {
    // Whoever describes a whole ticket says enough, whatever is mistyped.
    const asked = ways.filter(({ name }) => kind === 'typed' || !name.endsWith('fuzzy'));
    for (let from = -TURN; from < questions; from += TURN) {
      for (const { name, engine, [kind]: all } of asked) {
        const at = Math.max(from, 0);
        if (at >= (ASKED[name] ?? questions)) continue;
        const { answers } = await engine.ask({ way: name, kind, from: at, to: at + TURN });
        // The first turn warms up.
        if (from >= 0) all.push(...answers);
      }
    }
  }
  return ways;
}

const median = (list) => [...list].sort((one, other) => one - other)[list.length >> 1];
const recall = (answers, most = 10) =>
  answers.filter(({ place }) => place >= 0 && place < most).length / answers.length;

/** What is measured: the figure of each way, ours first; and the least that is expected. */
function measured(ways) {
  const seconds = (pick) => ways.map(({ engine }) => pick(engine) / 1e3);
  const rows = [
    {
      name: 'build, from objects, s', digits: 2, atLeast: 1,
      // What JavaScript holds has to become text for ours.
      figures: seconds(({ name, took }) => took.added + (name === 'ours' ? took.given : 0)),
    },
    {
      name: 'build, from lines of JSON, s', digits: 2, atLeast: 1,
      // The peers take what JSON.parse makes of a line.
      figures: seconds(({ name, took }) => took.added + (name === 'ours' ? 0 : took.given)),
    },
  ];
  for (const [kind, said] of Object.entries(KINDS)) {
    const times = (answers) => median(answers.map(({ spent }) => spent));
    const figures = ways.map(({ [kind]: answers }) => times(answers));
    rows.push({ name: `${said}, ms`, digits: 3, atLeast: 1, figures });
    const [{ [kind]: own }] = ways;
    const found = ways.map(({ [kind]: answers }) => recall(answers));
    const beside = ways.map(({ [kind]: answers }) => recall(own.slice(0, answers.length)));
    rows.push({ name: `${said}, found among 10`, digits: 3, figures: found, beside });
    const first = ways.map(({ [kind]: answers }) => recall(answers, 1));
    rows.push({ name: `${said}, found first`, digits: 3, figures: first });
  }
  const bytes = (pick) => ways.map(({ engine }) => pick(engine) / 1e6);
  const memory = bytes((engine) => engine.memory);
  rows.push({ name: 'memory, MB', digits: 1, figures: memory, of: 'minisearch', atLeast: 2 });
  rows.push({ name: 'stored, MB', digits: 1, figures: bytes((engine) => engine.stored) });
  return rows;
}

/** How much better ours is than the best of the others, and whether that is enough. */
function judged({ figures: [own, ...theirs], beside, of, atLeast }, names) {
  const all = theirs.map((figure, at) => [figure, at]);
  const known = all.filter(([figure]) => Number.isFinite(figure));
  if (beside) {
    const least = Math.min(...known.map(([figure, at]) => beside[at + 1] - figure));
    return { told: least.toFixed(3), expected: '>= 0', met: least >= 0 };
  }
  const others = known.filter(([, at]) => of === undefined || names[at + 1] === of);
  const ratio = Math.min(...others.map(([figure]) => figure)) / own;
  if (atLeast === undefined) return { told: ratio.toFixed(2), expected: '-' };
  return { told: ratio.toFixed(2), expected: `>= ${atLeast}`, met: ratio >= atLeast };
}

function print(title, ways) {
  const names = ways.map(({ name }) => name);
  const line = (name, cells, end) =>
    console.log(`${name.padEnd(32)}${cells.map((cell) => cell.padStart(18)).join('')}  ${end}`);
  line(title, [...names, 'ratio', 'expected'], '');
  const all = measured(ways).map((row) => {
    const { told, expected, met } = judged(row, names);
    const shown = (figure) => (Number.isFinite(figure) ? figure.toFixed(row.digits) : '-');
    const cells = row.figures.map(shown);
    line(row.name, [...cells, told, expected], met === undefined ? '-' : met ? 'met' : 'MISSED');
    return met !== false;
  });
  return all.every(Boolean);
}

/** Prints how ours and the others did; true if every expectation is met. */
export async function searches(file) {
  const engines = ENGINES.split(',').map((name) => new Engine(name, file));
  try {
    let questions = 0;
    for (const engine of engines) ({ questions, ways: engine.ways } = await engine.told());
    await built(engines);
    const ways = await answered(engines, questions);
    for (const engine of engines) Object.assign(engine, await engine.ask({ store: true }));
    const asked = ways.map(({ name, typed }) => `${name} ${typed.length}`).join(', ');
    console.log(`tickets: ${engines[0].count}; questions of a kind: ${asked}`);
    return print('Similar tickets', ways);
  } finally {
    for (const { child } of engines) child.kill();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && !(await searches(process.argv[2]))) {
  console.error('an expectation is missed');
  process.exitCode = 1;
}
