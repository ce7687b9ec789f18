export async function addImport({ trx, tenant }, id, now) {
  await trx
    .insertInto('import')
    .values({
      tenant,
      id,
      state: 'running',
      row_count: 0,
      tickets: 0,
      events: 0,
      findings: '[]',
      started_at: now,
      changed_at: now,
    })
    .execute();
}

export async function setImport(
  { trx, tenant },
  id,
  { state, rows, tickets, events, findings, now },
) {
  await trx
    .updateTable('import')
    .set({
      state,
      row_count: rows,
      tickets,
      events,
      findings: JSON.stringify(findings),
      changed_at: now,
    })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

export async function readImport({ trx, tenant }, id) {
  const row = await trx
    .selectFrom('import')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    state: row.state,
    rows: row.row_count,
    tickets: row.tickets,
    events: row.events,
    findings: JSON.parse(row.findings),
    startedAt: new Date(row.started_at).toISOString(),
    changedAt: new Date(row.changed_at).toISOString(),
  };
}

/** Imports that nobody has gone on with since: their replica was killed. */
export async function interruptImports({ trx }, before, now) {
  await trx
    .updateTable('import')
    .set({ state: 'interrupted', changed_at: now })
    .where('state', '=', 'running')
    .where('changed_at', '<', before)
    .execute();
}
