import { describe, expect, it } from 'vitest'
import { metrics } from '../../contract/metrics/metrics.ts'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { dayOf } from '../../contract/values/day.ts'
import { testCompany } from '../../tests/builders.ts'
import { sources } from './metrics.ts'

const acme = await testCompany()
const { owner, ask, call, deal, member } = acme
const { database } = acme
const stages = await acme.stages()
const stage = (kind: string): string => {
  const found = Object.values(stages).find((candidate) => candidate.kind === kind)
  if (!found) throw new Error(`No stage is ${kind}`)
  return found.id
}
const eur = (amount: string) => ({ amount, currency: 'EUR' })

/** Days far from today and each other, so that each test has a period of its own. */
const closed = (kind: 'won' | 'lost', closedOn: string, values: Record<string, unknown> = {}, who = owner) =>
  deal({ stage: stage(kind), openedOn: '2001-01-01', closedOn, ...values }, who)
const read = (slug: string, query: Record<string, unknown>, who = owner) =>
  ask<MetricAnswer>(who, 'GET', `/metrics/${slug}`, { query })
const behind = (slug: string, query: Record<string, unknown>, who = owner) =>
  ask<{ data: RecordBehind[]; next: string | null }>(who, 'GET', `/metrics/${slug}/records`, { query })

/** Some facts have no door yet, or only that of the import. */
const run = (text: string, values: unknown[] = []) => database.pool.query(text, values)

async function lead(values: Record<string, unknown>, enteredOn: string): Promise<AnyRecord> {
  const person = await acme.person(values)
  await run(
    `insert into lifecycle_entries (person_id, stage, entered_at, entered_on) values ($1, 'lead', $2, $3)`,
    [person.id, `${enteredOn}T12:00:00Z`, enteredOn],
  )
  return person
}

describe('the list of metrics', () => {
  it('has each metric with its source, definition and dimensions', async () => {
    for (const [slug, source] of Object.entries(sources)) expect(source.definition.slug).toBe(slug)
    const { data } = await ask<{ data: { slug: string; dimensions: { name: string; label: string }[] }[] }>(
      owner,
      'GET',
      '/metrics',
    )
    expect(data.map(({ slug }) => slug).toSorted()).toEqual(metrics.map(({ slug }) => slug).toSorted())
    const names = data.find(({ slug }) => slug === 'sales.win-rate')?.dimensions.map(({ name }) => name)
    for (const name of [
      'owner',
      'team',
      'pipeline',
      'stage',
      'source',
      'product',
      'lossReason',
      'segment',
      'leadType',
      'channel',
      'company.industry',
    ])
      expect(names).toContain(name)
  })
})

