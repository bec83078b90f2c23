import { sql } from 'kysely'
import type { SampleCounts } from '../../../contract/ecosystem/sample.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict } from '../../http/problem.ts'
import { recordTypeOf, typesWith } from '../../../contract/record-types.ts'
import { calculateAll } from '../../records/formula/fill.ts'
import { settleFormulas } from '../../records/formula/install.ts'
import { formulasReading } from '../../records/formula/plan.ts'
import { readOwnFields } from '../../records/own/queries.ts'
import { fieldsChannel } from '../../records/types.ts'
import { deleteRows, forget, letGo, withFollowers, type Doomed } from '../../records/purge.ts'
import { takeCosts } from './costs.ts'
import type { Rates } from './load.ts'
import { freeOrderNumbers } from './orders.ts'
import { takeForecast } from './forecast.ts'
import { recountTouches } from '../../sales/deals/touches/commands.ts'
import { takeProcess } from './contests.ts'
import { freeNumbers } from './quotes.ts'

/** What the sample brought, and the notes, calls, meetings and tasks that anybody wrote about it. */
async function doomedRecords(db: Db): Promise<Doomed> {
  const { rows } = await sql<{ type: string; ids: string[] }>`
    select subject_type as type, array_agg(subject_id) as ids from events
    where origin = 'sample' and type = subject_type || '.created' group by 1`.execute(db)
  return withFollowers(db, new Map(rows.map(({ type, ids }) => [type, ids])))
}

/** Events of the sample go too: it is as if it had never been. */
async function forgetEvents(db: Db, ids: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    delete from events where subject_id = any(${ids}::uuid[]) or origin = 'sample' returning id`.execute(db)
  const events = rows.map(({ id }) => id)
  await sql`delete from event_subjects where event_id = any(${events}::uuid[])`.execute(db)
  await sql`delete from notifications where event_id = any(${events}::uuid[])`.execute(db)
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

async function broughtFields(db: Db): Promise<string[]> {
  const { rows } = await sql<{ fields: string[] | null }>`
    select data -> 'fields' as fields from events where type = 'sample.loaded'`.execute(db)
  return rows.flatMap((row) => row.fields ?? [])
}

/** A field that the company uses by now is its own: records of its own have a value, or a formula of its own reads it. */
async function takeFields({ database }: Context, ids: string[]): Promise<void> {
  const { db } = database
  const { rows } = await sql<{ id: string; name: string; type: string; calculated: boolean }>`
    select id, name, record_type as type, formula is not null as calculated from own_fields
    where id = any(${ids}::uuid[])`.execute(db)
  const types = typesWith((await readOwnFields(db)).fields)
  const brought = new Set(rows.map(({ name, type }) => `${type}.${name}`))
  const unread = rows.filter(({ name, type }) =>
    formulasReading(types, type, name).every((reader) => brought.has(`${reader.type.name}.${reader.name}`)),
  )
  for (const { id, name, type, calculated } of unread)
    await sql`delete from own_fields where id = ${id}
      and (${calculated} or not exists (select from ${sql.table(recordTypeOf(type).plural)} where custom ? ${name}))`.execute(
      db,
    )
  await settleFormulas(db, false)
  for (const { name, type, calculated } of unread)
    if (calculated)
      await sql`update ${sql.table(recordTypeOf(type).plural)} set custom = custom - ${name} where custom ? ${name}`.execute(
        db,
      )
  // No event tells any more of what the company's own formulas read of the sample.
  await calculateAll(db)
  database.notify(fieldsChannel)
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
    await takeCosts(db)
    await takeProcess(db)
    const fields = await broughtFields(db)
    const ids = [...doomed.values()].flat()
    await takeForecast(db, ids)
    await forgetEvents(db, ids)
    await forget(db, ids)
    const signIns = sql`select sign_in_id from users where id = any(${doomed.get('user') ?? []}::uuid[])`
    await sql`delete from sign_in_user where id in (${signIns})`.execute(db)
    const records = await deleteRows(inner, doomed)
    // No event tells of what somebody wrote about the sample and a deal of the company's own.
    await recountTouches(db, 'all')
    await freeNumbers(db)
    await freeOrderNumbers(db)
    await takeFields(inner, fields)
    inner.database.notify('callers')
    return { records }
  })
