import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';

const GONE = /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|READONLY|NOMEM|PROTOCOL)/;

/**
 * One file, one process. A commit is on the disk before it is acknowledged: that is what
 * `synchronous = FULL` is for. `pragmas` are for tests that want a small disk.
 */
export function openSqlite(file, { pragmas = [] } = {}) {
  const database = new Database(file);
  for (const pragma of [
    'journal_mode = WAL',
    'synchronous = FULL',
    'busy_timeout = 5000',
    ...pragmas,
  ]) {
    database.pragma(pragma);
  }
  return {
    kind: 'sqlite',
    rowSecurity: false,
    db: new Kysely({ dialect: new SqliteDialect({ database }) }),
    async bind() {},
    locked: (query) => query,
    async announce() {},
    async schedule() {},
    /** Whether another transaction was first, so that this one may be tried again. */
    conflicts: ({ code = '' }) => /^SQLITE_(CONSTRAINT|BUSY_SNAPSHOT)/.test(code),
    // A full disk has ended the transaction already, so that it cannot be rolled back any more.
    unavailable: ({ code = '', message = '' }) =>
      GONE.test(code) || /no transaction is active/.test(message) || !database.open,
  };
}
