import fc from 'fast-check'
import { sql } from 'kysely'
import { deal } from '../contract/sales/deal.ts'
import { stage } from '../contract/sales/pipeline.ts'
import { team, user } from '../contract/team/user.ts'
import { moneyOf } from '../contract/values/money.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import { Refusal } from '../server/http/problem.ts'
import { moveToBin } from '../server/records/bin.ts'
import { createRecords, updateRecords } from '../server/records/write.ts'
import { removeRate, setRate } from '../server/sales/exchange-rates/commands.ts'
import { submit } from '../server/sales/forecast/submissions/commands.ts'
import { contextFor } from './builders.ts'

/** The quarter that is forecast in these tests. */
export const quarter = { grain: 'quarter', day: '2026-11-22' } as const

const money = fc
  .record({ minor: fc.integer({ min: 0, max: 9_999 }), currency: fc.constantFrom('EUR', 'USD', 'JPY') })
  .map(({ minor, currency }) => moneyOf(minor, currency))

function refused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error
}

/** Two people in two teams, four stages, and whatever may happen to what is forecast of them. */
export async function forecastWorld(database: Database) {
  const context = contextFor(database, {
    caller: system('import'),
    organisation: { name: 'Acme', timeZone: 'America/St_Johns', currency: 'EUR' },
    now: '2027-01-01T00:00:00.000Z',
  })
  const rows = async <R>(text: string) => (await database.pool.query(text)).rows as R[]
  const stages = await rows<{ id: string; kind: string }>(
    `with p as (insert into pipelines (name) values ('Sales') returning id)
     insert into stages (name, pipeline_id, kind, forecast_category, probability)
     select kind || category, p.id, kind, category, 0.5 from p,
       (values ('open', 'pipeline'), ('open', 'commit'), ('won', 'closed'), ('lost', 'omitted')) s (kind, category)
     returning id, kind`,
  )
  const open = stages.filter(({ kind }) => kind === 'open').map(({ id }) => id)
  const ids = async (...of: Parameters<typeof createRecords>) =>
    (await createRecords(...of)).records.map(({ id }) => id)
  const teams = await ids(context, team, [{ values: { name: 'North' } }, { values: { name: 'South' } }])
  const owners = await ids(context, user, [
    { values: { name: 'A', role: 'seller', team: teams[0] } },
    { values: { name: 'B', role: 'seller', team: teams[1] } },
  ])

  const values = fc.record(
    {
      stage: fc.constantFrom(...stages.map(({ id }) => id), ...open, ...open),
      owner: fc.constantFrom(...owners, null),
      amount: fc.oneof(fc.constant(null), money),
      expectedCloseOn: fc.constantFrom('2026-10-01', '2026-11-15', '2026-12-31', '2027-01-01', null),
      closedOn: fc.constantFrom('2026-09-30', '2026-10-01', '2026-12-31'),
      forecastCategory: fc.constantFrom('pipeline', 'best_case', 'commit', 'omitted', null),
      probability: fc.constantFrom(0.1, null),
    },
    { requiredKeys: [] },
  )
  const is = <D extends string>(does: D) => fc.constant(does)
  const categories = fc.constantFrom('pipeline', 'best_case', 'commit', 'omitted')
  const rule = fc.record({ forecastCategory: categories, probability: fc.constantFrom(0.2, 0.9) })
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: is('create'), values }) },
    { weight: 6, arbitrary: fc.record({ do: is('change'), which: fc.nat(9), values }) },
    { weight: 1, arbitrary: fc.record({ do: is('bin'), which: fc.nat(9), binned: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: is('rate'), rate: fc.constantFrom('0.5', '0.8', null) }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: is('team'), who: fc.nat(1), team: fc.constantFrom(...teams, null) }),
    },
    { weight: 1, arbitrary: fc.record({ do: is('below'), below: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: is('stage'), which: fc.nat(1), values: rule }) },
    { weight: 1, arbitrary: fc.record({ do: is('said'), who: fc.nat(1), amount: fc.option(fc.nat(99)) }) },
  )
  type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

  let deals: string[] = []
  return {
    context,
    owners,
    teams,
    step,
    async clear(): Promise<void> {
      for (const table of ['deals', 'exchange_rates', 'forecast_submissions', 'forecast_snapshots'])
        await sql`delete from ${sql.table(table)}`.execute(database.db)
      deals = []
    },
    /** The moment of the database's clock, to the microsecond. */
    async moment(): Promise<string> {
      const [row] = await rows<{ at: string }>(
        `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
      )
      return row?.at ?? ''
    },
    async act(next: Step): Promise<void> {
      if (next.do === 'create')
        deals.push(...(await ids(context, deal, [{ values: { name: 'Deal', ...next.values } }])))
      else if (next.do === 'rate') {
        const day = { currency: 'USD', fromOn: '2025-01-01' }
        if (next.rate) await setRate(context, { ...day, rate: next.rate })
        else await removeRate(context, day).catch(refused)
      } else if (next.do === 'team')
        await updateRecords(context, user, [{ id: owners[next.who] ?? '', values: { team: next.team } }])
      else if (next.do === 'below')
        await updateRecords(context, team, [
          { id: teams[1] ?? '', values: { parent: next.below ? teams[0] : null } },
        ])
      else if (next.do === 'stage')
        await updateRecords(context, stage, [{ id: open[next.which] ?? '', values: next.values }])
      else if (next.do === 'said')
        await submit(context, {
          ...quarter,
          user: owners[next.who],
          column: 'commit',
          amount: next.amount === null ? null : moneyOf(next.amount, 'EUR'),
          reason: 'Because',
        })
      else {
        const id = deals[next.which % Math.max(1, deals.length)]
        if (!id) return
        if (next.do === 'bin') await moveToBin(context, deal, [id], next.binned)
        // What is in the bin is not changed.
        else await updateRecords(context, deal, [{ id, values: next.values }]).catch(refused)
      }
    },
  }
}
