import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { deal } from '../../contract/sales/deal.ts'
import { moneyOf } from '../../contract/values/money.ts'
import { startOf } from '../../contract/values/period.ts'
import { contextFor } from '../../tests/builders.ts'
import { testDatabase } from '../../tests/database.ts'
import { system } from '../http/caller.ts'
import type { Context } from '../http/context.ts'
import { moveToBin } from '../records/bin.ts'
import { roundHalfEven } from '../records/rates.ts'
import { createRecords, updateRecords } from '../records/write.ts'
import { recordsBehind } from './behind.ts'
import { sources } from './metrics.ts'
import { readMetric } from './read.ts'

const { database } = await testDatabase()
const run = (text: string, values: unknown[] = []) => database.pool.query(text, values)
const stages = new Map<string, string>()
const owners: (string | null)[] = [null]

async function prepare(): Promise<void> {
  await run(
    `insert into exchange_rates values ('USD', '2024-01-01', 0.9), ('USD', '2024-07-01', 0.95), ('JPY', '2024-01-01', 0.00625)`,
  )
  const { rows } = await run(`with p as (insert into pipelines (name) values ('Sales') returning id)
    insert into stages (name, pipeline_id, kind) select kind, p.id, kind from p, unnest(array['open', 'won', 'lost']) kind returning id, kind`)
  for (const { id, kind } of rows) stages.set(kind, id)
  const users = await run(`insert into users (name) values ('A'), ('B') returning id`)
  owners.push(...users.rows.map(({ id }: { id: string }) => id))
}
await prepare()

interface Drawn {
  status: 'open' | 'won' | 'lost'
  /** Minutes since the beginning of 2024 in UTC. */
  closed: number
  openedBefore: number | null
  minor: number | null
  currency: 'EUR' | 'USD' | 'JPY' | 'CHF'
  owner: number
  fate: 'stays' | 'opens' | 'goes'
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  status: fc.constantFrom('open', 'won', 'won', 'lost'),
  // Many around midnight and the changes to and from summer time.
  closed: fc.oneof(
    fc.integer({ min: 0, max: 366 * 1440 - 1 }),
    fc.integer({ min: 90 * 1440 - 180, max: 90 * 1440 + 180 }),
    fc.integer({ min: 300 * 1440 - 180, max: 300 * 1440 + 180 }),
  ),
  openedBefore: fc.option(fc.integer({ min: -3, max: 200 })),
  minor: fc.option(fc.integer({ min: 0, max: 100_000 }), { freq: 4 }),
  currency: fc.constantFrom('EUR', 'EUR', 'USD', 'JPY', 'CHF'),
  owner: fc.nat(2),
  fate: fc.constantFrom('stays', 'stays', 'stays', 'opens', 'goes'),
})

interface Counted {
  status: 'won' | 'lost'
  day: string
  owner: string | null
  amount: bigint | null
  cycle: number | null
}

/** A deal as METRICS.md would have it counted, worked out anew; null when it counts nowhere. */
function counted(one: Drawn, zone: string): Counted | null {
  if (one.status === 'open' || one.fate !== 'stays') return null
  const at = closingOf(one, zone)
  const day = at.toPlainDate()
  const opened = openingOf(one, zone)
  const rate = {
    EUR: [1n, 1n],
    USD: day.toString() < '2024-07-01' ? [90n, 100n] : [95n, 100n],
    JPY: [625n, 1000n],
    CHF: null,
  }[one.currency] as [bigint, bigint] | null
  const days = opened && at.toPlainDateTime().since(opened.toPlainDateTime()).total('seconds') / 86_400
  return {
    status: one.status,
    day: day.toString(),
    owner: owners[one.owner] ?? null,
    amount: one.minor === null || !rate ? null : roundHalfEven(BigInt(one.minor) * rate[0], rate[1]),
    cycle: days === null || Temporal.PlainDate.compare(opened as Temporal.PlainDate, day) > 0 ? null : days,
  }
}

const closingOf = (one: Drawn, zone: string) =>
  Temporal.Instant.from('2024-01-01T00:00:00Z').add({ minutes: one.closed }).toZonedDateTimeISO(zone)
const openingOf = (one: Drawn, zone: string) =>
  one.openedBefore === null ? null : closingOf(one, zone).toPlainDate().subtract({ days: one.openedBefore })

function quantile(sorted: number[], q: number): number | null {
  if (sorted.length === 0) return null
  const at = q * (sorted.length - 1)
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number]
  return low + (high - low) * (at - Math.floor(at))
}

