/**
 * The steps of a JSON Pointer into a value, as form libraries name them: the place in a list is a
 * number.
 */
export function segments(pointer, value) {
  let inside = value;
  return pointer
    .split('/')
    .slice(1)
    .map((step) => {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const key = Array.isArray(inside) && /^\d+$/.test(name) ? Number(name) : name;
      inside = Object(inside) === inside && Object.hasOwn(inside, key) ? inside[key] : undefined;
      return key;
    });
}
