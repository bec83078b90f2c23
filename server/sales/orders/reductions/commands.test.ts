import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Problem } from '../../../../contract/http/problem.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Issued } from '../../../../contract/sales/invoice-routes.ts'
import type { OrderContent } from '../../../../contract/sales/order-routes.ts'
import { addDays, dayOf } from '../../../../contract/values/day.ts'
import { fresh, testCompany, type TestCaller } from '../../../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call, db } = company
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const year = today.slice(0, 4)

const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT', standard: true } })
await ask(owner, 'PUT', `/taxes/${vat.id}/rates/2020-01-01`, { body: { rate: 2_300 } })

function eur(amount: string) {
  return { amount, currency: 'EUR' }
}
const product = (values: Record<string, unknown> = {}) =>
  ask(owner, 'POST', '/products', {
    body: { name: `Bike ${fresh()}`, price: eur('100.00'), tax: vat.id, ...values },
  })
const bikes = (of: AnyRecord, values: Record<string, unknown> = {}) => ({
  product: of.id,
  name: of.title,
  quantity: '2',
  price: '100.00',
  tax: vat.id,
  ...values,
})

const content = (id: string, who: TestCaller = owner) =>
  ask<OrderContent>(who, 'GET', `/orders/${id}/content`)
const read = (id: string) => ask(owner, 'GET', `/orders/${id}`)
const verb = (id: string, name: string, body: object = {}) =>
  ask<OrderContent>(owner, 'POST', `/orders/${id}/${name}`, { body })
const refused = async (answer: Promise<{ status: number; body: Problem }>) => {
  const { status, body } = await answer
  return [status, body.errors?.[0]?.path ?? body.detail]
}
const tries = (id: string, name: string, body: object = {}) =>
  refused(call(owner, 'POST', `/orders/${id}/${name}`, { body }))
const eventsOf = async (id: string): Promise<string[]> => {
  const { rows } = await sql<{ type: string }>`
    select type from events where subject_id = ${id} order by recorded_at, id`.execute(db)
  return rows.map(({ type }) => type)
}

/** A draft with lines, for a company of its own. */
async function drafted(...lines: Record<string, unknown>[]) {
  const customer = await company.company()
  const { id } = await ask(owner, 'POST', '/orders', { body: { company: customer.id } })
  await ask(owner, 'PUT', `/orders/${id}/lines`, { body: { lines } })
  return { id, customer }
}
async function confirmed(...lines: Record<string, unknown>[]) {
  const made = await drafted(...lines)
  await verb(made.id, 'confirm')
  return made
}
const twoBikes = async () => confirmed(bikes(await product()))
const pay = (order: string, amount: string, values: object = {}) =>
  ask(owner, 'POST', '/payments', { body: { order, amount: eur(amount), paidOn: today, ...values } })

test('an order of which nothing was delivered is cancelled whole, credited and paid back', async () => {
  const { id } = await twoBikes()
  await verb(id, 'invoices')
  await pay(id, '246.00')
  const { reductions, invoices, payments } = await verb(id, 'cancel', { reason: 'Ordered twice' })
  expect(await read(id)).toMatchObject({
    status: 'cancelled',
    cancelledOn: today,
    cancelled: eur('246.00'),
    invoiced: eur('0.00'),
    paid: eur('0.00'),
    outstanding: eur('0.00'),
  })
  expect(reductions).toMatchObject([{ kind: 'cancelled', total: '246.00', reason: 'Ordered twice' }])
  expect(invoices.map(({ kind, status, total }) => [kind, status, total])).toEqual([
    ['invoice', 'credited', '246.00'],
    ['credit', 'credited', '246.00'],
  ])
  expect(reductions[0]?.credit?.number).toMatch(new RegExp(`^CN-${year}-\\d{4}$`))
  expect(payments.map(({ amount }) => amount)).toEqual(['246.00', '-246.00'])
  expect(await tries(id, 'cancel')).toEqual([409, expect.stringMatching(/cancelled/)])
})

test('of an order that was delivered in part only the rest is cancelled', async () => {
  const { id } = await twoBikes()
  const { lines } = await content(id)
  await verb(id, 'deliver', { lines: [{ line: lines[0]?.id, quantity: '1' }] })
  await verb(id, 'cancel')
  expect(await read(id)).toMatchObject({
    status: 'delivered',
    delivered: 1,
    cancelled: eur('123.00'),
    outstanding: eur('123.00'),
  })
  const { invoices } = await verb(id, 'invoices')
  expect(invoices.map(({ total }) => total)).toEqual(['123.00'])
  expect(await tries(id, 'cancel')).toEqual([409, expect.stringMatching(/Refund/)])
  expect((await eventsOf(id)).slice(-2)).toContain('order.part-cancelled')
})

