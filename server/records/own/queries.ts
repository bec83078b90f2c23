import { sql } from 'kysely'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { Db } from '../../db/database.ts'

/** An own field as a row of its table, in the form of the API. */
const columns = sql`id, record_type as "recordType", name, type, label, help, required, is_unique as "unique", searched,
  personal, default_value as "default", options, refers_to as "to", formula, result, kinds, largest, position, version,
  to_char(retired_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "retiredAt"`

/** Counts up with each change of any field. */
export async function ownFieldsVersion(db: Db): Promise<number> {
  const { rows } = await sql<{ version: number }>`select version from own_fields_version`.execute(db)
  return rows[0]?.version ?? 0
}

/** All own fields, those in use first, each type's in its order. */
export async function readOwnFields(db: Db): Promise<{ fields: OwnField[]; version: number }> {
  const { rows } = await sql<{ version: number; fields: OwnField[] }>`
    select version, coalesce((select json_agg(field) from (
      select ${columns} from own_fields order by record_type, retired_at is not null, position, name) field), '[]') as fields
    from own_fields_version`.execute(db)
  return rows[0] ?? { fields: [], version: 0 }
}

export async function typeOfField(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{
    recordType: string
  }>`select record_type as "recordType" from own_fields where id = ${id}`.execute(db)
  return rows[0]?.recordType ?? null
}

/** The fields of a type, locked until the transaction ends; nobody adds one meanwhile. */
export async function lockOwnFields(tx: Db, recordType: string): Promise<OwnField[]> {
  await sql`select pg_advisory_xact_lock(hashtext('own fields'), hashtext(${recordType}))`.execute(tx)
  const { rows } = await sql<OwnField>`select ${columns} from own_fields where record_type = ${recordType}
    order by retired_at is not null, position, name for update`.execute(tx)
  return rows
}
