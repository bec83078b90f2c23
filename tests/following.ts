import { sql } from 'kysely'
import type { Db } from '../server/db/database.ts'
import { consume, type Consumer } from '../server/ledger/consumer.ts'

/**
 * Lets a consumer read all that has been written. A batch without events is not the end yet: any transaction that was
 * begun before, if only to send a notice, holds back what was committed after it for as long as it runs.
 */
export async function follow(db: Db, consumer: Consumer): Promise<void> {
  for (;;) {
    if (await consume(db, consumer)) continue
    const { rows } = await sql`select from events e join ledger_cursors c on c.consumer = ${consumer.name}
      where (e.tx, e.id) > (c.tx, c.event_id) limit 1`.execute(db)
    if (rows.length === 0) return
  }
}
