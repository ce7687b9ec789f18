import { callText } from 'incident-core';

const modules = import.meta.glob('../../../tests/vectors/door/*.json', {
  eager: true,
  import: 'default',
  query: '?raw',
});

/** The vectors of the test suite by file, as they were when the page was built. */
export const files = Object.entries(modules)
  .map(([path, text]) => ({ name: path.split('/').at(-1), vectors: JSON.parse(text) }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));

/** Asks every vector of a file, and compares the answers as text. */
export function verify({ name, vectors }) {
  const begun = performance.now();
  const results = vectors.map(({ name: title, why, request, text, answer }) => {
    const asked = text ?? JSON.stringify(request);
    const expected = JSON.stringify(answer);
    let actual;
    try {
      actual = callText(asked);
    } catch (error) {
      actual = String(error);
    }
    return { title, why, asked, expected, actual, passed: actual === expected };
  });
  const passed = results.filter((result) => result.passed).length;
  const took = performance.now() - begun;
  return { name, results, passed, failed: results.length - passed, took };
}
