import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { MetricAnswer } from '../../../../contract/metrics/routes.ts'
import { importMappingSchema } from '../../../../contract/records/import-mapping.ts'
import { testImports } from '../../../../tests/imports.ts'

const { company, done } = await testImports()
const { owner, ask, db } = company

const example = async (name: string) =>
  importMappingSchema.parse(JSON.parse(await readFile(join('examples/import', name), 'utf8')))

const sellers = `seller_id,seller_zip_code_prefix,seller_city,seller_state
s1aaaaaa,13530,itirapina,SP
s2bbbbbb,05372,sao paulo,SP
`
const items = `order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
o1,1,p1,s1aaaaaa,2018-07-06 14:10:56,53.99,11.4
o1,2,p1,s2bbbbbb,2018-07-06 14:10:56,6.01,1.4
o2,1,p2,s1aaaaaa,2018-07-10 02:51:10,100,8.54
o3,1,p2,s2bbbbbb,2018-07-10 02:51:10,40.50,8.54
`
const dated = `order_id,customer_id,order_status,order_purchase_timestamp,order_delivered_customer_date
o1,c1,delivered,2018-04-10 23:58:16,2018-04-27 23:17:26
o3,c2,canceled,2018-05-01 10:00:00,
`
const files = {
  'won_sellers.csv': sellers,
  'won_seller_order_items.csv': items,
  'won_seller_orders_dated.csv': dated,
}

test('what sellers sold themselves comes in by order and line, adds up, and counts for none of our figures', async () => {
  const mapping = await example('olist-items.json')
  const { counts } = await done(mapping, files)
  expect(counts.map(({ refused }) => refused)).toEqual([0, 0, 0, 0, 0])
  const sums = async () => {
    const { rows } = await sql<{
      title: string
      lines: number
      total: string
      on: string | null
      status: string
    }>`
      select o.title, count(l.id)::int as lines, (o.total / 100.0)::numeric(12, 2)::text as total, o.ordered_on as "on", o.status
      from orders o join orderlines l on l.order_id = o.id group by o.id order by o.title`.execute(db)
    return rows
  }
  const expected = [
    { title: 'o1', lines: 2, total: '60.00', on: '2018-04-10', status: 'delivered' },
    { title: 'o2', lines: 1, total: '100.00', on: null, status: 'confirmed' },
    { title: 'o3', lines: 1, total: '40.50', on: '2018-05-01', status: 'cancelled' },
  ]
  expect(await sums()).toEqual(expected)
  const { rows: sold } = await sql<{ name: string; sum: string }>`
    select c.name, sum(l.net)::text as sum from orderlines l join companies c on c.id = l.seller_id group by 1 order by 1`.execute(
    db,
  )
  expect(sold).toEqual([
    { name: 'Seller s1aaaa', sum: '15399' },
    { name: 'Seller s2bbbb', sum: '4651' },
  ])
  // Again it finds every order and line by its id there.
  await done(mapping, files)
  expect(await sums()).toEqual(expected)
  for (const slug of ['sales.revenue', 'sales.volume', 'sales.collected'])
    expect(
      await ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, {
        query: { from: '2018-01-01', to: '2019-01-01' },
      }),
    ).toMatchObject({ n: 0 })
})

test('an order of our own shop is taken over once by its id there, with its buyer', async () => {
  const body = {
    source: 'shop',
    externalId: '10045',
    orderedOn: '2026-01-05',
    email: 'Bia@Example.com',
    name: 'Bia Reis Lima',
    inclusive: true,
    lines: [{ name: 'Lamp', quantity: '2', price: '12.30' }],
  }
  const answers = await Promise.all(
    [1, 2, 3].map(() => ask<{ id: string; created: boolean }>(owner, 'POST', '/orders/incoming', { body })),
  )
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
  expect(answers.filter(({ created }) => created)).toHaveLength(1)
  const order = await ask(owner, 'GET', `/orders/${answers[0]?.id}`)
  expect(order).toMatchObject({
    number: 'shop-10045',
    shop: 'shop',
    status: 'confirmed',
    total: { amount: '24.60', currency: 'EUR' },
  })
  expect(await ask(owner, 'GET', `/people/${String(order['person'])}`)).toMatchObject({
    firstName: 'Bia',
    lastName: 'Reis Lima',
  })
})
