import { expect, it } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'

const acme = await testCompany()
const { owner, ask, call, deal } = acme
const stages = await acme.stages()
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const read = (slug: string, query: Record<string, unknown>) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query })
const cost = (month: string, kind: string, amount: string, channel?: string) =>
  ask(owner, 'PUT', '/sales-costs', {
    body: { costs: [{ month, kind, amount: eur(amount), ...(channel && { channel }) }] },
  })
const lag = (lagDays: number | null) => ask(owner, 'PUT', '/sales-costs/lag', { body: { lagDays } })
const won = async (closedOn: string, openedOn: string, values: Record<string, unknown> = {}) =>
  deal({
    stage: stages['Won']?.id,
    openedOn,
    closedOn,
    company: (await acme.company()).id,
    ...values,
  })
const beside = ({ beside: all }: Pick<MetricAnswer, 'beside'>, key: string) =>
  all?.find((one) => one.key === key)

it('is what was spent in the window ÷ new customers, the window shifted back by the median cycle', async () => {
  // Cycles of 20, 31 and 40 days: the window of April is from 1 March to 31 March.
  await won('2015-04-01', '2015-03-12', { source: 'paid_search' })
  await won('2015-04-11', '2015-03-11', { source: 'paid_search' })
  await won('2015-04-30', '2015-03-21', { source: 'hearsay' })
  await cost('2015-02-01', 'salaries', '99999')
  await cost('2015-03-01', 'salaries', '3000')
  await cost('2015-03-01', 'tools', '100.10')
  await cost('2015-03-01', 'marketing', '500', 'paid_search')
  await cost('2015-03-01', 'marketing', '250', 'email')
  await cost('2015-03-01', 'marketing', '50')
  await cost('2015-04-01', 'other', '88888')
  const april = { from: '2015-04-01', to: '2015-05-01', grain: 'month' }
  const answer = await read('sales.acquisition-cost', april)
  // One of 30 days of the window lies in neither: 31 days back from April's 30 leaves out 31 March.
  const all = ((3900.1 * 30) / 31).toFixed(2)
  expect(answer).toMatchObject({
    unit: 'money',
    n: 3,
    denominator: 3,
    numerator: eur(all),
    value: eur((Number(all) / 3).toFixed(2)),
    leftOut: [],
  })
  expect(beside(answer, 'lag')).toMatchObject({ value: 31, unit: 'days' })
  await lag(0)
  expect((await read('sales.acquisition-cost', april)).numerator).toEqual(eur('88888.00'))
  await lag(31)
  const chosen = await read('sales.acquisition-cost', { ...april, by: 'channel' })
  expect(chosen.value).toEqual(answer.value)
  expect(beside(chosen, 'marketing')?.value).toEqual(eur(((800 * 30) / 31).toFixed(2)))
  // By channel only that channel's spend and its customers; nobody's is null, and not zero.
  expect(chosen.groups).toMatchObject([
    { key: 'paid_search', n: 2, numerator: eur('483.87'), value: eur('241.94') },
    { key: 'other', n: 1, numerator: null, value: null },
    { key: 'email', label: 'E-mail', n: 0, numerator: eur('241.94'), value: null },
  ])
  expect(chosen.series).toMatchObject([{ from: '2015-04-01', n: 3, value: answer.value }])
  const { data } = await ask<{ data: RecordBehind[] }>(
    owner,
    'GET',
    '/metrics/sales.acquisition-cost/records',
    { query: { ...april, by: 'channel', group: 'paid_search' } },
  )
  expect(data.map(({ type }) => type)).toEqual(['company', 'company'])
})

