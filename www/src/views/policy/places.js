// Where in a text of JSON a pointer points.
import { parseTree } from 'jsonc-parser';

const STRICT = { disallowComments: true, allowTrailingComma: false };

/** What is needed to find places in a text: its tree and the offsets of its lines. */
export function placesOf(text) {
  const faults = [];
  const tree = parseTree(text, faults, STRICT);
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { tree, starts, faults };
}

const unescaped = (segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** The steps of a pointer, numbers where the document has a list; as far as there is one. */
export function stepsOf(places, pointer) {
  const steps = [];
  let node = places.tree;
  for (const segment of pointer.split('/').slice(1).map(unescaped)) {
    const step = node?.type === 'array' ? Number(segment) : segment;
    node = inside(node, step)?.value;
    steps.push(step);
  }
  return steps;
}

/** The member or entry of a node: where it stands, and its value. */
function inside(node, step) {
  if (node?.type === 'array') {
    const value = node.children[step];
    return value && { offset: value.offset, value };
  }
  const property = node?.children?.find(({ children }) => children?.[0].value === step);
  return property && { offset: property.offset, value: property.children[1] };
}

/** The offset of what a pointer points to, or of the last on the way that there is. */
export function offsetOf(places, pointer) {
  let { tree: node } = places;
  let offset = node?.offset ?? 0;
  for (const step of stepsOf(places, pointer)) {
    const next = inside(node, step);
    if (!next) break;
    ({ offset, value: node } = next);
  }
  return offset;
}

/** The line of an offset, from 1. */
export function lineOf({ starts }, offset) {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}

/** A finding with the offset and line it is about; a fault of the syntax where it begins. */
export function placed(places, { finding, fix }) {
  const syntax = finding.code === 'document.syntax' && places.faults[0];
  const offset = syntax ? syntax.offset : offsetOf(places, finding.path);
  return { ...finding, fix, offset, line: lineOf(places, offset) };
}
