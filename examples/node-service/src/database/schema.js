import { Migrator, sql } from 'kysely';

/**
 * Every table and its key. Instants are milliseconds since 1970; documents are text, so that their
 * bytes stay what they were. Every row belongs to a tenant.
 */
const TABLES = {
  // Numbers that are given out once: `seq` of events, `number` of tickets, `alert` of bodies.
  counter: [['tenant', 'name'], { tenant: 'text', name: 'text', value: 'bigint' }],
  policy: [
    ['tenant', 'number'],
    {
      tenant: 'text',
      number: 'bigint',
      digest: 'text',
      document: 'text',
      since: 'bigint',
      actor: 'text',
    },
  ],
  // A ticket without its history, which is in `event`, and when time next does something to it.
  ticket: [
    ['tenant', 'id'],
    {
      tenant: 'text',
      id: 'text',
      version: 'bigint',
      state_type: 'text',
      requester: 'text',
      title: 'text',
      parent: 'text?',
      opened_at: 'bigint',
      updated_at: 'bigint',
      policy: 'text',
      snapshot: 'text',
      record_lines: 'bigint',
      record_digest: 'text?',
      due_at: 'bigint?',
    },
  ],
  // Only ever added to.
  event: [
    ['tenant', 'seq'],
    {
      tenant: 'text',
      seq: 'bigint',
      ticket: 'text',
      version: 'bigint',
      requester: 'text',
      policy: 'text',
      body: 'text',
    },
  ],
  // The record of decisions: a chain of lines for each ticket. Only ever added to.
  decision: [
    ['tenant', 'ticket', 'number'],
    {
      tenant: 'text',
      ticket: 'text',
      number: 'bigint',
      line: 'text',
    },
  ],
  idempotency: [
    ['tenant', 'actor', 'key'],
    {
      tenant: 'text',
      actor: 'text',
      key: 'text',
      digest: 'text',
      ticket: 'text',
      version_from: 'bigint',
      version_to: 'bigint',
      refused: 'text?',
      at: 'bigint',
    },
  ],
  webhook: [
    ['tenant', 'id'],
    {
      tenant: 'text',
      id: 'text',
      url: 'text',
      secret: 'text',
      created_at: 'bigint',
      due_at: 'bigint',
      attempts: 'bigint',
      last_error: 'text?',
    },
  ],
  outbox: [
    ['tenant', 'webhook', 'seq'],
    {
      tenant: 'text',
      webhook: 'text',
      seq: 'bigint',
      attempts: 'bigint',
      dead: 'bigint',
    },
  ],
  alert: [
    ['tenant', 'number'],
    {
      tenant: 'text',
      number: 'bigint',
      source: 'text',
      body: 'text',
      at: 'bigint',
    },
  ],
  // Which ticket an incident candidate became.
  candidate: [['tenant', 'id'], { tenant: 'text', id: 'text', ticket: 'text' }],
  report: [
    ['tenant', 'month'],
    {
      tenant: 'text',
      month: 'text',
      policy: 'text',
      made_at: 'bigint',
      tickets: 'bigint',
      json: 'text',
      markdown: 'text',
      html: 'text',
    },
  ],
  import: [
    ['tenant', 'id'],
    {
      tenant: 'text',
      id: 'text',
      state: 'text',
      row_count: 'bigint',
      tickets: 'bigint',
      events: 'bigint',
      findings: 'text',
      started_at: 'bigint',
      changed_at: 'bigint',
    },
  ],
};

const INDEXES = [
  ['event', ['tenant', 'ticket', 'version'], 'unique'],
  ['ticket', ['due_at']],
  ['ticket', ['tenant', 'requester', 'id']],
  ['ticket', ['tenant', 'parent']],
  ['webhook', ['due_at']],
  ['idempotency', ['at']],
];

async function makeTables(db) {
  for (const [name, [key, columns]] of Object.entries(TABLES)) {
    let table = db.schema.createTable(name);
    for (const [column, type] of Object.entries(columns)) {
      const optional = type.endsWith('?');
      table = table.addColumn(column, type.replace('?', ''), (made) =>
        optional ? made : made.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`${name}_key`, key).execute();
  }
  for (const [table, columns, unique] of INDEXES) {
    const index = db.schema.createIndex(`${table}_by_${columns.at(-1)}`);
    await (unique ? index.unique() : index).on(table).columns(columns).execute();
  }
}

/**
 * Brings the database to the form that this version of the service knows. A replica that starts
 * beside others finds that there is nothing to do, and touches nothing.
 */
export async function migrate({ db, rowSecurity }) {
  const migrations = {
    '001-tables': {
      up: async (trx) => {
        await makeTables(trx);
        if (rowSecurity) await separateTenants(trx);
      },
    },
  };
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/**
 * The database itself shows a transaction only the rows of the tenant that it was begun for. `*` is
 * the service's own housekeeping.
 */
async function separateTenants(trx) {
  for (const name of Object.keys(TABLES)) {
    const table = sql.table(name);
    await sql`alter table ${table} enable row level security`.execute(trx);
    await sql`alter table ${table} force row level security`.execute(trx);
    await sql`create policy own_tenant on ${table}
      using (current_setting('desk.tenant', true) in (tenant, '*'))`.execute(trx);
  }
}
