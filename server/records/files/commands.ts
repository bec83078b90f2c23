import { sql } from 'kysely'
import { typesWith, type RecordTypes } from '../../../contract/record-types.ts'
import { fieldsOf } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { notFound } from '../../http/problem.ts'
import { readOwnFields } from '../own/queries.ts'
import { columnNamed } from '../column.ts'
import { isFile } from '../../../contract/records/field.ts'
import { keysOf, type StoreName } from './store.ts'
import type { Stores } from './stores.ts'

/** How long a file stays that its record does not have any more, so that undoing brings it back; as merges can be undone. */
export const daysAfterRemoval = 30
/** How long an uploaded file waits for a record. */
export const hoursWaiting = 24

/** Deletes the files of records that go for good; their content follows within a minute, by a job. */
export const deleteFilesOf = (tx: Db, ids: readonly string[]) =>
  sql`delete from files where record_id = any(${ids}::uuid[])`.execute(tx)

/** Deletes a file that its uploader has given to no record. */
export async function deleteUpload(db: Db, { userId, keyId }: Caller, id: string): Promise<void> {
  const { rows } = await sql`delete from files where id = ${id} and record_id is null
    and uploaded_by is not distinct from ${userId}::uuid and uploaded_with is not distinct from ${keyId}::uuid
    returning id`.execute(db)
  if (rows.length === 0) throw notFound('file of yours that waits for a record')
}

const atOnce = 200

/** Deletes the content of files whose rows are gone. What fails is tried again by the job's next run. */
export async function emptyDeleted(db: Db, stores: Stores, signal?: AbortSignal): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ id: string; store: StoreName }>`
      select id, store from deleted_files order by deleted_at, id limit ${atOnce}`.execute(db)
    for (const { id, store } of rows) {
      if (signal?.aborted) return
      await stores.of(store).remove(keysOf(id))
      await sql`delete from deleted_files where id = ${id}`.execute(db)
    }
    if (rows.length < atOnce) return
  }
}

/** Every field of files that a type ever had: own fields no longer in use hold theirs. */
const fieldsOfFiles = (types: RecordTypes) =>
  types.all.flatMap((type) => {
    const whole = { ...type, fields: { ...type.fields, ...type.retired } }
    return Object.entries(fieldsOf(whole)).flatMap(([name, declared]) => {
      const column = isFile(declared) ? columnNamed(whole, name) : undefined
      return column ? [{ type, column }] : []
    })
  })

/** Notes since when files are in their records no more, or again; whatever has changed the records. */
async function noteRemoved(db: Db): Promise<void> {
  const { fields } = await readOwnFields(db)
  for (const { type, column } of fieldsOfFiles(typesWith(fields))) {
    const has = sql.raw(
      column.declared.type === 'files'
        ? `${column.at('t')} @> jsonb_build_array(jsonb_build_object('id', f.id::text))`
        : `${column.at('t')} ->> 'id' = f.id::text`,
    )
    const held = sql`exists (select from ${sql.table(type.plural)} t where t.id = f.record_id and ${has})`
    await sql`update files f set removed_at = case when removed_at is null then now() end
      where f.record_type = ${type.name} and f.field = ${column.field} and (f.removed_at is null) <> ${held}`.execute(
      db,
    )
  }
}

/** Deletes what nobody gave to a record in time, and what its record has not had for a while. */
export async function sweepFiles(db: Db): Promise<void> {
  await noteRemoved(db)
  await sql`delete from files where removed_at < now() - make_interval(days => ${daysAfterRemoval})
    or record_id is null and created_at < now() - make_interval(hours => ${hoursWaiting})`.execute(db)
}
