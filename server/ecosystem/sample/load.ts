import { sql } from 'kysely'
import type { SampleCounts } from '../../../contract/ecosystem/sample.ts'
import { recordTypeOf, recordTypes, typesWith, type RecordTypes } from '../../../contract/record-types.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { startOf, unitsOf } from '../../../contract/values/period.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { conflict, Refusal } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { addField } from '../../records/own/commands.ts'
import type { Stores } from '../../records/files/stores.ts'
import { readOwnFields } from '../../records/own/queries.ts'
import { createRecords, updateRecords } from '../../records/write.ts'
import { bringCallList } from './days.ts'
import { bringAnswers } from './answers.ts'
import { bringOrders } from './orders.ts'
import { bringCosts } from './costs.ts'
import { bringContests, bringProcess } from './contests.ts'
import { bringQuotes } from './quotes.ts'
import { sampleFields } from './fields.ts'
import { bringFiles } from './files.ts'
import { bringForecast } from './forecast.ts'
import { randomOf } from './random.ts'
import { tellSample } from './sample.ts'
import { foreignCurrencies, rateBetween, type Ground, type Write } from './story.ts'
import { bringViews } from './views.ts'

/** The rates that a sample brought along, as its event keeps them. */
export type Rates = [currency: string, fromOn: string, rate: string][]

const seed = 'northwind'

