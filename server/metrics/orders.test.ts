import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { OrderContent } from '../../contract/sales/order-routes.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { createRecords } from '../records/write.ts'
import { order as orderType } from '../../contract/sales/order.ts'
import { orderLine } from '../../contract/sales/order-line.ts'
import { system } from '../http/caller.ts'

const company = await testCompany()
const { owner, ask, db, database } = company
const seller = await company.member('seller')
const buyers = [await company.company({ name: 'Brilho' }), await company.company({ name: 'Corrida' })]
await ask(owner, 'PUT', '/exchange-rates/USD/2026-01-01', { body: { rate: '0.90' } })

const eur = (amount: string) => ({ amount, currency: 'EUR' })

/** An order of so many units at a price without tax, confirmed as of a day. */
async function ordered(on: string, units: string, price: string, values: Record<string, unknown> = {}) {
  const { id } = await ask(owner, 'POST', '/orders', { body: { company: buyers[0]?.id, ...values } })
  const lines = [{ name: 'Bike', quantity: units, price }]
  await ask(owner, 'PUT', `/orders/${id}/lines`, { body: { lines } })
  return {
    id,
    content: await ask<OrderContent>(owner, 'POST', `/orders/${id}/confirm`, { body: { orderedOn: on } }),
  }
}
const verb = (id: string, name: string, body: object) => ask(owner, 'POST', `/orders/${id}/${name}`, { body })
const pay = (order: string, on: string, amount: string) =>
  ask(owner, 'POST', '/payments', { body: { order, paidOn: on, amount: eur(amount) } })

/**
 * January: 2 × 100, 3 × 50.10 and 1 × 99.99 dollars. February: one of 4 × 25, which is cancelled in March; 30 of the first are
 * refunded. March: the second is cancelled after one of it was delivered.
 */
const first = await ordered('2026-01-10', '2', '100.00', { owner: seller.id })
const second = await ordered('2026-01-31', '3', '50.10', { company: buyers[1]?.id })
await ordered('2026-01-20', '1', '99.99', { currency: 'USD' })
const third = await ordered('2026-02-01', '4', '25.00')
await verb(first.id, 'refund', { on: '2026-02-14', amount: '30.00' })
await verb(third.id, 'cancel', { on: '2026-03-01' })
await verb(second.id, 'deliver', {
  on: '2026-02-02',
  lines: [{ line: second.content.lines[0]?.id, quantity: '1' }],
})
await verb(second.id, 'cancel', { on: '2026-03-02' })
await pay(first.id, '2026-02-20', '120.00')
await pay(first.id, '2026-03-01', '60.00')
const draft = await ask(owner, 'POST', '/orders', {
  body: { company: buyers[0]?.id, orderedOn: '2026-01-05' },
})
await ask(owner, 'PUT', `/orders/${draft.id}/lines`, {
  body: { lines: [{ name: 'Bike', quantity: '1', price: '7.00' }] },
})

const month = {
  january: ['2026-01-01', '2026-02-01'],
  february: ['2026-02-01', '2026-03-01'],
  march: ['2026-03-01', '2026-04-01'],
} as const
const read = (slug: string, [from, to]: readonly [string, string], query: object = {}, who = owner) =>
  ask<MetricAnswer>(who, 'GET', `/metrics/${slug}`, { query: { from, to, ...query } })
const year = ['2026-01-01', '2027-01-01'] as const

