/** The vectors whose answer is another text than the one written down. */
export function failures(vectors, callText) {
  return vectors.flatMap(({ name, request, text, answer }) => {
    const actual = callText(text ?? JSON.stringify(request));
    return actual === JSON.stringify(answer) ? [] : [`${name}: ${actual}`];
  });
}
