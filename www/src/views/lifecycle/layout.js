// Where the states stand: columns by what they mean, rows by their order in the policy.

const COLUMNS = ['new', 'active', 'onHold', 'resolved', 'closed', 'canceled'];
const PLACES = { new: 0, active: 1, onHold: 1, resolved: 2, closed: 3, canceled: 3 };

export const BOX = { width: 136, height: 44 };
/** How many letters have room beside each other in a box. */
const LETTERS = 18;
const STEP = { x: 224, y: 104 };

/** Boxes by state, edges with their path, and the size of it all. */
export function layout(lifecycle) {
  const first = ({ id, type }) => COLUMNS.indexOf(type) * 2 + (id === lifecycle.initial ? 0 : 1);
  const states = [...lifecycle.states].sort((one, other) => first(one) - first(other));
  const rows = [0, 0, 0, 0];
  const boxes = new Map();
  for (const state of states) {
    const column = PLACES[state.type];
    // At the bottom, where lines from everywhere meet no box.
    if (state.type === 'canceled')
      rows[column] = Math.max(rows[column], ...rows.map((row) => row - 1));
    boxes.set(state.id, {
      ...state,
      column,
      row: rows[column],
      x: 12 + column * STEP.x,
      y: 46 + rows[column] * STEP.y,
    });
    rows[column] += 1;
  }
  const edges = [...movesOf(lifecycle), ...timersOf(lifecycle)];
  const height = 46 + Math.max(...rows) * STEP.y;
  const given = [...boxes.values()].filter(({ type }) => type === 'canceled');
  const lowest = given.at(-1);
  // Into the lowest from below, past it into the others.
  const lanes = (to) => ({
    bottom: height - 22,
    aside: to === lowest ? 0 : 14 * (given.length - given.indexOf(to) - 1),
  });
  return {
    boxes: [...boxes.values()],
    edges: edges.map((edge) => {
      const [from, to] = [boxes.get(edge.from), boxes.get(edge.to)];
      return {
        ...edge,
        path: to.type === 'canceled' ? below(from, to, lanes(to)) : pathOf(from, to, edge.timer),
      };
    }),
    width: 24 + 3 * STEP.x + BOX.width + 14 * Math.max(0, given.length - 1),
    height,
  };
}

/** Down between the columns and along the bottom: from everywhere one can give up. */
function below(from, to, { bottom, aside }) {
  const gutter = from.x + BOX.width + 30;
  const right = to.x + BOX.width;
  const end = aside === 0 ? to.x + BOX.width / 2 : right + aside;
  const start = from.y + BOX.height - 8;
  const middle = to.y + BOX.height / 2;
  return [
    `M${from.x + BOX.width} ${start}`,
    `H${gutter - 8}`,
    'q8 0 8 8',
    `V${bottom - 8}`,
    'q0 8 8 8',
    `H${end - 8}`,
    'q8 0 8 -8',
    ...(aside === 0 ? [`V${to.y + BOX.height}`] : [`V${middle + 8}`, 'q0 -8 -8 -8', `H${right}`]),
  ].join('');
}

/** A label in at most two lines that have room in a box; what has none is cut. */
export function linesOf(label) {
  if (label.length <= LETTERS) return [label];
  const space = label.lastIndexOf(' ', LETTERS);
  const cut = space > 0 ? space : LETTERS;
  const rest = label.slice(cut).trim();
  return [label.slice(0, cut), rest.length > LETTERS ? `${rest.slice(0, LETTERS - 1)}…` : rest];
}

function movesOf({ moves }) {
  return moves.flatMap(({ from, ...move }) =>
    from.map((one) => ({ from: one, ...move, guarded: isGuarded(move) })),
  );
}

/** A move that asks for more than the wish to make it. */
function isGuarded({ requires, onlyIf, linked, within, approval, roles }) {
  return Boolean(requires?.length || onlyIf || linked || within || approval || roles);
}

function timersOf({ timers = [] }) {
  return timers.map(({ state, to, after, id }) => ({ from: state, to, timer: id, after }));
}

function pathOf(from, to, timer) {
  const middle = (box) => box.y + BOX.height / 2;
  if (from === to) return loop(from);
  if (from.column === to.column) return beside(from, to);
  const forward = from.column < to.column;
  const startX = forward ? from.x + BOX.width : from.x;
  const endX = forward ? to.x : to.x + BOX.width;
  const shift = forward ? -7 : 9;
  const far = Math.abs(to.column - from.column) > 1;
  const startY = middle(from) + shift;
  const endY = middle(to) + shift + (timer ? 14 : 0);
  const bend = (endX - startX) / 2;
  // Over or under the boxes between, so that no line goes through one.
  const lift = far && from.row === to.row ? (forward ? -52 : 56) : 0;
  return curve(
    [startX, startY],
    [startX + bend, startY + lift],
    [endX - bend, endY + lift],
    [endX, endY],
  );
}

function loop({ x, y }) {
  const right = x + BOX.width;
  const bottom = y + BOX.height;
  return curve(
    [right - 44, bottom],
    [right - 44, bottom + 26],
    [right - 16, bottom + 26],
    [right - 16, bottom],
  );
}

/** Between two states of a column: down on the left of its middle, up on the right. */
function beside(from, to) {
  const down = from.y < to.y;
  const x = from.x + BOX.width / 2 + (down ? -14 : 14);
  const start = down ? from.y + BOX.height : from.y;
  const end = down ? to.y : to.y + BOX.height;
  const far = Math.abs(from.row - to.row) > 1;
  if (!far) return `M${x} ${start}V${end}`;
  const side = from.x - 30;
  const half = BOX.height / 2;
  return curve(
    [from.x, from.y + half],
    [side, from.y],
    [side, to.y + BOX.height],
    [to.x, to.y + half],
  );
}

function curve(from, one, other, to) {
  return `M${from.join(' ')}C${one.join(' ')} ${other.join(' ')} ${to.join(' ')}`;
}
