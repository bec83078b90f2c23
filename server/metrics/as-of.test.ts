import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { deal } from '../../contract/sales/deal.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { contextFor } from '../../tests/builders.ts'
import { testDatabase } from '../../tests/database.ts'
import { system } from '../http/caller.ts'
import { moveToBin } from '../records/bin.ts'
import { createRecords, updateRecords } from '../records/write.ts'
import { setRate } from '../sales/exchange-rates/commands.ts'
import { recordsBehind } from './behind.ts'
import { sources } from './metrics.ts'
import { readMetric } from './read.ts'

const { database } = await testDatabase()
const context = contextFor(database, {
  caller: system('import'),
  organisation: { name: 'Acme', timeZone: 'America/St_Johns', currency: 'EUR' },
  now: '2026-01-01T00:00:00.000Z',
})
const rows = async <R>(text: string) => (await database.pool.query(text)).rows as R[]

const stages = new Map(
  (
    await rows<{
      id: string
      kind: string
    }>(`with p as (insert into pipelines (name) values ('Sales') returning id)
      insert into stages (name, pipeline_id, kind) select kind, p.id, kind from p, unnest(array['open', 'won', 'lost']) kind
      returning id, kind`)
  ).map(({ id, kind }) => [kind, id]),
)
const owners = (await rows<{ id: string }>(`insert into users (name) values ('A'), ('B') returning id`)).map(
  ({ id }) => id,
)

const values = fc.record(
  {
    stage: fc.constantFrom('open', 'won', 'won', 'lost').map((kind) => stages.get(kind)),
    owner: fc.constantFrom(...owners, null),
    amount: fc.oneof(
      fc.constant(null),
      fc
        .record({ minor: fc.integer({ min: 0, max: 9_999 }), currency: fc.constantFrom('EUR', 'USD', 'JPY') })
        .map(({ minor, currency }) => moneyOf(minor, currency)),
    ),
    openedOn: fc.constantFrom('2025-01-31', '2025-03-09', null),
    closedOn: fc.constantFrom('2025-02-28', '2025-03-09', '2025-04-01'),
    closedAt: fc.constantFrom('2025-03-01T02:00:00.000Z', '2025-03-09T23:59:00.000Z'),
    source: fc.constantFrom('fair', 'web', null),
  },
  { requiredKeys: [] },
)

const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('create' as const), values }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('change' as const), which: fc.nat(9), values }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('bin' as const), which: fc.nat(9), binned: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('rate' as const),
      rate: fc.constantFrom('0.5', '0.8', '0.00625'),
    }),
  },
)

const asked = Object.values(sources).filter(({ definition }) => definition.asOf)

type Source = (typeof asked)[number]

/** All that is told of metrics: figures, groups, series, what is left out, and the records behind. */
async function answers(of: readonly Source[], asOf?: string) {
  const period = { from: '2025-02-01', to: '2025-04-01', ...(asOf ? { asOf } : {}) }
  const told: unknown[] = []
  // The forecast refuses a moment that has not come yet.
  const present = { ...context, now: new Date().toISOString() }
  for (const source of of) {
    told.push(await readMetric(present, source, { ...period, grain: 'month', by: 'owner' }))
    for (const leftOut of [false, true]) {
      const { data } = await recordsBehind(present, source, { ...period, by: 'source', limit: 200, leftOut })
      told.push(data.map(({ id, on, value, outcome }) => ({ id, on, value, outcome })))
    }
  }
  // A duration that is worked out anew may differ in its last bit.
  return JSON.parse(JSON.stringify(told), (_, one: unknown) =>
    typeof one === 'number' ? Math.round(one * 1e9) / 1e9 : one,
  ) as unknown
}

const moment = async () =>
  (
    await rows<{ at: string }>(
      `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    )
  )[0]?.at as string

/** A few at a time; in all runs together each has its turn. */
const some = fc.shuffledSubarray(asked, { minLength: 4, maxLength: 4 })

it('answers as of a moment what was answered at that moment, whatever was recorded since', async () => {
  await fc.assert(
    fc.asyncProperty(some, fc.array(step, { minLength: 2, maxLength: 12 }), async (of, steps) => {
      await sql`delete from deals`.execute(database.db)
      await sql`delete from exchange_rates`.execute(database.db)
      const ids: string[] = []
      const then: { at: string; told: unknown }[] = []
      for (const one of steps) {
        if (one.do === 'create') {
          const { records } = await createRecords(context, deal, [
            { values: { name: 'Deal', ...one.values } },
          ])
          ids.push(...records.map(({ id }) => id))
        } else if (one.do === 'rate')
          await setRate(context, { currency: 'USD', fromOn: '2025-01-01', rate: one.rate })
        else {
          const id = ids[one.which % Math.max(1, ids.length)]
          if (!id) continue
          if (one.do === 'bin') await moveToBin(context, deal, [id], one.binned)
          else
            await updateRecords(context, deal, [{ id, values: one.values }]).catch(
              (error: { status?: number }) => {
                // What is in the bin is not changed.
                if (!error.status) throw error
              },
            )
        }
        then.push({ at: await moment(), told: await answers(of) })
      }
      for (const { at, told } of then) expect(await answers(of, at)).toEqual(told)
    }),
    { numRuns: 25 },
  )
}, 120_000)

it('does not know then the rate that was told later', async () => {
  await sql`delete from deals`.execute(database.db)
  await sql`delete from exchange_rates`.execute(database.db)
  const amount = { amount: '10', currency: 'USD' }
  await createRecords(context, deal, [
    { values: { name: 'Deal', stage: stages.get('won'), closedOn: '2025-03-01', amount } },
  ])
  const then = await moment()
  await setRate(context, { currency: 'USD', fromOn: '2025-01-01', rate: '0.5' })
  const read = (asOf?: string) =>
    readMetric(context, sources['sales.won-amount'], {
      from: '2025-01-01',
      to: '2026-01-01',
      grain: 'year',
      asOf,
    })
  expect(await read()).toMatchObject({ value: { amount: '5.00' }, leftOut: [] })
  expect(await read(then)).toMatchObject({
    value: { amount: '0.00' },
    leftOut: [{ reason: 'no-rate', n: 1 }],
  })
})

it('keeps those deals from a reader that are not theirs to see today', async () => {
  await sql`delete from deals`.execute(database.db)
  const [mine, theirs] = owners as [string, string]
  const { records } = await createRecords(context, deal, [
    { values: { name: 'Deal', stage: stages.get('won'), closedOn: '2025-03-01', owner: mine } },
  ])
  const before = await moment()
  await updateRecords(context, deal, [{ id: records[0]?.id ?? '', values: { owner: theirs } }])
  const seen = async (userId: string) => {
    const caller = { ...system('api', userId), role: 'seller' as const, teammates: [userId] }
    const query = { from: '2025-01-01', to: '2026-01-01', grain: 'year', asOf: before } as const
    return (await readMetric({ ...context, caller }, sources['sales.deals-won'], query)).value
  }
  expect([await seen(mine), await seen(theirs)]).toEqual([0, 1])
})