describe('revenue', () => {
  test('counts orders by the day they were ordered, and what was taken back on its own day', async () => {
    // 200.00 + 150.30 + 99.99 × 0.90 = 89.991, a cent being the least.
    expect(await read('sales.revenue', month.january)).toMatchObject({ value: eur('440.29'), n: 3 })
    expect(await read('sales.revenue', month.february)).toMatchObject({
      value: eur('70.00'),
      n: 2,
      beside: [{ key: 'back', value: eur('-30.00') }],
    })
    expect(await read('sales.revenue', month.march)).toMatchObject({ value: eur('-200.20') })
    const whole = await read('sales.revenue', year, { grain: 'month' })
    expect(whole).toMatchObject({ value: eur('310.09'), n: 4 })
    expect(whole.series.slice(0, 3).map(({ value }) => (value as { amount: string }).amount)).toEqual([
      '440.29',
      '70.00',
      '-200.20',
    ])
  })

  test('goes by owner, company and team, each order once, and opens onto the orders', async () => {
    const by = await read('sales.revenue', year, { by: 'company' })
    expect(by.groups.map(({ label, value, n }) => [label, (value as { amount: string }).amount, n])).toEqual([
      ['Brilho', '259.99', 3],
      ['Corrida', '50.10', 1],
    ])
    const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.revenue/records', {
      query: { from: month.march[0], to: month.march[1] },
    })
    expect(data.map(({ type, id, on, value }) => [type, id, on, value])).toEqual([
      ['order', second.id, '2026-03-02', eur('-100.20')],
      ['order', third.id, '2026-03-01', eur('-100.00')],
    ])
    // A seller reads what is theirs.
    expect(await read('sales.revenue', year, {}, seller)).toMatchObject({ value: eur('170.00'), n: 1 })
  })

  test('in a currency without a rate is left out and listed, until the rate is known', async () => {
    const { id } = await ordered('2026-05-05', '1', '10.00', { currency: 'GBP' })
    await verb(id, 'refund', { on: '2026-06-01', amount: '3.33' })
    const may = ['2026-05-01', '2026-06-01'] as const
    expect(await read('sales.revenue', may)).toMatchObject({
      value: eur('0.00'),
      leftOut: [{ reason: 'no-rate', n: 1 }],
    })
    const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.revenue/records', {
      query: { from: may[0], to: may[1], leftOut: true },
    })
    expect(data).toMatchObject([{ id, outcome: 'No exchange rate known' }])
    await ask(owner, 'PUT', '/exchange-rates/GBP/2026-05-01', { body: { rate: '1.20' } })
    expect(await read('sales.revenue', may)).toMatchObject({ value: eur('12.00'), leftOut: [] })
    expect(await read('sales.revenue', ['2026-06-01', '2026-07-01'])).toMatchObject({ value: eur('-4.00') })
    // A rate that changes later changes nothing that was.
    await ask(owner, 'PUT', '/exchange-rates/GBP/2026-05-01', { body: { rate: '1.30' } })
    expect(await read('sales.revenue', may)).toMatchObject({ value: eur('12.00') })
  })

  test('is not what companies sell themselves, nor what is undated, and a file’s cancellation counts on its day', async () => {
    const told = contextFor(database, { caller: system('import') })
    const make = async (values: Record<string, unknown>) => {
      const { records } = await createRecords(told, orderType, [{ values: { currency: 'EUR', ...values } }])
      const order = (records[0] as AnyRecord).id
      await createRecords(told, orderLine, [
        { values: { order, name: 'Vase', quantity: 2, price: eur('5.00') } },
      ])
      return order
    }
    const [july, august] = [
      ['2026-07-01', '2026-08-01'],
      ['2026-08-01', '2026-09-01'],
    ] as const
    await make({ soldBy: 'others', orderedOn: '2026-07-02' })
    await make({})
    const mine = await make({ orderedOn: '2026-07-02', cancelledOn: '2026-08-03', number: '4711' })
    expect(await ask(owner, 'GET', `/orders/${mine}`)).toMatchObject({
      status: 'cancelled',
      total: eur('10.00'),
    })
    expect(await read('sales.revenue', july)).toMatchObject({ value: eur('10.00'), n: 1 })
    expect(await read('sales.revenue', august)).toMatchObject({ value: eur('-10.00'), n: 1 })
    expect(await read('sales.volume', august)).toMatchObject({ value: -2 })
  })
})

test('sales volume counts units and orders, less what was cancelled, when it was', async () => {
  const orders = (answer: MetricAnswer) => answer.beside?.[0]?.value
  const january = await read('sales.volume', month.january)
  expect([january.value, orders(january)]).toEqual([6, 3])
  const february = await read('sales.volume', month.february)
  expect([february.value, orders(february)]).toEqual([4, 1])
  // The whole third order, and two of the three units of the second, which stays an order.
  const march = await read('sales.volume', month.march)
  expect([march.value, orders(march)]).toEqual([-6, -1])
})

test('collected revenue counts payments on the day they were paid', async () => {
  // The refund of 30.00 came before anything was paid, so nothing was paid back; of the 180.00 paid 10.00 are credit.
  expect(await read('sales.collected', month.february)).toMatchObject({ value: eur('120.00'), n: 1 })
  expect(await read('sales.collected', month.march)).toMatchObject({ value: eur('60.00'), n: 1 })
  await verb(first.id, 'refund', { on: '2026-04-01', amount: '20.00' })
  expect(await read('sales.collected', ['2026-04-01', '2026-05-01'])).toMatchObject({ value: eur('-20.00') })
})

test('a year of a hundred thousand orders is read by the index of their days', async () => {
  await sql`insert into orders (currency, ordered_on, confirmed_at, net)
    select 'EUR', date '2000-01-01' + (i % 7000), now(), 100 from generate_series(1, 100000) i`.execute(db)
  await sql`analyze orders`.execute(db)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select sum(o.home_net) from orders o where o.sold_by = 'us' and o.confirmed_at is not null
      and o.deleted_at is null and o.ordered_on >= date '2010-01-01' and o.ordered_on < date '2010-02-01'`.execute(
    db,
  )
  expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('orders_counted')
})
