import { sql } from 'kysely'
import { isFile, type FileField } from '../../../contract/records/field.ts'
import {
  isImage,
  largestOf,
  takesMediaType,
  type FileLimits,
  type FileValue,
} from '../../../contract/records/file.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { invalid, type FieldError } from '../../http/problem.ts'
import type { Change } from '../behaviour.ts'

/** The files of a field's value, one or many. */
export const filesIn = (value: unknown): FileValue[] => [value ?? []].flat() as FileValue[]

/** Why a field does not take a file; null when it does. */
export function misfit({ size, mediaType }: FileValue, limits: FileLimits): string | null {
  if (size > largestOf(limits)) return `The file is larger than this field takes`
  if (takesMediaType(limits, mediaType)) return null
  const image = limits.kinds?.length === 1 && limits.kinds[0] === 'image'
  if (image)
    return mediaType.startsWith('image/') && !isImage(mediaType)
      ? 'Images of this kind are not taken here. Use PNG, JPEG, WebP, GIF or AVIF'
      : 'Only images are taken here: PNG, JPEG, WebP, GIF or AVIF'
  return `Files of this type (${mediaType}) are not taken here`
}

interface Given {
  file: FileValue
  field: string
  declared: FileField
  change: Change
  /** Where it stands in what was given. */
  path: string
}

/** Files that a write brings to its records and that they do not have already. */
function brought(type: RecordType, changes: readonly Change[]): Given[] {
  const given: Given[] = []
  for (const [field, declared] of Object.entries(type.fields)) {
    if (!isFile(declared)) continue
    for (const change of changes) {
      if (!(field in change.given)) continue
      const known = new Map(filesIn(change.before?.values[field]).map((file) => [file.id, file]))
      const value = change.after.values[field]
      const files = filesIn(value).map((file, i) => {
        const before = known.get(file.id)
        if (before) return before
        given.push({
          file,
          field,
          declared,
          change,
          path: declared.type === 'files' ? `${field}.${i}` : field,
        })
        return file
      })
      // What a caller says of a file besides its id is not believed.
      if (value) change.after.values[field] = declared.type === 'files' ? files : files[0]
    }
  }
  return given
}

export const bringsFiles = (type: RecordType, changes: readonly Change[]): boolean =>
  Object.entries(type.fields).some(
    ([field, declared]) => isFile(declared) && changes.some(({ given }) => (given[field] ?? null) !== null),
  )

interface Row extends FileValue {
  mine: boolean
  record_type: string | null
  record_id: string | null
  field: string | null
}

const missing = 'This file is not there any more. Choose it again'

/**
 * Gives uploaded files to the records that are being written, in their transaction. A caller gives what they uploaded
 * themselves, once; what a field of a record has had it may have again. Refuses the rest, by field.
 */
export async function attachFiles(
  tx: Db,
  caller: Caller,
  type: RecordType,
  changes: readonly Change[],
): Promise<void> {
  const given = brought(type, changes)
  if (given.length === 0) return
  const ids = given.map(({ file }) => file.id)
  const { rows } = await sql<Row>`
    select id, name, bytes as size, media_type as "mediaType", record_type, record_id, field,
      uploaded_by is not distinct from ${caller.userId}::uuid
        and uploaded_with is not distinct from ${caller.keyId}::uuid as mine
    from files where id = any(${ids}::uuid[]) order by id for update`.execute(tx)
  const found = new Map(rows.map((row) => [row.id, row]))
  const errors: FieldError[] = []
  const taken = new Set<string>()
  for (const { file, field, declared, change, path } of given) {
    const row = found.get(file.id)
    const isIts = row?.record_id === change.after.id && row.record_type === type.name && row.field === field
    const isFree = row?.record_id === null && row.mine && !taken.has(file.id)
    taken.add(file.id)
    const wrong = !row || !(isIts || isFree) ? missing : isIts ? null : misfit(row, declared)
    if (!row || wrong) {
      errors.push({ path, message: wrong ?? missing })
      continue
    }
    const { id, name, size, mediaType } = row
    const value: FileValue = { id, name, size, mediaType }
    const { values } = change.after
    values[field] =
      declared.type === 'files' ? filesIn(values[field]).map((one) => (one.id === id ? value : one)) : value
  }
  if (errors.length > 0) throw invalid(errors)
  await sql`update files f set record_type = ${type.name}, record_id = g.record, field = g.field, removed_at = null
    from json_to_recordset(${JSON.stringify(
      given.map(({ file, field, change }) => ({ id: file.id, record: change.after.id, field })),
    )}) as g (id uuid, record uuid, field text) where f.id = g.id`.execute(tx)
}