async function write(context: Context, deals: Drawn[]): Promise<void> {
  await run('delete from deals')
  const zone = context.organisation.timeZone
  const { records } = await createRecords(
    context,
    deal,
    deals.map((one) => ({
      values: {
        name: 'Deal',
        stage: stages.get(one.status),
        owner: owners[one.owner],
        openedOn: openingOf(one, zone)?.toString() ?? null,
        amount: one.minor === null ? null : moneyOf(one.minor, one.currency),
        ...(one.status === 'open' ? {} : { closedAt: closingOf(one, zone).toInstant().toString() }),
      },
    })),
  )
  const ids = (fate: Drawn['fate']) => records.filter((_, i) => deals[i]?.fate === fate).map(({ id }) => id)
  await updateRecords(
    context,
    deal,
    ids('opens').map((id) => ({ id, values: { stage: stages.get('open') } })),
  )
  await moveToBin(context, deal, ids('goes'), true)
}

const winRateOf = (rows: Counted[]) => ({
  value: rows.length === 0 ? null : rows.filter(({ status }) => status === 'won').length / rows.length,
  n: rows.length,
})

it('agrees with a naive recount of any deals, in any zone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 1, maxLength: 60 }),
      fc.constantFrom('UTC', 'Europe/Lisbon', 'Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu'),
      fc.constantFrom('day', 'week', 'month', 'quarter', 'year'),
      async (deals, timeZone, grain) => {
        const context = contextFor(database, {
          caller: system('import'),
          organisation: { name: 'Acme', timeZone, currency: 'EUR' },
          now: '2026-01-01T00:00:00.000Z',
        })
        await write(context, deals)
        const period = { from: '2024-02-01', to: '2024-11-16' }
        const query = { ...period, grain, by: 'owner' } as const
        const rows = deals
          .map((one) => counted(one, timeZone))
          .filter((row) => row !== null)
          .filter(({ day }) => day >= period.from && day < period.to)
        const won = rows.filter(({ status }) => status === 'won')

        const rate = await readMetric(context, sources['sales.win-rate'], query)
        expect(rate).toMatchObject(winRateOf(rows))
        for (const key of new Set(rows.map(({ owner }) => owner)))
          expect(rate.groups.find((group) => group.key === key)).toMatchObject(
            winRateOf(rows.filter(({ owner }) => owner === key)),
          )
        for (const point of rate.series)
          expect(point).toMatchObject(winRateOf(rows.filter(({ day }) => startOf(day, grain) === point.from)))
        expect(rate.series.reduce((sum, { n }) => sum + n, 0)).toBe(rate.n)
        expect(rate.groups.reduce((sum, { n }) => sum + n, 0)).toBe(rate.n)

        const amounts = won.map(({ amount }) => amount).filter((amount) => amount !== null)
        const amount = await readMetric(context, sources['sales.won-amount'], query)
        expect(amount).toMatchObject({
          value: moneyOf(
            amounts.reduce((sum, one) => sum + one, 0n),
            'EUR',
          ),
          n: amounts.length,
        })
        const leftOut = (answer: { leftOut: { reason: string; n: number }[] }, ...reasons: string[]) =>
          answer.leftOut.reduce((sum, { reason, n }) => sum + (reasons.includes(reason) ? n : 0), 0)
        expect(leftOut(amount, 'no-amount', 'no-rate')).toBe(won.length - amounts.length)
        const opened = deals.filter(({ fate, status }) => fate === 'opens' && status !== 'open')
        const backOpen = opened.filter((one) => {
          const day = closingOf(one, timeZone).toPlainDate().toString()
          return day >= period.from && day < period.to
        })
        expect(leftOut(rate, 'reopened')).toBe(backOpen.length)
        expect(leftOut(amount, 'reopened')).toBe(backOpen.filter(({ status }) => status === 'won').length)

        const cycles = won
          .map(({ cycle }) => cycle)
          .filter((cycle) => cycle !== null)
          .toSorted((a, b) => a - b)
        const cycle = await readMetric(context, sources['sales.cycle-length'], query)
        expect(cycle.n).toBe(cycles.length)
        for (const [name, q] of [
          ['median', 0.5],
          ['p90', 0.9],
        ] as const) {
          const expected = quantile(cycles, q)
          if (expected === null) expect(cycle[name]).toBeNull()
          else expect(cycle[name]).toBeCloseTo(expected, 8)
        }
        const behind = await recordsBehind(context, sources['sales.cycle-length'], { ...period, limit: 200 })
        expect(behind.data.map(({ value }) => value as number).toSorted((a, b) => a - b)).toEqual(
          cycles.map((days) => expect.closeTo(days, 8)),
        )
      },
    ),
    { numRuns: 25 },
  )
}, 60_000)