describe('closed deals', () => {
  it('count in the half-open period of their close, by owner and month, blank apart', async () => {
    const seller = await member('seller', { name: 'Sam Seller' })
    await closed('won', '2011-01-01', { owner: seller.id, amount: eur('100.10') })
    await closed('won', '2011-02-28', { amount: eur('50'), owner: null })
    await closed('lost', '2011-02-01', { owner: seller.id, amount: eur('49.90') })
    await closed('won', '2011-03-01')
    await closed('won', '2010-12-31')
    const period = { from: '2011-01-01', to: '2011-03-01', by: 'owner', grain: 'month' }

    const won = await read('sales.deals-won', period)
    expect(won).toMatchObject({
      slug: 'sales.deals-won',
      unit: 'number',
      from: '2011-01-01',
      to: '2011-03-01',
      value: 2,
      n: 2,
    })
    expect(won.beside).toMatchObject([{ key: 'amount', value: eur('150.10'), n: 2 }])
    expect(won.series).toMatchObject([
      { from: '2011-01-01', value: 1 },
      { from: '2011-02-01', value: 1 },
    ])
    expect(won.groups).toMatchObject([
      { key: null, label: 'No owner', value: 1 },
      { key: seller.id, label: 'Sam Seller', value: 1 },
    ])
    expect(await read('sales.win-rate', period)).toMatchObject({
      unit: 'ratio',
      value: 2 / 3,
      n: 3,
      numerator: 2,
      denominator: 3,
      beside: [{ key: 'by-amount', value: 0.7505, numerator: eur('150.10'), denominator: eur('200.00') }],
      groups: [
        { key: seller.id, value: 0.5, n: 2, numerator: 1, denominator: 2 },
        { key: null, value: 1, n: 1 },
      ],
    })
    expect((await read('sales.win-rate', { ...period, owner: seller.id })).value).toBe(0.5)
    const { data } = await behind('sales.win-rate', { ...period, group: seller.id })
    expect(data).toMatchObject([
      { type: 'deal', on: '2011-02-01', value: eur('49.90'), outcome: 'Lost' },
      { type: 'deal', on: '2011-01-01', value: eur('100.10'), outcome: 'Won' },
    ])
    expect((await behind('sales.win-rate', { ...period, group: '' })).data).toHaveLength(1)
  })

  it('are null, not zero, where there is nothing to divide by, and zero where there is nothing to count', async () => {
    const period = { from: '1999-01-01', to: '1999-03-01' }
    expect(await read('sales.win-rate', period)).toMatchObject({
      value: null,
      n: 0,
      denominator: 0,
      groups: [],
    })
    expect(await read('sales.average-deal-size', period)).toMatchObject({ value: null, n: 0 })
    expect(await read('sales.cycle-length', period)).toMatchObject({
      value: null,
      mean: null,
      median: null,
      p90: null,
      n: 0,
    })
    expect(await read('sales.won-amount', period)).toMatchObject({
      value: eur('0.00'),
      series: [{ value: eur('0.00') }, { n: 0 }],
    })
  })

  it('leave the count when re-opened and count once, at the latest close', async () => {
    const reopened = await closed('won', '2012-01-10')
    const again = await closed('lost', '2012-01-11')
    const period = { from: '2012-01-01', to: '2013-01-01' }
    await ask(owner, 'PATCH', `/deals/${reopened.id}`, { body: { stage: stage('open') } })
    await ask(owner, 'PATCH', `/deals/${again.id}`, { body: { stage: stage('open') } })
    await ask(owner, 'PATCH', `/deals/${again.id}`, { body: { stage: stage('won'), closedOn: '2012-05-05' } })
    expect(await read('sales.win-rate', period)).toMatchObject({ value: 1, n: 1 })
    expect((await behind('sales.win-rate', period)).data).toMatchObject([{ id: again.id, on: '2012-05-05' }])
  })

  it('keep the rate of the day they closed, and list those without one as left out', async () => {
    await run(`insert into exchange_rates values ('USD', '2013-01-01', 0.8), ('USD', '2013-06-01', 0.9)`)
    await closed('won', '2013-03-01', { amount: { amount: '100', currency: 'USD' } })
    await closed('won', '2013-03-02', { amount: eur('0') })
    await closed('won', '2013-03-03')
    await closed('won', '2013-03-04', { amount: { amount: '5', currency: 'CHF' }, name: 'Swiss' })
    const period = { from: '2013-03-01', to: '2013-04-01' }
    const leftOut = [
      { reason: 'no-amount', n: 1 },
      { reason: 'no-rate', n: 1 },
    ]
    expect(await read('sales.won-amount', period)).toMatchObject({ value: eur('80.00'), n: 2, leftOut })
    await run(`update exchange_rates set rate = 2 where currency = 'USD'`)
    expect(await read('sales.average-deal-size', period)).toMatchObject({
      value: eur('40.00'),
      numerator: eur('80.00'),
      denominator: 2,
      n: 2,
      beside: [{ key: 'zero', value: 1 }],
      leftOut,
    })
    const { data } = await behind('sales.won-amount', { ...period, leftOut: true })
    expect(data.map(({ title, outcome }) => [title, outcome])).toContainEqual([
      'Swiss',
      'No exchange rate known on the day it closed',
    ])
    expect(data).toHaveLength(2)
  })

  it('average the amounts of those won, a tie to the even cent, and tell those of zero', async () => {
    await closed('won', '2009-01-01', { amount: eur('0.01') })
    await closed('won', '2009-01-01', { amount: eur('0.02') })
    await closed('lost', '2009-01-01', { amount: eur('100') })
    const day = { from: '2009-01-01', to: '2009-01-02' }
    const size = () => read('sales.average-deal-size', day)
    expect(await size()).toMatchObject({ value: eur('0.02'), denominator: 2, beside: [{ value: 0 }] })
    await closed('won', '2009-01-01', { amount: eur('0.07') })
    await closed('won', '2009-01-01', { amount: eur('0') })
    expect(await size()).toMatchObject({ value: eur('0.02'), denominator: 4, beside: [{ value: 1 }] })
    expect((await read('sales.won-amount', day)).value).toEqual(eur('0.10'))
    await closed('lost', '2009-01-01')
    expect((await read('sales.win-rate', day)).beside).toMatchObject([{ key: 'by-amount', n: 5 }])
  })

  it('give durations as median, mean and 90th percentile, without those that contradict themselves', async () => {
    for (const [openedOn, closedOn] of [
      ['2014-01-01', '2014-03-02'],
      ['2014-02-01', '2014-03-03'],
      ['2014-03-01', '2014-03-04'],
    ])
      await closed('won', closedOn as string, { openedOn })
    const odd = await closed('won', '2014-03-05')
    await run('update deals set opened_on = $2, dates_contradict = true, cycle_days = null where id = $1', [
      odd.id,
      '2014-03-07',
    ])
    const answer = await read('sales.cycle-length', { from: '2014-03-01', to: '2014-04-01' })
    expect(answer).toMatchObject({
      unit: 'days',
      value: 30,
      median: 30,
      n: 3,
      leftOut: [{ reason: 'contradictory-dates', n: 1 }],
    })
    expect(answer.mean).toBeCloseTo(31, 10)
    expect(answer.p90).toBeCloseTo(54, 10)
    expect((await read('sales.deals-won', { from: '2014-03-01', to: '2014-04-01' })).value).toBe(4)
    expect(
      (await behind('sales.cycle-length', { from: '2014-03-01', to: '2014-04-01', leftOut: true })).data,
    ).toMatchObject([{ id: odd.id, outcome: 'Closed before opened' }])
  })

  it('belong to the team that the owner was in on the day', async () => {
    const [north, south] = await Promise.all(
      ['North', 'South'].map((name) => ask(owner, 'POST', '/teams', { body: { name } })),
    )
    const seller = await member('seller', { team: south?.id })
    await run('delete from team_memberships where user_id = $1', [seller.id])
    await run(
      `insert into team_memberships values ($1, $2, '-infinity', '2015-02-01'), ($1, $3, '2015-02-01', 'infinity')`,
      [seller.id, north?.id, south?.id],
    )
    await closed('won', '2015-01-31', { owner: seller.id })
    await closed('won', '2015-02-01', { owner: seller.id })
    await closed('won', '2015-02-02', { owner: seller.id })
    const year = { from: '2015-01-01', to: '2016-01-01' }
    const { groups } = await read('sales.deals-won', { ...year, by: 'team' })
    expect(groups).toMatchObject([
      { key: south?.id, label: 'South', value: 2 },
      { key: north?.id, label: 'North', value: 1 },
    ])
    expect((await read('sales.deals-won', { ...year, team: north?.id })).value).toBe(1)
  })

  it('break down by words, through references, and under any filter', async () => {
    const shop = await acme.company({ name: 'Shop', industry: 'Retail' })
    await closed('lost', '2016-01-01', { lossReason: 'Price', company: shop.id, source: 'hearsay' })
    await closed('lost', '2016-01-02', { lossReason: 'Price'.padEnd(2_000, '•ß漢'), company: shop.id })
    await closed('lost', '2016-01-03', { lossReason: '' })
    const year = { from: '2016-01-01', to: '2017-01-01' }
    const keys = async (by: string) =>
      (await read('sales.deals-lost', { ...year, by })).groups.map(({ key, n }) => [
        key?.slice(0, 6) ?? null,
        n,
      ])
    expect(await keys('lossReason')).toEqual(
      expect.arrayContaining([
        ['Price', 1],
        [null, 1],
      ]),
    )
    expect(await keys('company.industry')).toEqual([
      ['Retail', 2],
      [null, 1],
    ])
    expect(await keys('channel')).toEqual([
      [null, 2],
      ['other', 1],
    ])
    const filter = { related: 'company', some: { field: 'industry', op: 'is', value: 'Retail' } }
    expect((await read('sales.deals-lost', { ...year, filter })).value).toBe(2)
  })
})