/** Refuses, kindly, what would load it twice at the same time or one after the other. */
async function once(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('sample'))`.execute(db)
  const { rows } = await sql`select from events where origin = 'sample' limit 1`.execute(db)
  if (rows.length > 0) throw conflict('The sample company is here already. Remove it first to load it anew.')
}

/** The stages of the first pipeline in which a deal can be opened, won and lost. */
async function stagesOf(db: Db): Promise<Ground['stages']> {
  const { rows } = await sql<{ open: string[]; won: string; lost: string }>`
    select array_agg(s.id order by s.position) filter (where s.kind = 'open') as open,
      (array_agg(s.id order by s.position) filter (where s.kind = 'won'))[1] as won,
      (array_agg(s.id order by s.position) filter (where s.kind = 'lost'))[1] as lost
    from pipelines p join stages s on s.pipeline_id = p.id where p.deleted_at is null and s.deleted_at is null
    group by p.id having count(*) filter (where s.kind = 'open') > 0 and count(*) filter (where s.kind = 'won') > 0
      and count(*) filter (where s.kind = 'lost') > 0
    order by p.position, p.id limit 1`.execute(db)
  if (!rows[0])
    throw conflict('The sample’s deals need a pipeline with an open, a won and a lost stage. Make one first.')
  return rows[0]
}

/** Who looks around: who asks, or from the command line the owner. */
async function lookerOf({ database, caller }: Context): Promise<string | null> {
  if (caller.userId) return caller.userId
  const { rows } = await sql<{ id: string }>`
    select id from users where role = 'owner' and active and deleted_at is null order by id limit 1`.execute(
    database.db,
  )
  return rows[0]?.id ?? null
}

/** A rate a quarter for the currencies that foreign customers pay in; none for a currency whose rates the company knows. */
async function bringRates(db: Db, { now, zone, currency }: Ground): Promise<Rates> {
  const random = randomOf(`${seed} rates`)
  const today = dayOf(now, zone)
  const quarters = unitsOf(
    { from: startOf(addDays(today, -560), 'quarter'), to: addDays(today, 1) },
    'quarter',
  )
  const rates = foreignCurrencies
    .filter((foreign) => foreign !== currency)
    .flatMap((foreign) =>
      quarters.map((day) => [foreign, day, rateBetween(foreign, currency, 0.97 + random.next() * 0.06)]),
    )
  const { rows } = await sql<{ currency: string; from_on: string; rate: string }>`
    insert into exchange_rates (currency, from_on, rate)
    select brought.* from unnest(${rates.map(([of]) => of)}::text[], ${rates.map(([, day]) => day)}::date[],
      ${rates.map(([, , rate]) => rate)}::numeric[]) as brought (currency, from_on, rate)
    where not exists (select from exchange_rates known where known.currency = brought.currency)
    returning currency, from_on, rate::text as rate`.execute(db)
  return rows.map((row) => [row.currency, row.from_on, row.rate])
}

/**
 * What can be written at once: new records type by type, so that whatever is referred to is there; then the changes, each
 * record's in their order. Each batch is one member's.
 */
function* batchesOf(writes: readonly Write[]): Generator<Write[]> {
  for (const { name } of loadingOrder) {
    const own = writes.filter(({ is, type }) => is === 'new' && type === name)
    yield* Map.groupBy(own, ({ by }) => by).values()
  }
  const changes = writes.filter(({ is }) => is === 'change').sort((a, b) => a.at.localeCompare(b.at))
  const round = new Map<string, number>()
  const turns = Map.groupBy(changes, ({ id }) => {
    const turn = (round.get(id) ?? 0) + 1
    round.set(id, turn)
    return turn
  })
  for (const turn of turns.values()) yield* Map.groupBy(turn, ({ type, by }) => `${type} ${by}`).values()
}

/** Settings and what deals refer to come first; the others are in the order in which they are listed. */
const first = ['team', 'user', 'tax', 'product', 'company', 'person']
const loadingOrder = [...first.map(recordTypeOf), ...recordTypes.filter(({ name }) => !first.includes(name))]

/** The sample's own fields; one whose name is taken already stays away, and so do its values. */
async function bringFields(context: Context): Promise<string[]> {
  const ids: string[] = []
  for (const field of sampleFields) {
    try {
      ids.push((await addField({ ...context, caller: system('sample') }, field)).id)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return ids
}

/** Whoever manages the first team: those who sell. */
const managerOf = (writes: readonly Write[]): string => {
  const managed = writes.find(
    ({ is, type, values }) => is === 'change' && type === 'team' && values['manager'],
  )
  return (managed?.values['manager'] as string | undefined) ?? ''
}

/** Of a write what the type has a field for. */
const known = (type: RecordType, values: Write['values']) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(type.fields, name)))

async function write(context: Context, types: RecordTypes, batch: readonly Write[]): Promise<void> {
  const [{ type: name, is, by } = batch[0] as Write] = batch
  const inner = { ...context, caller: system('sample', by) }
  const type = types.of(name)
  if (is === 'new')
    await createRecords(
      inner,
      type,
      batch.map(({ id, at, values }) => ({ id, at, values: known(type, values) })),
    )
  else
    await updateRecords(
      inner,
      type,
      batch.map(({ id, at, values }) => ({ id, at, values: known(type, values) })),
    )
}

/**
 * Writes the sample company as if its members had used Throughline for the past eighteen months; with a place for files,
 * some of them have pictures.
 */
export const loadSample = (context: Context, stores?: Stores): Promise<SampleCounts> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    await once(db)
    const { timeZone: zone, currency } = inner.organisation
    const ground = {
      seed,
      now: inner.now,
      zone,
      currency,
      me: await lookerOf(inner),
      stages: await stagesOf(db),
    }
    const writes = tellSample(ground)
    const rates = await bringRates(db, ground)
    const costs = await bringCosts(db, ground)
    const process = await bringProcess(inner, ground)
    const fields = await bringFields(inner)
    const types = typesWith((await readOwnFields(db)).fields)
    for (const batch of batchesOf(writes)) {
      if (stores) await bringFiles(db, stores, batch)
      await write(inner, types, batch)
    }
    await bringAnswers(db, writes)
    await bringContests(inner, ground, writes, process)
    const quotes = await bringQuotes(inner, writes)
    const orders = await bringOrders(inner)
    const subject = writes.find(({ type }) => type === 'user')?.id ?? ''
    await bringViews(inner, subject)
    const snapshots = await bringForecast(inner, writes, managerOf(writes))
    await bringCallList(inner, writes)
    await record(db, system('sample', inner.caller.userId), inner.now, [
      {
        type: 'sample.loaded',
        subject: { type: 'user', id: subject, version: null },
        data: { rates, costs, fields, snapshots, process },
      },
    ])
    const created = Map.groupBy(
      writes.filter(({ is }) => is === 'new'),
      ({ type }) => recordTypeOf(type).plural,
    )
    return {
      records: {
        ...Object.fromEntries([...created].map(([plural, made]) => [plural, made.length])),
        quotes,
        ...orders,
      },
    }
  })
