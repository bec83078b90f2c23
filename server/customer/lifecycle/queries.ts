import { sql } from 'kysely'
import type { LifecycleEntry } from '../../../contract/customer/lifecycle-entries.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { getRecord } from '../../records/list.ts'
import { authoriseField } from '../../records/visible.ts'

export async function entriesIn(db: Db, type: RecordType, id: string): Promise<LifecycleEntry[]> {
  const { rows } = await sql<LifecycleEntry>`
    select id, stage, entered_at as "enteredAt", entered_on as "enteredOn", recorded_at as "recordedAt"
    from lifecycle_entries where ${sql.ref(`${type.name}_id`)} = ${id} order by entered_at, id`.execute(db)
  return rows
}

export async function listEntries(
  context: Context,
  type: RecordType,
  id: string,
): Promise<{ data: LifecycleEntry[] }> {
  await getRecord(context, type, id)
  authoriseField(context.caller, type, 'lifecycleStage', 'see')
  return { data: await entriesIn(context.database.db, type, id) }
}
