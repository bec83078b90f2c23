import { sql } from 'kysely'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import type { Change } from './behaviour.ts'
import { columnsOf, linkColumn, refersToMergeable } from './column.ts'
import { refusalOf } from './refusals.ts'

/** Does the type refer to many of another? */
export const hasLinks = (type: RecordType) => columnsOf(type).some((column) => column.linked)

/** Whether new records bring references that are kept there; what a declared type refers to, its rules may fill in yet. */
export const bringsLinks = (type: RecordType, changes: readonly Change[]) =>
  columnsOf(type).some(
    ({ field, linked, own }) => linked && (!own || changes.some(({ after }) => after.values[field] !== null)),
  )

/** Writes the references, kept in `record_links`, of new and changed records, and puts them into the records answered. */
export async function writeLinks(
  db: Db,
  type: RecordType,
  changes: Change[],
  records: AnyRecord[],
): Promise<void> {
  let written = false
  for (const { field, declared, linked } of columnsOf(type)) {
    if (!linked) continue
    const changed = changes.filter(({ given, before, after }) =>
      before ? field in given : (after.values[field] ?? null) !== null,
    )
    if (changed.length === 0) continue
    written = true
    const links = changed.flatMap(({ after }) =>
      [(after.values[field] ?? []) as string | string[]].flat().map((to, position) => ({
        from: after.id,
        to,
        position,
      })),
    )
    const known = changed.filter(({ before }) => before).map(({ after }) => after.id)
    const meant = refersToMergeable({ declared }) ? sql`primary_of("to")` : sql`"to"`
    let kept: { from_id: string; to_id: string }[] = []
    try {
      if (known.length > 0)
        await sql`delete from record_links where field = ${field} and from_id = any(${known}::uuid[])`.execute(
          db,
        )
      if (links.length > 0)
        ({ rows: kept } = await sql<{
          from_id: string
          to_id: string
        }>`insert into record_links (from_type, from_id, field, position, ${sql.ref(linkColumn(declared))})
          select ${type.name}, "from", ${field}, position, ${meant}
          from json_to_recordset(${JSON.stringify(links)}) as link ("from" uuid, "to" uuid, position int)
          on conflict do nothing returning from_id, to_id`.execute(db))
    } catch (error) {
      throw refusalOf(error, type, field)
    }
    for (const { after } of changed) {
      const record = records.find((candidate) => candidate.id === after.id)
      const ids = kept.flatMap((link) => (link.from_id === after.id ? [link.to_id] : []))
      if (record) record[field] = declared.type === 'references' && ids.length > 0 ? ids : (ids[0] ?? null)
    }
  }
  if (written || changes.some(({ before }) => before))
    await joinParties(
      db,
      type,
      changes.map(({ after }) => after.id),
    )
}

/**
 * A meeting belongs on the timelines of all who attend it: the customers that these records refer to are parties of the
 * events that this transaction has written of them.
 */
async function joinParties(db: Db, type: RecordType, ids: string[]): Promise<void> {
  await sql`insert into event_subjects (event_id, subject_type, subject_id, at)
    select e.id, case when l.person_id is null then 'company' else 'person' end, l.to_id, e.at
    from events e join record_links l on l.from_id = e.subject_id
    where e.tx = pg_current_xact_id()::text::bigint + ledger_offset() and e.subject_type = ${type.name}
      and e.subject_id = any(${ids}::uuid[]) and coalesce(l.person_id, l.company_id) is not null
      and l.to_id is distinct from e.person_id and l.to_id is distinct from e.company_id
    on conflict do nothing`.execute(db)
}