it('is not known without new customers, or without costs, and says so', async () => {
  await lag(0)
  await cost('2016-05-01', 'other', '100')
  expect(await read('sales.acquisition-cost', { from: '2016-05-01', to: '2016-06-01' })).toMatchObject({
    value: null,
    n: 0,
    numerator: eur('100.00'),
  })
  await won('2016-06-05', '2016-06-01')
  expect(await read('sales.acquisition-cost', { from: '2016-06-01', to: '2016-07-01' })).toMatchObject({
    value: null,
    n: 1,
    numerator: null,
    leftOut: [{ reason: 'no-costs', n: 1 }],
  })
  expect(
    (await call(owner, 'GET', '/metrics/sales.acquisition-cost', { query: { by: 'owner' } })).status,
  ).toBe(422)
  const { data } = await ask<{ data: { slug: string; dimensions: { name: string }[] }[] }>(
    owner,
    'GET',
    '/metrics',
  )
  const dimensions = (slug: string) =>
    data.find((metric) => metric.slug === slug)?.dimensions.map(({ name }) => name)
  expect(dimensions('sales.acquisition-cost')).toEqual(['channel'])
  expect(dimensions('sales.acquisition-payback')).toEqual([])
})

it('is paid back by a year’s orders and contracts, at the margin of lines whose cost is known', async () => {
  await lag(0)
  const order = async (on: string, company: string, lines: object[], values: object = {}) => {
    const { id } = await ask(owner, 'POST', '/orders', { body: { company, ...values } })
    const body = { lines: lines.map((line) => ({ name: 'Line', quantity: '1', ...line })) }
    await ask(owner, 'PUT', `/orders/${id}/lines`, { body })
    await ask(owner, 'POST', `/orders/${id}/confirm`, { body: { orderedOn: on } })
    return id
  }
  const firm = await acme.company()
  const other = await acme.company()
  await won('2018-01-05', '2018-01-01', { company: firm.id, amount: eur('99999') })
  await order('2018-01-05', firm.id, [{ price: '300.00', quantity: '2', cost: '150.00' }])
  // A year from the first purchase, half-open; what somebody of the company buys in their own name is the company's.
  const staff = await acme.person({ company: firm.id })
  await order('2019-01-04', firm.id, [{ price: '200.00' }], { company: null, person: staff.id })
  await order('2019-01-05', firm.id, [{ price: '9000.00', cost: '1.00' }])
  const back = await order('2018-01-06', other.id, [{ price: '500.00' }])
  await ask(owner, 'POST', `/orders/${back}/refund`, { body: { on: '2018-03-01', amount: '100.00' } })
  await ask(owner, 'POST', '/contracts', {
    body: { name: 'Plan', company: other.id, monthly: eur('20'), startsOn: '2018-06-01' },
  })
  await ask(owner, 'POST', '/contracts', {
    body: { name: 'Late', company: other.id, monthly: eur('700'), startsOn: '2019-01-06' },
  })
  await cost('2018-01-01', 'salaries', '1000')
  const january = { from: '2018-01-01', to: '2018-02-01', grain: 'month' }
  const answer = await read('sales.acquisition-payback', january)
  expect(beside(answer, 'acquisition-cost')?.value).toEqual(eur('500.00'))
  // (600 + 200 + 500 − 100) ÷ 12 + 20 = 120 a month of two customers; half of the costed 600 stays: 500 ÷ (60 × 0.5).
  expect(beside(answer, 'monthly-revenue')?.value).toEqual(eur('60.00'))
  expect(beside(answer, 'gross-margin')?.value).toBe(0.5)
  expect(answer).toMatchObject({ unit: 'months', n: 2, series: [{ value: answer.value }] })
  expect(answer.value).toBeCloseTo(500 / 30, 9)
  expect(answer.leftOut).toContainEqual({ reason: 'no-margin', label: 'Order lines without a cost', n: 2 })
  // Who only has a won deal brought nothing yet that is known: there is no figure, and it says why.
  await won('2018-05-06', '2018-05-01', { amount: eur('400') })
  await cost('2018-05-01', 'salaries', '1000')
  expect(await read('sales.acquisition-payback', { from: '2018-05-01', to: '2018-06-01' })).toMatchObject({
    value: null,
    n: 1,
    leftOut: [{ reason: 'no-orders', n: 1 }],
  })
})