describe('pipeline and customers', () => {
  it('weigh each open deal exactly and round a tie to the even cent', async () => {
    const open = (amount: string, probability: number | null, currency = 'EUR') =>
      deal({ stage: stage('open'), segment: 'weighed', probability, amount: { amount, currency } })
    const filter = { field: 'segment', op: 'is', value: 'weighed' }
    await open('0.05', 0.5)
    await open('0.07', 0.5)
    await open('10.00', 0.35)
    // The latest rate up to today, today's included.
    const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
    await run(
      `insert into exchange_rates values ('JPY', '2000-01-01', 0.3), ('JPY', $1, 0.005), ('JPY', $1::date + 2, 0.7)`,
      [today],
    )
    await open('101', 0.5, 'JPY')
    await open('7', 0.5, 'XAU')
    await deal({ stage: stage('open'), segment: 'weighed' })
    await call(owner, 'DELETE', `/deals/${(await open('1000', 1)).id}`)
    await closed('lost', '2008-01-01', { segment: 'weighed', amount: eur('1000') })
    const answer = await read('sales.weighted-pipeline', { filter, by: 'segment' })
    // 0.025 → 0.02, 0.035 → 0.04, 3.50, 101 yen = 0.505 € of which a half is 0.2525 → 0.25
    expect(answer).toMatchObject({
      value: eur('3.81'),
      n: 4,
      series: [],
      beside: [{ key: 'open-amount', value: eur('10.62') }],
      groups: [{ key: 'weighed', value: eur('3.81') }],
    })
    expect(answer.leftOut).toMatchObject([
      { reason: 'no-amount', n: 1 },
      { reason: 'no-rate', n: 1 },
    ])
    const first = await behind('sales.weighted-pipeline', { filter, limit: 3 })
    const second = await behind('sales.weighted-pipeline', { filter, limit: 3, after: first.next })
    expect([...first.data, ...second.data].map(({ value }) => value)).toEqual(
      ['3.50', '0.25', '0.04', '0.02'].map(eur),
    )
    await run(`update stages set probability = 1 where id = $1`, [stage('open')])
    await deal({ stage: stage('open'), segment: 'own chance', amount: eur('1') })
    expect(
      (await read('sales.weighted-pipeline', { filter: { ...filter, value: 'own chance' } })).value,
    ).toEqual(eur('1.00'))
  })

  it('count each company, and each person without one, at the first won deal', async () => {
    const firm = await acme.company()
    const employee = await acme.person({ company: firm.id })
    const alone = await acme.person()
    await closed('lost', '2017-01-01', { company: firm.id })
    await closed('won', '2017-02-01', { person: employee.id, source: 'first' })
    await closed('won', '2017-03-01', { company: firm.id, source: 'second' })
    await closed('won', '2017-03-02', { person: alone.id, source: 'second' })
    await closed('won', '2018-03-02', { person: alone.id })
    await closed('won', '2017-03-03', { name: 'Nobody’s' })
    const year = { from: '2017-01-01', to: '2018-01-01', by: 'source', grain: 'quarter' }
    const answer = await read('sales.new-customers', year)
    expect(answer).toMatchObject({ value: 2, n: 2, leftOut: [{ reason: 'no-customer', n: 1 }] })
    expect(answer.groups).toMatchObject([
      { key: 'first', value: 1 },
      { key: 'second', value: 1 },
    ])
    expect(answer.series.map(({ value }) => value)).toEqual([2, 0, 0, 0])
    expect((await read('sales.new-customers', { from: '2018-01-01', to: '2019-01-01' })).value).toBe(0)
    const days = async (from: string, to: string) => (await read('sales.new-customers', { from, to })).value
    expect([await days('2017-01-01', '2017-02-01'), await days('2017-02-01', '2017-02-02')]).toEqual([0, 1])
    expect((await behind('sales.new-customers', year)).data).toMatchObject([
      { type: 'person', id: alone.id, on: '2017-03-02' },
      { type: 'company', id: firm.id, on: '2017-02-01' },
    ])
    expect((await behind('sales.new-customers', { ...year, leftOut: true })).data).toMatchObject([
      { type: 'deal', title: 'Nobody’s' },
    ])
  })

  it('count a customer by the earlier of two deals won on one day, and none by a deal in the bin', async () => {
    const firm = await acme.company()
    const won = (closedAt: string, source: string) =>
      deal({ stage: stage('won'), openedOn: '2001-01-01', company: firm.id, closedAt, source })
    await won('2016-07-01T15:00:00Z', 'afternoon')
    await won('2016-07-01T09:00:00Z', 'morning')
    const binned = await won('2016-06-30T09:00:00Z', 'binned')
    await call(owner, 'DELETE', `/deals/${binned.id}`)
    const year = { from: '2016-06-01', to: '2016-08-01', by: 'source' }
    expect((await read('sales.new-customers', year)).groups).toMatchObject([{ key: 'morning', n: 1 }])
  })

  it('count leads once in a period and again when they come back', async () => {
    const back = await lead({ source: 'fair' }, '2019-01-05')
    await run(
      `insert into lifecycle_entries (person_id, stage, entered_at, entered_on) values ($1, 'lead', '2019-02-05', '2019-02-05')`,
      [back.id],
    )
    await lead({ source: 'unknown' }, '2019-02-06')
    await lead({ source: null }, '2019-02-07')
    const answer = await read('marketing.leads', { from: '2019-01-01', to: '2019-03-01', by: 'source' })
    expect(answer).toMatchObject({ value: 3, n: 3, series: [{ value: 1 }, { value: 3 }] })
    expect(answer.groups.map(({ key, label }) => [key, label])).toEqual([
      [null, 'No source'],
      ['fair', 'fair'],
      ['unknown', 'unknown'],
    ])
    const { data } = await behind('marketing.leads', { from: '2019-01-01', to: '2019-03-01' })
    expect(data.map(({ on }) => on)).toEqual(['2019-02-07', '2019-02-06', '2019-02-05'])
  })

  it('follow a cohort of leads to their first won deal, of their own or of their company', async () => {
    const firm = await acme.company()
    const regular = await acme.company()
    const own = await lead({}, '2020-01-01')
    const colleague = await lead({ company: firm.id }, '2020-01-02')
    await lead({ company: regular.id }, '2020-02-01')
    const odd = await lead({}, '2020-02-02')
    await lead({}, '2020-02-03')
    await closed('won', '2021-01-01', { person: own.id })
    await closed('won', '2021-01-01', { company: firm.id })
    await closed('won', '2019-06-01', { company: regular.id })
    await closed('won', '2020-06-01', { company: regular.id })
    const contradictory = await closed('won', '2020-02-01', { person: odd.id })
    await run('update deals set opened_on = $2, dates_contradict = true, cycle_days = null where id = $1', [
      contradictory.id,
      '2020-02-02',
    ])
    await closed('lost', '2020-03-01', { person: own.id })
    const answer = await read('sales.conversion-rate', { from: '2020-01-01', to: '2020-03-01' })
    expect(answer).toMatchObject({ value: 0.6, n: 5, numerator: 3, denominator: 5 })
    expect(answer.series).toMatchObject([
      { value: 1, n: 2 },
      { numerator: 1, denominator: 3 },
    ])
    expect((answer.age?.oldest ?? 0) - (answer.age?.youngest ?? 0)).toBe(33)
    const { data } = await behind('sales.conversion-rate', { from: '2020-01-01', to: '2020-03-01' })
    expect(
      data
        .filter(({ outcome }) => outcome === 'Customer')
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([own.id, colleague.id, odd.id].toSorted())
    await run(
      `insert into lifecycle_entries (person_id, stage, entered_at, entered_on) values ($1, 'mql', '2020-05-01', '2020-05-01')`,
      [own.id],
    )
    expect(
      (await read('sales.conversion-rate', { from: '2020-01-01', to: '2020-03-01' })).beside,
    ).toMatchObject([
      { key: 'lead-to-qualified', numerator: 3, denominator: 5 },
      { key: 'qualified-to-opportunity', numerator: 3, denominator: 3 },
      { key: 'opportunity-to-customer', numerator: 3, denominator: 3 },
    ])
  })
})

describe('who sees what', () => {
  it('covers only what the reader may see', async () => {
    const seller = await member('seller')
    await closed('won', '2022-01-01', { owner: seller.id })
    await closed('won', '2022-01-02', { owner: owner.id })
    const year = { from: '2022-01-01', to: '2023-01-01' }
    expect((await read('sales.deals-won', year)).value).toBe(2)
    expect((await read('sales.deals-won', year, seller)).value).toBe(1)
    expect((await behind('sales.deals-won', year, seller)).data).toHaveLength(1)
    expect((await read('sales.deals-won', { ...year, owner: 'me' })).value).toBe(1)
  })

  it('answers 403 for a type outside the key’s scope and does not list its metrics', async () => {
    const key = await acme.key(['person:read'])
    expect((await call(key, 'GET', '/metrics/sales.win-rate')).status).toBe(403)
    expect((await call(key, 'GET', '/metrics/sales.conversion-rate/records')).status).toBe(403)
    expect((await call(key, 'GET', '/metrics/marketing.leads')).status).toBe(200)
    const { data } = await ask<{ data: { slug: string }[] }>(key, 'GET', '/metrics')
    expect(data.map(({ slug }) => slug)).toEqual(['marketing.leads'])
  })

  it('says what to do about a question that makes no sense', async () => {
    const problem = async (path: string, query: Record<string, unknown>) => {
      const { status, body } = await call(owner, 'GET', path, { query })
      return [status, body.errors?.[0]?.path]
    }
    expect(await problem('/metrics/sales.none', {})).toEqual([404, undefined])
    expect(await problem('/metrics/sales.win-rate', { by: 'weather' })).toEqual([422, 'by'])
    expect(await problem('/metrics/sales.win-rate', { from: '2024-02-30' })).toEqual([422, 'from'])
    expect(await problem('/metrics/sales.win-rate', { from: '2024-02-01', to: '2024-02-01' })).toEqual([
      422,
      'to',
    ])
    expect(
      await problem('/metrics/sales.win-rate', { from: '2000-01-01', to: '2024-02-01', grain: 'day' }),
    ).toEqual([422, 'grain'])
    expect(await problem('/metrics/marketing.leads', { pipeline: owner.id })).toEqual([422, 'pipeline'])
    expect(await problem('/metrics/marketing.leads/records', { group: 'x' })).toEqual([422, 'group'])
    expect(await problem('/metrics/marketing.leads/records', { after: 'x' })).toEqual([422, 'after'])
  })

  it('leaves out what is in the bin', async () => {
    const binned = await closed('won', '2023-01-01')
    await call(owner, 'DELETE', `/deals/${binned.id}`)
    expect((await read('sales.deals-won', { from: '2023-01-01', to: '2024-01-01' })).value).toBe(0)
  })
})
