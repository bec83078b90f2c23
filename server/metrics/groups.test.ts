import { expect, it } from 'vitest'
import type { MetricSlug } from '../../contract/metrics/metrics.ts'
import { metricQuery } from '../../contract/metrics/routes.ts'
import { contextFor } from '../../tests/builders.ts'
import { testDatabase } from '../../tests/database.ts'
import { sources } from './metrics.ts'
import { readMetric } from './read.ts'

const { database } = await testDatabase()
const context = contextFor(database)

/** 540 companies: 40 with three deals of 10, 20 and 30 days, the others with one that took as many days as their number. */
await database.pool.query(`
  insert into pipelines (name) values ('Sales');
  insert into stages (name, pipeline_id, kind) select 'Won', id, 'won' from pipelines;
  insert into companies (name, industry) select 'Company ' || lpad(i::text, 3, '0'), 'Industry ' || i from generate_series(1, 540) i;
  insert into deals (name, pipeline_id, stage_id, status, company_id, source, opened_on, closed_on, closed_at, cycle_days,
      amount, amount_currency, closed_amount)
    select 'Deal', s.pipeline_id, s.id, 'won', c.id, c.name, closed - days, closed, closed, days, 100 * n, 'EUR', 100 * n
    from (select *, right(name, 3)::int as n from companies) c cross join stages s
      cross join lateral (select unnest(case when n <= 40 then array[10, 20, 30] else array[n] end) as days) took
      cross join lateral (select date '2024-06-01' + n % 3 as closed) d;
  insert into people (first_name, source, company_id) select name, name, id from companies;
  insert into lifecycle_entries (person_id, stage, entered_at, entered_on)
    select p.id, 'lead', day, day from people p cross join lateral (select unnest(case
      when right(source, 3)::int <= 40 or source = 'Company 540' then array['2024-02-01', '2024-03-01']::date[]
      else array['2024-02-01']::date[] end) as day) d`)

const read = (slug: MetricSlug, by: string) =>
  readMetric(
    context,
    sources[slug],
    metricQuery.parse({ from: '2024-01-01', to: '2025-01-01', grain: 'quarter', by }),
  )
const eur = (amount: string) => ({ amount, currency: 'EUR' })

it.each(['company', 'source', 'company.industry'])(
  'tells the 500 largest groups of many by %s, and all others as one',
  async (by) => {
    const won = await read('sales.deals-won', by)
    expect(won).toMatchObject({ value: 620, moreGroups: 40, rest: { value: 40, n: 40 } })
    expect(won.groups).toHaveLength(500)
    expect(won.groups.slice(0, 40).map(({ n }) => n)).toEqual(Array.from({ length: 40 }, () => 3))
    expect(won.groups.reduce((sum, { n }) => sum + n, 0) + (won.rest?.n ?? 0)).toBe(won.n)
    expect(won.series.map(({ n }) => n)).toEqual([0, 620, 0, 0])
    const amount = await read('sales.won-amount', by)
    const cents = (figure: unknown) => Math.round(Number((figure as { amount: string }).amount) * 100)
    expect(amount.groups.reduce((sum, { value }) => sum + cents(value), 0) + cents(amount.rest?.value)).toBe(
      cents(amount.value),
    )
  },
)

it('works out the others’ median and share from their rows', async () => {
  const { rest, groups } = await read('sales.cycle-length', 'source')
  const listed = new Set(groups.map(({ key }) => key))
  const days = Array.from({ length: 540 }, (_, i) => i + 1)
    .filter((n) => !listed.has(`Company ${String(n).padStart(3, '0')}`))
    .toSorted((a, b) => a - b)
  expect(days).toHaveLength(40)
  const at = (q: number) => {
    const place = q * (days.length - 1)
    const [low, high] = [days[Math.floor(place)] as number, days[Math.ceil(place)] as number]
    return low + (high - low) * (place - Math.floor(place))
  }
  expect(rest).toMatchObject({ n: 40, value: at(0.5), median: at(0.5) })
  expect(rest?.p90).toBeCloseTo(at(0.9), 9)
  expect(await read('sales.win-rate', 'source')).toMatchObject({
    rest: { value: 1, numerator: 40, denominator: 40 },
  })
  expect((await read('sales.average-deal-size', 'company')).rest?.denominator).toBe(40)
})

it('counts people of the others once, however often they entered', async () => {
  const leads = await read('marketing.leads', 'source')
  expect(leads).toMatchObject({ value: 540, moreGroups: 40, rest: { value: 40 } })
  expect(leads.groups.every(({ value }) => value === 1)).toBe(true)
  expect(leads.series.map(({ value }) => value)).toEqual([540, 0, 0, 0])
  const converted = await read('sales.conversion-rate', 'source')
  expect(converted).toMatchObject({
    numerator: 540,
    denominator: 540,
    rest: { numerator: 40, denominator: 40 },
  })
  const byMonth = await readMetric(
    context,
    sources['marketing.leads'],
    metricQuery.parse({ from: '2024-02-01', to: '2024-04-01', grain: 'month', by: 'company.industry' }),
  )
  expect(byMonth.series.map(({ value }) => value)).toEqual([540, 41])
  expect(byMonth).toMatchObject({ value: 540, rest: { value: 40 } })
})

it('has no rest where every group is listed', async () => {
  expect(await read('sales.deals-won', 'stage')).toMatchObject({
    moreGroups: 0,
    rest: null,
    groups: [{ n: 620 }],
  })
  expect((await read('sales.new-customers', 'company')).rest).toMatchObject({ value: 40 })
})

it('weighs the others together', async () => {
  await database.pool.query(`
    insert into stages (name, pipeline_id, kind, probability) select 'Open', id, 'open', 0.5 from pipelines;
    insert into deals (name, pipeline_id, stage_id, company_id, amount, amount_currency)
      select 'Open', s.pipeline_id, s.id, c.id, 101, 'EUR' from companies c cross join stages s where s.kind = 'open'`)
  const weighted = await read('sales.weighted-pipeline', 'company')
  // 50.5 cents are 50 each.
  expect(weighted).toMatchObject({
    value: eur('270.00'),
    moreGroups: 40,
    rest: { value: eur('20.00'), n: 40 },
  })
})
