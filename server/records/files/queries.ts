import { sql } from 'kysely'
import type { Status } from '../../../contract/keeping/status.ts'
import { isFile } from '../../../contract/records/field.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import { notFound, Refusal } from '../../http/problem.ts'
import { getRecord } from '../list.ts'
import { typesOf } from '../types.ts'
import { seenBy } from '../visible.ts'
import { filesIn } from './attach.ts'
import type { StoreName } from './store.ts'

export interface KeptFile {
  id: string
  name: string
  mediaType: string
  size: number
  /** Of the content, in hexadecimal digits. */
  sha256: string
  store: StoreName
}

interface Row extends KeptFile {
  recordType: string | null
  recordId: string | null
  field: string | null
  mine: boolean
}

const missing = () => notFound('file')

/**
 * A file for whoever may have it: its uploader until it is given to a record, from then on whoever sees it in the field
 * of its record. One that its record does not have any more is there for nobody.
 */
export async function fileFor(context: Context, id: string): Promise<KeptFile> {
  const { userId, keyId } = context.caller
  const { rows } = await sql<Row>`select id, name, media_type as "mediaType", bytes as size, store,
      encode(sha256, 'hex') as sha256, record_type as "recordType", record_id as "recordId", field,
      uploaded_by is not distinct from ${userId}::uuid and uploaded_with is not distinct from ${keyId}::uuid as mine
    from files where id = ${id}`.execute(context.database.db)
  const [row] = rows
  if (!row) throw missing()
  const { recordType, recordId, field, mine, ...file } = row
  if (recordType === null || recordId === null || field === null) {
    if (!mine) throw missing()
    return file
  }
  const type = typesOf(context.database).all.find(({ name }) => name === recordType)
  const declared = type && seenBy(context.caller, type).fields[field]
  if (!type || !declared || !isFile(declared)) throw missing()
  const record = await getRecord(context, type, recordId).catch((error: unknown) => {
    // Whose record it is is nobody's business who does not see it.
    throw error instanceof Refusal && error.problem.status === 404 ? missing() : error
  })
  if (!filesIn(record[field]).some((one) => one.id === id)) throw missing()
  return file
}

/** What is kept, for the status page. */
export async function filesKept(db: Db): Promise<Omit<Status['files'], 'store'>> {
  const { rows } = await sql<Omit<Status['files'], 'store'>>`
    select count(*)::int as count, coalesce(sum(bytes), 0)::bigint as bytes,
      count(*) filter (where record_id is null)::int as waiting,
      count(*) filter (where removed_at is not null)::int as removed,
      (select count(*)::int from deleted_files) as deleted from files`.execute(db)
  return rows[0] ?? { count: 0, bytes: 0, waiting: 0, removed: 0, deleted: 0 }
}
