import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { dayOf, addDays } from '../../../contract/values/day.ts'
import { exponentOf } from '../../../contract/values/money.ts'
import { startOf, unitsOf } from '../../../contract/values/period.ts'
import { randomOf } from './random.ts'
import { inCurrency, type Ground } from './story.ts'

/** The costs that a sample brought along, as its event keeps them. */
export type Costs = [month: string, kind: string, channel: string | null, minor: string, currency: string][]

/** What selling costs Northwind in a month, roughly, in euros: it grows a little, and spends more on ads in spring. */
const plan = [
  { kind: 'salaries', channel: null, euros: 21_500, grows: 0.012, varies: 0 },
  { kind: 'tools', channel: null, euros: 940, grows: 0.02, varies: 0.04 },
  { kind: 'other', channel: null, euros: 1_300, grows: 0, varies: 0.5 },
  { kind: 'marketing', channel: null, euros: 700, grows: 0, varies: 0.3 },
  { kind: 'marketing', channel: 'paid_search', euros: 2_600, grows: 0.01, varies: 0.25 },
  { kind: 'marketing', channel: 'event', euros: 1_500, grows: 0, varies: 0.8 },
  { kind: 'marketing', channel: 'email', euros: 260, grows: 0, varies: 0.1 },
] as const

/** Costs of the months that are over, unless the company keeps its own. */
export async function bringCosts(db: Db, { seed, now, zone, currency }: Ground): Promise<Costs> {
  const random = randomOf(`${seed} costs`)
  const today = dayOf(now, zone)
  const months = unitsOf(
    { from: startOf(addDays(today, -600), 'month'), to: startOf(today, 'month') },
    'month',
  )
  const costs = months.flatMap((month, i): Costs =>
    plan.map(({ kind, channel, euros, grows, varies }) => {
      const spring = channel === 'paid_search' && /-0[3-5]-/.test(month) ? 1.4 : 1
      const about = euros * (1 + grows * i) * spring * (1 + varies * (random.next() - 0.5) * 2)
      const whole = Math.round(inCurrency(about, currency) / 10) * 10
      return [month, kind, channel, String(whole * 10 ** exponentOf(currency)), currency]
    }),
  )
  const { rows } = await sql<{ cost: Costs[number] }>`
    insert into sales_costs (month, kind, channel, amount, amount_currency)
    select (cost ->> 0)::date, cost ->> 1, cost ->> 2, (cost ->> 3)::bigint, cost ->> 4
    from jsonb_array_elements(${JSON.stringify(costs)}::jsonb) cost where not exists (select from sales_costs)
    returning jsonb_build_array(month, kind, channel, amount::text, amount_currency) as cost`.execute(db)
  return rows.map(({ cost }) => cost)
}

/** Costs that the company has corrected meanwhile are its own. */
export async function takeCosts(db: Db): Promise<void> {
  const { rows } = await sql<{ costs: Costs | null }>`
    select data -> 'costs' as costs from events where type = 'sample.loaded'`.execute(db)
  await sql`delete from sales_costs known using jsonb_array_elements(${JSON.stringify(rows.flatMap(({ costs }) => costs ?? []))}::jsonb) cost
    where known.month = (cost ->> 0)::date and known.kind = cost ->> 1 and known.channel is not distinct from cost ->> 2
      and known.amount = (cost ->> 3)::bigint and known.amount_currency = cost ->> 4`.execute(db)
}
