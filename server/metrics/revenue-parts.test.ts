import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import type { OrderContent } from '../../contract/sales/order-routes.ts'
import { toMinor } from '../../contract/values/money.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, db } = company
const eur = (amount: string) => ({ amount, currency: 'EUR' })
await ask(owner, 'PUT', '/exchange-rates/USD/2020-01-01', { body: { rate: '0.8735' } })

const product = (name: string, family: string | null) =>
  ask(owner, 'POST', '/products', { body: { name, family } })
const [kit, bolt, plan] = [
  await product('Kit', 'Goods'),
  await product('Bolt', 'Goods'),
  await product('Plan', null),
]
const lisbon = await company.company({ address: { country: 'PT', region: 'Lisboa' } })
const berlin = await company.company({ address: { country: 'DE', region: 'Berlin' } })
const ana = await company.person()

interface Line {
  product?: string | undefined
  quantity: string
  price: string
}
async function ordered(
  on: string,
  lines: Line[],
  values: Record<string, unknown> = {},
  discount: unknown = null,
) {
  const { id } = await ask(owner, 'POST', '/orders', { body: { company: lisbon.id, ...values } })
  await ask(owner, 'PUT', `/orders/${id}/lines`, {
    body: { lines: lines.map((line) => ({ name: 'Line', ...line })), discount },
  })
  return ask<OrderContent>(owner, 'POST', `/orders/${id}/confirm`, { body: { orderedOn: on } }).then(
    (content) => ({ id, content }),
  )
}
const verb = (id: string, name: string, body: object) => ask(owner, 'POST', `/orders/${id}/${name}`, { body })
const read = (slug: string, [from, to]: [string, string], query: object = {}) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/sales.${slug}`, { query: { from, to, grain: 'month', ...query } })
const groups = ({ groups: all }: MetricAnswer) =>
  Object.fromEntries(all.map(({ label, value }) => [label, (value as { amount: string } | null)?.amount]))

test('a line has its share of the order’s discount; what is taken back goes off its product on its day', async () => {
  const period: [string, string] = ['2021-01-01', '2021-02-01']
  // 100.00 less a tenth: 33.33 + 66.67 of lines, of which 29.997 and 60.003 are left.
  const first = await ordered(
    '2021-01-05',
    [
      { product: kit.id, quantity: '1', price: '33.33' },
      { product: plan.id, quantity: '1', price: '66.67' },
    ],
    {},
    { percent: 1000 },
  )
  await ordered('2021-01-06', [{ quantity: '2', price: '5.00' }], { company: berlin.id })
  expect(groups(await read('revenue', period, { by: 'product' }))).toEqual({
    Plan: '60.00',
    Kit: '30.00',
    'No product': '10.00',
  })
  expect(groups(await read('revenue', period, { by: 'productFamily' }))).toEqual({
    Goods: '30.00',
    'No product family': '70.00',
  })
  expect(groups(await read('revenue', period, { by: 'company.country' }))).toEqual({
    PT: '90.00',
    DE: '10.00',
  })
  expect(groups(await read('revenue', period, { by: 'company.region' }))).toEqual({
    Lisboa: '90.00',
    Berlin: '10.00',
  })
  const [line] = first.content.lines
  await verb(first.id, 'refund', { on: '2021-02-03', lines: [{ line: line?.id, quantity: '1' }] })
  expect(groups(await read('revenue', period, { by: 'product' }))['Kit']).toBe('30.00')
  expect(groups(await read('revenue', ['2021-02-01', '2021-03-01'], { by: 'product' }))).toEqual({
    Kit: '-30.00',
  })
  const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.revenue/records', {
    query: { from: '2021-01-01', to: '2021-03-01', by: 'product', group: kit.id },
  })
  expect(data).toMatchObject([{ id: first.id, value: eur('0.00') }])
})

test('units go by product too, an order under each of its products, once in the whole', async () => {
  const answer = await read('volume', ['2021-01-01', '2021-02-01'], { by: 'product' })
  expect(answer).toMatchObject({ value: 4, n: 2 })
  expect(Object.fromEntries(answer.groups.map(({ label, value, n }) => [label, [value, n]]))).toEqual({
    Kit: [1, 1],
    Plan: [1, 1],
    'No product': [2, 1],
  })
})

test('what a person buys for themselves is nobody’s company, and theirs', async () => {
  const period: [string, string] = ['2021-03-01', '2021-04-01']
  await ordered('2021-03-01', [{ product: kit.id, quantity: '1', price: '7.00' }], {
    company: null,
    person: ana.id,
  })
  expect((await read('revenue', period, { by: 'person' })).groups).toMatchObject([
    { key: ana.id, value: eur('7.00') },
  ])
  expect(groups(await read('revenue', period, { by: 'company.country' }))).toEqual({
    'No company: country': '7.00',
  })
})

test('the parts of any orders add up to the whole, to the cent, in every period', async () => {
  const line = fc.record({
    product: fc.constantFrom(kit.id, bolt.id, plan.id, undefined),
    quantity: fc.integer({ min: 1, max: 9 }).map(String),
    price: fc.integer({ min: 0, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
  })
  const orders = fc.sample(
    fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 5 }),
      currency: fc.constantFrom('EUR', 'USD'),
      company: fc.constantFrom(lisbon.id, berlin.id, null),
      discount: fc.option(fc.record({ percent: fc.integer({ min: 1, max: 6000 }) })),
      refunds: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
      cancel: fc.boolean(),
    }),
    { numRuns: 14, seed: 7 },
  )
  for (const { lines, currency, company: buyer, discount, refunds, cancel } of orders) {
    const made = await ordered(
      '2022-01-10',
      lines,
      { currency, company: buyer, ...(buyer ? {} : { person: ana.id }) },
      discount,
    )
    const total = () =>
      ask<{ net: { amount: string } }>(owner, 'GET', `/orders/${made.id}`).then(({ net }) =>
        Number(net.amount),
      )
    for (const percent of refunds) {
      const amount = ((await total()) * percent) / 100
      if (amount >= 0.01) await verb(made.id, 'refund', { on: '2022-02-10', amount: amount.toFixed(2) })
    }
    if (cancel && refunds.length < 3) await verb(made.id, 'cancel', { on: '2022-03-10' })
  }
  // Those that are left were cancelled where they came from, which no reduction tells of.
  await sql`update orders set cancelled_on = '2022-04-10' where ordered_on = '2022-01-10' and cancelled_on is null`.execute(
    db,
  )
  const minor = (figure: unknown) => toMinor((figure as { amount: string }).amount, 'EUR')
  for (const span of [
    ['2022-01-01', '2022-02-01'],
    ['2022-02-01', '2022-03-01'],
    ['2022-03-01', '2022-04-01'],
    ['2022-04-01', '2022-05-01'],
    ['2022-01-01', '2023-01-01'],
  ] as [string, string][]) {
    const { value, n } = await read('revenue', span)
    for (const by of ['product', 'productFamily', 'company', 'person', 'company.country', 'company.region']) {
      const answer = await read('revenue', span, { by })
      expect([by, answer.value, answer.n]).toEqual([by, value, n])
      const sum = answer.groups.reduce((all, group) => all + minor(group.value), 0n)
      expect([span, by, sum]).toEqual([span, by, minor(value)])
    }
    const volume = await read('volume', span, { by: 'product' })
    expect(volume.groups.reduce((all, group) => all + Number(group.value), 0)).toBeCloseTo(
      Number(volume.value),
      9,
    )
  }
  expect((await read('revenue', ['2022-01-01', '2023-01-01'])).value).toEqual(eur('0.00'))
})
