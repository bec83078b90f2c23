import { expect, test } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, ask } = company
const stages = await company.stages()
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const year = { from: '2014-01-01', to: '2015-01-01', grain: 'quarter' }
const read = (slug: string, query: object = {}) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query: { ...year, ...query } })
const order = async (on: string, values: object) => {
  const { id } = await ask(owner, 'POST', '/orders', { body: values })
  await ask(owner, 'PUT', `/orders/${id}/lines`, {
    body: { lines: [{ name: 'Kit', quantity: '1', price: '50.00' }] },
  })
  await ask(owner, 'POST', `/orders/${id}/confirm`, { body: { orderedOn: on } })
  return id
}
const won = (closedOn: string, values: object) =>
  company.deal({ stage: stages['Won']?.id, openedOn: closedOn, closedOn, amount: eur('100'), ...values })
const lead = async (values: Record<string, unknown>, day = '2014-02-01') => {
  const made = await company.person(values)
  await company.database.pool.query(
    `insert into lifecycle_entries (person_id, stage, entered_at, entered_on) values ($1, 'lead', $2::date, $2::date)`,
    [made.id, day],
  )
  return made
}

/**
 * Bought: A by an order, then by a deal; B by a deal and on the same day by an order; C by somebody's order; D alone. Not new
 * in the year: E, who ordered before; F, whose order was cancelled; G, whose order is a draft.
 */
const firm = Object.fromEntries(
  await Promise.all(
    ['A', 'B', 'C', 'E', 'F', 'G'].map(async (name) => [name, await company.company({ name })]),
  ),
) as Record<string, { id: string }>
const of = (name: string) => firm[name]?.id
const people = {
  a: await lead({ company: of('A') }),
  b: await lead({ company: of('B') }),
  c: await lead({ company: of('C') }),
  d: await lead({}),
  e: await lead({ company: of('E') }),
  f: await lead({ company: of('F') }),
  g: await lead({ company: of('G') }),
}
await order('2014-03-01', { company: of('A') })
await won('2014-05-01', { company: of('A'), source: 'hearsay' })
await order('2014-04-01', { company: of('B') })
await won('2014-04-01', { company: of('B'), source: 'paid_search' })
await order('2014-04-02', { person: people.c.id, company: null })
await order('2014-07-01', { person: people.d.id, company: null })
await order('2013-12-31', { company: of('E') })
await order('2014-08-01', { company: of('E') })
await won('2014-08-02', { company: of('E') })
await ask(owner, 'POST', `/orders/${await order('2014-06-01', { company: of('F') })}/cancel`, {
  body: { on: '2014-06-02' },
})
await ask(owner, 'POST', '/orders', { body: { company: of('G'), orderedOn: '2014-06-01' } })

test('a new customer is a company, or a person without one, by a first won deal or first order', async () => {
  const answer = await read('sales.new-customers', { by: 'source' })
  expect(answer).toMatchObject({ value: 4, n: 4, leftOut: [] })
  expect(answer.series.map(({ value }) => value)).toEqual([1, 2, 1, 0])
  // Of the same day the deal comes first, and tells of its source; a first order has none.
  expect(answer.groups.map(({ key, value }) => [key, value])).toEqual([
    [null, 3],
    ['paid_search', 1],
  ])
  const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.new-customers/records', {
    query: year,
  })
  expect(data.map(({ type, id, on, value }) => [type, id, on, value])).toEqual([
    ['person', people.d.id, '2014-07-01', eur('50.00')],
    ['company', of('C'), '2014-04-02', eur('50.00')],
    ['company', of('B'), '2014-04-01', eur('100.00')],
    ['company', of('A'), '2014-03-01', eur('50.00')],
  ])
})

test('people convert by the same purchases, and who bought before does not', async () => {
  expect(await read('sales.conversion-rate')).toMatchObject({ value: 4 / 7, n: 7, numerator: 4 })
})

test('the cost of a customer divides by the same', async () => {
  await ask(owner, 'PUT', '/sales-costs/lag', { body: { lagDays: 0 } })
  await ask(owner, 'PUT', '/sales-costs', {
    body: { costs: [{ month: '2014-03-01', kind: 'salaries', amount: eur('100') }] },
  })
  expect(await read('sales.acquisition-cost')).toMatchObject({ n: 4, value: eur('25.00') })
})

test('a lead converts by a purchase of its person or company since it arrived', async () => {
  const now = new Date().getUTCFullYear()
  const made = async (values: Record<string, unknown>) => {
    const person = await company.person(values)
    await ask(owner, 'POST', '/leads', { body: { name: 'Asked', person: person.id } })
    return person
  }
  const today = new Date().toISOString().slice(0, 10)
  const buyer = await made({ company: (await company.company()).id })
  await order(today, { person: buyer.id })
  await made({ company: of('A') })
  await made({})
  const answer = await read('sales.lead-conversion', { from: `${now}-01-01`, to: `${now + 1}-01-01` })
  expect(answer).toMatchObject({ n: 3, numerator: 1, value: 1 / 3 })
  expect(answer.beside?.map(({ key, numerator }) => [key, numerator])).toEqual([
    ['lead-to-qualified', 1],
    ['qualified-to-opportunity', 1],
    ['opportunity-to-customer', 1],
  ])
})