test('a refund of an amount, of lines, and of the rest add up to the order', async () => {
  const { id } = await confirmed(bikes(await product(), { quantity: '3', price: '33.33' }), {
    name: 'Advice',
    quantity: '1',
    price: '10.00',
  })
  await verb(id, 'deliver')
  await verb(id, 'invoices')
  await pay(id, '132.99')
  const { lines } = await content(id)
  await verb(id, 'refund', { amount: '10.01', reason: 'Scratched' })
  expect(await read(id)).toMatchObject({ status: 'paid', refunded: eur('10.01'), paid: eur('122.98') })
  await verb(id, 'refund', { lines: [{ line: lines[0]?.id, quantity: '1' }] })
  expect(await tries(id, 'refund', { lines: [{ line: lines[0]?.id, quantity: '2.5' }] })).toEqual([
    422,
    'lines.0.quantity',
  ])
  expect(await tries(id, 'refund', { amount: '500.00' })).toEqual([422, 'amount'])
  const { reductions, left } = await verb(id, 'refund')
  expect(await read(id)).toMatchObject({ status: 'refunded', refunded: eur('132.99'), paid: eur('0.00') })
  expect(left).toMatchObject({ refund: '0.00', pay: '0.00', credit: '0.00', invoice: '0.00' })
  const numbers = reductions.map(({ credit }) => credit?.number ?? '')
  expect(new Set(numbers).size).toBe(3)
  expect((await eventsOf(id)).filter((type) => /refunded/.test(type))).toEqual([
    'order.part-refunded',
    'order.part-refunded',
    'order.refunded',
  ])
})

test('of an order that is refunded whole before it was delivered nothing is delivered, and the promise is freed', async () => {
  const bike = await product({ stock: 5 })
  const { id } = await confirmed(bikes(bike), { name: 'Bell as a gift', quantity: '1', price: '0.00' })
  await pay(id, '246.00')
  const { left } = await verb(id, 'refund')
  expect(left).toMatchObject({ deliver: false, invoice: '0.00', refund: '0.00' })
  expect(await ask(owner, 'GET', `/products/${bike.id}`)).toMatchObject({ stock: 5, reserved: 0 })
  expect(await tries(id, 'deliver')).toEqual([409, expect.stringMatching(/All of this order/)])
  expect(await read(id)).toMatchObject({ status: 'refunded', delivered: null })
})

test('units that are refunded come off what was not delivered first, and invoices bill the units that are left', async () => {
  const bike = await product({ stock: 5 })
  const { id } = await confirmed(bikes(bike, { quantity: '4' }))
  const line = (await content(id)).lines[0]?.id
  await verb(id, 'deliver', { lines: [{ line, quantity: '1' }] })
  const { lines } = await verb(id, 'refund', { lines: [{ line, quantity: '2' }] })
  expect(lines[0]).toMatchObject({ kept: '2', deliverable: '1' })
  expect(await ask(owner, 'GET', `/products/${bike.id}`)).toMatchObject({ stock: 4, reserved: 1 })
  expect(await tries(id, 'deliver', { lines: [{ line, quantity: '2' }] })).toEqual([422, 'lines.0.quantity'])
  const { invoices } = await verb(id, 'invoices')
  const { document } = await ask<Issued>(owner, 'GET', `/invoices/${invoices[0]?.id}/document`)
  expect(document).toMatchObject({ gross: '200.00', discounted: '0.00', total: '246.00' })
  expect(document.lines).toMatchObject([{ quantity: '2', total: '246.00' }])
  await verb(id, 'deliver')
  expect(await read(id)).toMatchObject({ delivered: 1, deliveredOn: today })
  expect(await ask(owner, 'GET', `/products/${bike.id}`)).toMatchObject({ stock: 3, reserved: 0 })
  const { left } = await verb(id, 'refund', { lines: [{ line, quantity: '1' }] })
  expect(left).toMatchObject({ deliver: false, invoice: '0.00', refund: '123.00' })
  expect(await read(id)).toMatchObject({ delivered: 1 })
})

test('a refund that is not paid back stays as credit, and one before the invoice makes that smaller', async () => {
  const { id } = await twoBikes()
  await pay(id, '246.00')
  await verb(id, 'refund', { amount: '46.00', payBack: false })
  expect(await read(id)).toMatchObject({ outstanding: eur('-46.00'), paid: eur('246.00') })
  const { invoices, left } = await verb(id, 'invoices')
  expect(invoices.map(({ total }) => total)).toEqual(['200.00'])
  expect(left).toMatchObject({ invoice: '0.00', credit: '46.00' })
})

test('is never before the order, nor on a day to come', async () => {
  const { id } = await twoBikes()
  for (const on of [addDays(today, 1), addDays(today, -1)])
    expect(await tries(id, 'refund', { on })).toEqual([422, 'on'])
})
