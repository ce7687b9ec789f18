import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';

const INT8 = 20;

/** Whole numbers of 64 bits come as numbers: no count here grows beyond 2^53. */
const types = {
  getTypeParser: (type, format) => (type === INT8 ? Number : pg.types.getTypeParser(type, format)),
};

/** What the connection, not the statement, is to blame for; classes of SQLSTATE and of Node. */
const GONE = /^(08|25|53|54|55|57|58|ECONN|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/;
const GONE_TEXT = /timeout exceeded|connection (terminated|error|ended)|not queryable|pool/i;

export function openPostgres(url, { log, connections = 10 }) {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    // A replica that was stopped in the middle must not hold its locks for long.
    idle_in_transaction_session_timeout: 15_000,
    keepAlive: true,
  });
  pool.on('error', (error) => log.warn({ error: error.message }, 'a database connection ended'));
  return {
    kind: 'postgres',
    rowSecurity: true,
    pool,
    db: new Kysely({ dialect: new PostgresDialect({ pool }) }),
    /** Shows the transaction the rows of this tenant only. */
    bind: (trx, tenant) => sql`select set_config('desk.tenant', ${tenant}, true)`.execute(trx),
    locked: (query) => query.forUpdate(),
    announce: (trx, tenant) => sql`select pg_notify('desk_event', ${tenant})`.execute(trx),
    /** Has a replica look at a ticket when time does something to it; an earlier date is void. */
    schedule: (trx, tenant, ticket, at) =>
      sql`select graphile_worker.add_job(
      'tick', payload => ${JSON.stringify({ tenant, ticket })}::json,
      run_at => ${new Date(at).toISOString()}::timestamptz,
      job_key => ${`tick:${tenant}:${ticket}`}, max_attempts => 5)`.execute(trx),
    conflicts: ({ code = '' }) => ['23505', '40001', '40P01'].includes(code),
    unavailable: ({ code = '', message = '' }) => GONE.test(code) || GONE_TEXT.test(message),
  };
}

/** Hears of commits of every replica. After a loss it listens again, and wakes every tenant. */
export function listen(url, { log, heard }) {
  let client;
  let ended = false;
  let retry;
  async function connect() {
    client = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: 3_000,
    });
    client.on('notification', ({ payload }) => heard(payload));
    client.on('error', again);
    client.on('end', again);
    await client.connect();
    await client.query('listen desk_event');
    heard(undefined);
  }
  function again() {
    if (ended || retry !== undefined) return;
    client.removeAllListeners('notification');
    retry = setTimeout(() => {
      retry = undefined;
      connect().catch((error) => {
        log.warn({ error: error.message }, 'not listening to the database');
        again();
      });
    }, 500);
  }
  const listening = connect().catch(again);
  return {
    listening,
    async close() {
      ended = true;
      clearTimeout(retry);
      await client.end().catch(() => {});
    },
  };
}
