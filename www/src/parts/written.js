// Words as people write them: an index counts stems, `databas` for `database` and `databases`.

/** The word of a text that a term stands for; the term, if the text has none. */
export function written(term, text) {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.find((word) => word.toLowerCase().startsWith(term))?.toLowerCase() ?? term;
}
