const MARK = /^\uFEFF/;

/** What a log is, by its first bytes: `rows` of CSV, `events` as replay writes, or `tickets`. */
export function kindOf(start) {
  const text = start.toString('utf8').replace(MARK, '').trimStart();
  if (!text.startsWith('{')) return 'rows';
  // An event begins with the identifier of its ticket, a ticket with all of itself.
  return /^\{\s*"(?:event"|ticket"\s*:\s*")/.test(text) ? 'events' : 'tickets';
}
