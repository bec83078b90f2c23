import { sql } from 'kysely'
import type { SampleCounts } from '../../../contract/ecosystem/sample.ts'
import { recordTypeOf, recordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict } from '../../http/problem.ts'
import { columnsOf } from '../../records/column.ts'
import { updateRecords } from '../../records/write.ts'
import type { Rates } from './load.ts'

/** Ids of the records that go, by the name of their type. */
type Doomed = Map<string, string[]>

const types: readonly RecordType[] = recordTypes

interface Reference {
  field: string
  column: string
  /** The type referred to. */
  to: string
  /** The record goes with the one it refers to. */
  follows: boolean
}

/** The fields that hold the id of one other record. */
const references = (type: RecordType): Reference[] =>
  columnsOf(type).flatMap(({ field, name: column, declared }): Reference[] => {
    if (declared.type === 'user') return [{ field, column, to: 'user', follows: false }]
    return declared.type === 'reference'
      ? [{ field, column, to: declared.to, follows: declared.onDelete === 'delete' }]
      : []
  })

/** What the sample brought, and the notes, calls, meetings and tasks that anybody wrote about it. */
async function doomedRecords(db: Db): Promise<Doomed> {
  const { rows } = await sql<{ type: string; ids: string[] }>`
    select subject_type as type, array_agg(subject_id) as ids from events
    where origin = 'sample' and type = subject_type || '.created' group by 1`.execute(db)
  const doomed: Doomed = new Map(rows.map(({ type, ids }) => [type, ids]))
  for (const type of types) {
    for (const { column, to, follows } of references(type)) {
      const gone = doomed.get(to)
      if (!gone || !follows) continue
      const { rows: about } = await sql<{ id: string }>`
        select id from ${sql.table(type.plural)} where ${sql.ref(column)} = any(${gone}::uuid[])`.execute(db)
      doomed.set(type.name, [...new Set([...(doomed.get(type.name) ?? []), ...about.map(({ id }) => id)])])
    }
  }
  return doomed
}

/** Records that stay let go of those that do not, as a change by whoever removes the sample. */
async function letGo(context: Context, doomed: Doomed): Promise<void> {
  for (const type of types) {
    const going = doomed.get(type.name) ?? []
    const cleared = new Map<string, Record<string, null>>()
    for (const { field, column, to } of references(type)) {
      const gone = doomed.get(to)
      if (!gone) continue
      const { rows } = await sql<{ id: string }>`select id from ${sql.table(type.plural)}
        where ${sql.ref(column)} = any(${gone}::uuid[]) and id <> all(${going}::uuid[])`.execute(
        context.database.db,
      )
      for (const { id } of rows) cleared.set(id, { ...cleared.get(id), [field]: null })
    }
    if (cleared.size > 0)
      await updateRecords(
        context,
        type,
        [...cleared].map(([id, values]) => ({ id, values })),
      )
  }
}

/** What refers to records without a foreign key. Events of the sample go too: it is as if it had never been. */
async function forget(db: Db, ids: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    delete from events where subject_id = any(${ids}::uuid[]) or origin = 'sample' returning id`.execute(db)
  const events = rows.map(({ id }) => id)
  await sql`delete from event_subjects where event_id = any(${events}::uuid[]) or subject_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`delete from notifications where event_id = any(${events}::uuid[]) or subject_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`delete from search_entries where record_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from record_links where from_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from external_ids where record_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from import_meetings where record_id = any(${ids}::uuid[])`.execute(db)
}

/** A rate that the company has corrected meanwhile is its own. */
async function takeRates(db: Db): Promise<void> {
  const { rows } = await sql<{
    rates: Rates
  }>`select data -> 'rates' as rates from events where type = 'sample.loaded'`.execute(db)
  const rates = rows.flatMap((row) => row.rates)
  await sql`delete from exchange_rates known
    using unnest(${rates.map(([currency]) => currency)}::text[], ${rates.map(([, day]) => day)}::date[], ${rates.map(([, , rate]) => rate)}::numeric[])
      as brought (currency, from_on, rate)
    where (known.currency, known.from_on, known.rate) = (brought.currency, brought.from_on, brought.rate)`.execute(
    db,
  )
}

/**
 * Removes the sample company for good: every record that it brought, with what anybody wrote about them. The company's own
 * records stay; where they refer to one of the sample's, they let go of it.
 */
export const removeSample = (context: Context): Promise<SampleCounts> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`select pg_advisory_xact_lock(hashtext('sample'))`.execute(db)
    const doomed = await doomedRecords(db)
    if (doomed.size === 0) throw conflict('There is no sample company to remove.')
    if (inner.caller.userId && doomed.get('user')?.includes(inner.caller.userId))
      throw conflict('You are signed in as a member of the sample company. Sign in as yourself to remove it.')
    await letGo(inner, doomed)
    await takeRates(db)
    await forget(db, [...doomed.values()].flat())
    const signIns = sql`select sign_in_id from users where id = any(${doomed.get('user') ?? []}::uuid[])`
    await sql`delete from sign_in_user where id in (${signIns})`.execute(db)
    const records: [string, number][] = []
    for (const [name, ids] of doomed) {
      const { plural } = recordTypeOf(name)
      await sql`delete from ${sql.table(plural)} where id = any(${ids}::uuid[])`.execute(db)
      records.push([plural, ids.length])
    }
    for (const channel of ['ledger', 'callers']) inner.database.notify(channel)
    return { records: Object.fromEntries(records) }
  })
