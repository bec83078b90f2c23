import { sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { transaction } from '../db/transaction.ts'

/**
 * Transaction ids belong to a cluster and restart in another. When the database was restored into a new one, moves the
 * ledger's offset past every id written so far, so that the order of events goes on. Call before serving.
 */
export async function settleCluster(db: Db): Promise<'same' | 'moved'> {
  return transaction(db, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('ledger_cluster'))`.execute(tx)
    const { rows } = await sql<{ same: boolean | null }>`
      select (select system_identifier from ledger_cluster) = (select system_identifier from pg_control_system()) as same`.execute(
      tx,
    )
    if (rows[0]?.same) return 'same'
    const moved = rows[0]?.same === false
    if (moved) {
      const { rows: top } = await sql<{
        offset: number
      }>`select greatest((select max(tx) from events), (select max(tx) from ledger_cursors), 0) + 1 as offset`.execute(
        tx,
      )
      await sql
        .raw(`create or replace function ledger_offset() returns bigint language sql stable parallel safe
        as 'select ${top[0]?.offset ?? 0}::bigint'`)
        .execute(tx)
    }
    await sql`insert into ledger_cluster (system_identifier) select system_identifier from pg_control_system()
      on conflict (id) do update set system_identifier = excluded.system_identifier`.execute(tx)
    return moved ? 'moved' : 'same'
  })
}
