import process from 'node:process';

/** How many findings about rows are named one by one. */
const NAMED = 10;

/** Names on standard error what was wrong with rows; whether nothing was. */
export function nameFindings(findings) {
  for (const { code, message } of findings.slice(0, NAMED))
    process.stderr.write(`${code}  ${message}\n`);
  const more = findings.length - NAMED;
  if (more > 0) process.stderr.write(`and ${more} more findings about rows\n`);
  return findings.length === 0;
}
