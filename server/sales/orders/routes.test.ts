import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../contract/http/problem.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Issued } from '../../../contract/sales/invoice-routes.ts'
import type { OrderContent } from '../../../contract/sales/order-routes.ts'
import { canonical } from '../../../contract/sales/quote-document.ts'
import type { PublicQuote } from '../../../contract/sales/quote-routes.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { anonymous, fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'

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

describe('an order', () => {
  test('is written as a draft, and confirmed with the next number of its year', async () => {
    const { id, customer } = await drafted(bikes(await product()), {
      name: 'Advice',
      quantity: '1.5',
      price: '80.00',
    })
    expect(await read(id)).toMatchObject({
      name: customer.title,
      status: 'draft',
      number: null,
      currency: 'EUR',
      net: eur('320.00'),
      total: eur('366.00'),
      outstanding: eur('0.00'),
    })
    await verb(id, 'confirm')
    const order = await read(id)
    expect(order).toMatchObject({ status: 'confirmed', orderedOn: today, outstanding: eur('366.00') })
    expect(order['number']).toMatch(new RegExp(`^O-${year}-\\d{4}$`))
    expect(await eventsOf(id)).toEqual(['order.created', 'order.updated', 'order.confirmed'])
    expect(await tries(id, 'confirm')).toEqual([409, expect.stringMatching(/already/)])
    expect(await refused(call(owner, 'PUT', `/orders/${id}/lines`, { body: { lines: [] } }))).toEqual([
      409,
      expect.stringMatching(/stays as it was ordered/),
    ])
    expect(await refused(call(owner, 'DELETE', `/orders/${id}`))).toEqual([
      409,
      expect.stringMatching(/number/),
    ])
    expect(await refused(call(owner, 'PATCH', `/orders/${id}`, { body: { cancelledOn: today } }))).toEqual([
      422,
      'cancelledOn',
    ])
  })

  test('has numbers of which none is missing, also when some fail', async () => {
    const last = async () => {
      const { rows } = await sql<{ last: number }>`
        select last from number_series where kind = 'order' and year = ${year}::int`.execute(db)
      return rows[0]?.last ?? 0
    }
    const before = await last()
    const empty = await drafted()
    expect(await tries(empty.id, 'confirm')).toEqual([422, 'lines'])
    const scarce = await drafted(bikes(await product({ stock: 1 })))
    expect(await tries(scarce.id, 'confirm')).toEqual([409, 'lines'])
    const several = await Promise.all(
      [1, 2, 3, 4].map(() => drafted({ name: 'Advice', quantity: '1', price: '1.00' })),
    )
    await Promise.all(several.map(({ id }) => verb(id, 'confirm')))
    const numbers = await Promise.all(several.map(async ({ id }) => (await read(id))['number']))
    expect(numbers.map(String).toSorted()).toEqual(
      [1, 2, 3, 4].map((at) => `O-${year}-${String(before + at).padStart(4, '0')}`),
    )
  })

  test('written by two at once keeps what the first wrote', async () => {
    const { id } = await drafted()
    const body = { lines: [{ name: 'Advice', quantity: '1', price: '1.00' }], saves: 1 }
    const answers = await Promise.all([1, 2].map(() => call(owner, 'PUT', `/orders/${id}/lines`, { body })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  test('is not for a seller who may not see it', async () => {
    const other = await company.member('seller')
    const { id } = await twoBikes()
    expect((await call(other, 'GET', `/orders/${id}/content`)).status).toBe(404)
    expect((await call(other, 'POST', `/orders/${id}/refund`, { body: {} })).status).toBe(404)
    const { data } = await ask<{ data: AnyRecord[] }>(other, 'GET', '/orderlines')
    expect(data).toEqual([])
  })
})

test('amounts that a role hides are nowhere in what an order says, nor its papers', async () => {
  const { id } = await twoBikes()
  const { invoices } = await verb(id, 'invoices')
  await pay(id, '100.00')
  await verb(id, 'refund', { amount: '11.00', payBack: false })
  const who = async (fields: Record<string, string[]>) => {
    const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
      body: { name: `Warehouse ${fresh()}`, copyOf: 'viewer' },
    })
    const limits = Object.entries(fields).map(([type, names]) => [
      type,
      Object.fromEntries(names.map((name) => [name, 'hidden'])),
    ])
    await ask(owner, 'PATCH', `/roles/${key}`, { body: { fields: Object.fromEntries(limits) } })
    return company.member(key)
  }
  const packer = await who({
    order: ['net', 'total', 'invoiced', 'paid', 'refunded', 'cancelled', 'outstanding'],
    invoice: ['total', 'paid'],
    payment: ['amount'],
  })
  const seen = await content(id, packer)
  expect(seen).toMatchObject({
    lines: [{ quantity: '2', deliverable: '2', price: null, net: null, total: null, refundable: null }],
    left: { deliver: true, invoice: null, invoiceDelivered: null, pay: null, credit: null, refund: null },
  })
  expect(JSON.stringify(seen)).not.toMatch(/"\d+\.\d\d"/)
  expect((await call(packer, 'GET', `/invoices/${invoices[0]?.id}/document`)).status).toBe(403)
  // Of what is hidden only what others would give away goes too.
  const more = await content(id, await who({ order: ['outstanding'] }))
  expect(more.lines[0]).toMatchObject({ price: '100.00', total: '246.00' })
  expect(more.left).toMatchObject({ refund: '235.00', pay: null, credit: null })
})

describe('an accepted quote', () => {
  const quoted = async (lines: object[]) => {
    const customer = await company.company()
    const deal = await company.deal({ company: customer.id })
    const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
    await ask(owner, 'PUT', `/quotes/${quote.id}/draft`, {
      body: { lines, discount: { percent: 1_000 }, validUntil: addDays(today, 30) },
    })
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${quote.id}/send`)
    const token = new URL(link).hash.slice(1)
    const { hash, document } = await ask<PublicQuote>(anonymous, 'POST', '/public/quotes/open', {
      body: { token },
    })
    const accept = () =>
      call<PublicQuote>(anonymous, 'POST', '/public/quotes/accept', {
        body: { token, hash, name: 'Ana Duarte', signature: 'Ana Duarte' },
      })
    const orders = () =>
      ask<{ data: AnyRecord[] }>(owner, 'GET', '/orders', {
        query: { filter: { field: 'quote', op: 'is', value: quote.id } },
      })
    return { customer, deal, document, accept, orders }
  }

  test('is one order, however often it is accepted, with the lines as they were sent', async () => {
    const bike = await product({ stock: 5 })
    const { customer, deal, document, accept, orders } = await quoted([
      bikes(bike, { quantity: '3', price: '33.33' }),
      { name: 'Advice', quantity: '1.5', price: '80.00' },
    ])
    const answers = await Promise.all([accept(), accept(), accept()])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    const { data } = await orders()
    expect(data).toHaveLength(1)
    const [order] = data
    expect(order).toMatchObject({
      status: 'confirmed',
      deal: deal.id,
      company: customer.id,
      net: eur(document.net),
      total: eur(document.total),
      orderedOn: today,
    })
    const { lines } = await content(order?.id ?? '')
    expect(
      lines.map(({ name, net, taxAmount, taxRate }) => ({ name, net, tax: taxAmount, taxRate })),
    ).toEqual(document.lines.map(({ name, net, tax, taxRate }) => ({ name, net, tax, taxRate })))
    expect(await ask(owner, 'GET', `/products/${bike.id}`)).toMatchObject({ stock: 5, reserved: 3 })
    expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ status: 'won' })
  })

  test('for which something is missing in stock is accepted all the same, and waits to be confirmed', async () => {
    const bike = await product({ stock: 1 })
    const { deal, accept, orders } = await quoted([bikes(bike)])
    expect((await accept()).status).toBe(200)
    const [order] = (await orders()).data
    expect(order).toMatchObject({ status: 'draft', number: null })
    expect((await content(order?.id ?? '')).missing).toEqual([
      { product: bike.id, name: bike.title, missing: 1 },
    ])
    expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ status: 'won' })
    await ask(owner, 'PATCH', `/products/${bike.id}`, { body: { stock: 2 } })
    await verb(order?.id ?? '', 'confirm')
    expect(await read(order?.id ?? '')).toMatchObject({ status: 'confirmed' })
  })
})

describe('stock', () => {
  const stockOf = async (id: string) => {
    const { stock, reserved } = (await ask(owner, 'GET', `/products/${id}`)) as Record<string, unknown>
    return { stock, reserved }
  }

  test('is promised, taken and freed, and never below zero under a hundred orders at once', async () => {
    const bike = await product({ stock: 30 })
    const drafts = await Promise.all(
      Array.from({ length: 100 }, () => drafted(bikes(bike, { quantity: '1' }))),
    )
    const answers = await Promise.all(
      drafts.map(({ id }) => call(owner, 'POST', `/orders/${id}/confirm`, { body: {} })),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(30)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(70)
    expect(await stockOf(bike.id)).toEqual({ stock: 30, reserved: 30 })
    const won = drafts.filter((_, at) => answers[at]?.status === 200)
    await Promise.all(won.slice(0, 20).map(({ id }) => verb(id, 'deliver')))
    expect(await stockOf(bike.id)).toEqual({ stock: 10, reserved: 10 })
    await Promise.all(won.slice(20).map(({ id }) => verb(id, 'cancel')))
    expect(await stockOf(bike.id)).toEqual({ stock: 10, reserved: 0 })
    await expect(sql`update products set reserved = 11 where id = ${bike.id}`.execute(db)).rejects.toThrow(
      /products_stock_reserved_check/,
    )
    expect(await refused(call(owner, 'PATCH', `/products/${bike.id}`, { body: { stock: -1 } }))).toEqual([
      422,
      'stock',
    ])
  })

  test('of a bundle is that of its parts, in whole pieces, and a part delivery takes its part', async () => {
    const [wheel, light] = [await product({ stock: 10 }), await product({ stock: null })]
    const kit = await product({ bundle: 'whole' })
    await ask(owner, 'PUT', `/products/${kit.id}/parts`, {
      body: {
        parts: [
          { product: wheel.id, quantity: '1.5' },
          { product: light.id, quantity: '1' },
        ],
      },
    })
    const { id } = await confirmed(bikes(kit, { quantity: '3' }))
    expect(await stockOf(wheel.id)).toEqual({ stock: 10, reserved: 5 })
    const { lines } = await content(id)
    const line = lines[0]?.id
    await verb(id, 'deliver', { lines: [{ line, quantity: '1' }] })
    expect(await stockOf(wheel.id)).toEqual({ stock: 8, reserved: 3 })
    expect(await read(id)).toMatchObject({ status: 'confirmed', delivered: 0.3333 })
    expect(await tries(id, 'deliver', { lines: [{ line, quantity: '2.001' }] })).toEqual([
      422,
      'lines.0.quantity',
    ])
    await verb(id, 'deliver')
    expect(await stockOf(wheel.id)).toEqual({ stock: 5, reserved: 0 })
    expect(await read(id)).toMatchObject({ status: 'delivered', delivered: 1, deliveredOn: today })
    expect((await eventsOf(id)).slice(-2)).toEqual(['order.part-delivered', 'order.delivered'])
  })
})

describe('invoices', () => {
  test('bill what was delivered and then the rest, add up to the order, and never change', async () => {
    const { id } = await confirmed(
      bikes(await product(), { quantity: '3', price: '33.33', discount: { percent: 1_500 } }),
    )
    const { lines } = await content(id)
    await verb(id, 'deliver', { lines: [{ line: lines[0]?.id, quantity: '1' }] })
    await verb(id, 'invoices', { of: 'delivered' })
    expect(await tries(id, 'invoices', { of: 'delivered' })).toEqual([409, expect.stringMatching(/Nothing/)])
    const { invoices } = await verb(id, 'invoices', { terms: 'Thank you.' })
    const order = await read(id)
    expect(order).toMatchObject({ status: 'invoiced', invoiced: order['total'] })
    expect(invoices).toMatchObject([{ kind: 'invoice' }, { kind: 'invoice', dueOn: addDays(today, 30) }])
    const totals = await Promise.all(
      invoices.map(async ({ id: one, number }) => {
        const issued = await ask<Issued>(owner, 'GET', `/invoices/${one}/document`)
        expect(issued.hash).toBe(createHash('sha256').update(canonical(issued.document)).digest('hex'))
        expect(issued.document).toMatchObject({ number, issuedOn: today })
        return BigInt(issued.document.total.replace('.', ''))
      }),
    )
    expect(totals.reduce((a, b) => a + b, 0n)).toBe(
      BigInt((order['total'] as { amount: string }).amount.replace('.', '')),
    )
    await expect(sql`update invoices set document = '{}' where order_id = ${id}`.execute(db)).rejects.toThrow(
      /never changes/,
    )
    await expect(
      sql`update invoices set total = total + 1 where order_id = ${id}`.execute(db),
    ).rejects.toThrow(/never changes/)
    // There is no way to write one but to issue it.
    for (const [method, path] of [
      ['POST', '/invoices'],
      ['PATCH', `/invoices/${invoices[0]?.id}`],
      ['DELETE', `/invoices/${invoices[0]?.id}`],
    ] as const)
      expect((await call(owner, method, path, { body: {} })).status).toBe(404)
  })

  test('are numbered by the day within a year, also when two are issued at once', async () => {
    // A year of its own, in which no other test gives numbers.
    const [may, july] = ['2021-05-03', '2021-07-09']
    const placed = async () => {
      const { id } = await drafted({ name: 'Advice', quantity: '1', price: '10.00' })
      await verb(id, 'confirm', { orderedOn: may })
      return id
    }
    const [first, second] = [await placed(), await placed()]
    const issue = (id: string, issuedOn: string) =>
      call<OrderContent & Problem>(owner, 'POST', `/orders/${id}/invoices`, { body: { issuedOn } })
    // The first has its number and waits for its lines; the second waits for a number.
    const turn = Promise.withResolvers<null>()
    const waits = (what: string) =>
      expect
        .poll(async () => {
          const { rows } = await sql`select from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${what}%`}`.execute(
            db,
          )
          return rows.length
        })
        .toBe(1)
    const held = db.transaction().execute(async (tx) => {
      await sql`select from orderlines where order_id = ${first} for update`.execute(tx)
      await turn.promise
    })
    const late = issue(first, july)
    await waits('update orderlines')
    const early = issue(second, may)
    await waits('insert into number_series')
    turn.resolve(null)
    await held
    expect((await late).body.invoices).toMatchObject([{ number: 'INV-2021-0001', issuedOn: july }])
    const { status, body } = await early
    expect([status, body.errors]).toEqual([
      422,
      [{ path: 'issuedOn', message: expect.stringContaining(`the last was given on ${july}`) }],
    ])
    expect((await issue(second, july)).body.invoices).toMatchObject([{ number: 'INV-2021-0002' }])
    await verb(first, 'refund', { on: july })
    expect(await tries(second, 'refund', { on: may })).toEqual([422, 'on'])
  })

  test('are paid by the payments that name them, then the oldest first', async () => {
    const { id } = await twoBikes()
    const { lines } = await content(id)
    await verb(id, 'deliver', { lines: [{ line: lines[0]?.id, quantity: '1' }] })
    await verb(id, 'invoices', { of: 'delivered' })
    const { invoices } = await verb(id, 'invoices')
    const [first, second] = invoices
    await pay(id, '123.00', { invoice: second?.id })
    const states = async () =>
      (await content(id)).invoices.map(({ status, paid, total }) => `${status} ${paid} of ${total}`)
    expect(await states()).toEqual(['open 0.00 of 123.00', 'paid 123.00 of 123.00'])
    await pay(id, '23.00')
    expect(await states()).toEqual(['open 23.00 of 123.00', 'paid 123.00 of 123.00'])
    const last = await pay(id, '100.00', { reference: `Your ${String(first?.number).toLowerCase()}` })
    expect(await states()).toEqual(['paid 123.00 of 123.00', 'paid 123.00 of 123.00'])
    expect(await read(id)).toMatchObject({ status: 'paid', outstanding: eur('0.00') })
    await ask(owner, 'DELETE', `/payments/${last.id}`)
    expect(await read(id)).toMatchObject({
      status: 'invoiced',
      paid: eur('146.00'),
      outstanding: eur('100.00'),
    })
  })
})

describe('payments', () => {
  test('are matched by the number in their reference, and paid too much is the customer’s credit', async () => {
    const { id, customer } = await twoBikes()
    const { invoices } = await verb(id, 'invoices')
    const body = {
      source: 'bank',
      externalId: `b${fresh()}`,
      amount: eur('250.00'),
      paidOn: today,
      reference: `TRANSFER ${invoices[0]?.number} THANKS`,
    }
    const answers = await Promise.all(
      [1, 2, 3].map(() => ask<{ id: string; order: string }>(owner, 'POST', '/payments/incoming', { body })),
    )
    expect(new Set(answers.map((one) => one.id)).size).toBe(1)
    expect(answers[0]?.order).toBe(id)
    expect(await ask(owner, 'GET', `/payments/${answers[0]?.id}`)).toMatchObject({
      invoice: invoices[0]?.id,
      company: customer.id,
    })
    const order = await read(id)
    expect(order).toMatchObject({ status: 'paid', paid: eur('250.00'), outstanding: eur('-4.00') })
    expect((await content(id)).left).toMatchObject({ pay: '0.00', credit: '4.00' })
  })

  test('that name nothing are suggested for what they may be, and matched by hand', async () => {
    const { id, customer } = await confirmed({ name: 'Advice', quantity: '1', price: '777.70' })
    const other = await confirmed({ name: 'Advice', quantity: '1', price: '777.70' })
    const payment = await ask(owner, 'POST', '/payments', {
      body: { amount: eur('777.70'), paidOn: today, reference: 'thanks', company: customer.id },
    })
    const { data } = await ask<{ data: { order: { id: string }; by: string[] }[] }>(
      owner,
      'GET',
      `/payments/${payment.id}/matches`,
    )
    expect(data.map(({ order, by }) => [order.id, by])).toEqual([
      [id, ['amount', 'customer']],
      [other.id, ['amount']],
    ])
    await ask(owner, 'PATCH', `/payments/${payment.id}`, { body: { order: id } })
    expect(await eventsOf(payment.id)).toEqual(['payment.created', 'payment.matched'])
    expect(await read(id)).toMatchObject({ status: 'paid' })
  })

  test('say what does not fit', async () => {
    const { id } = await twoBikes()
    const draft = await drafted()
    const tried = (body: object) =>
      refused(call(owner, 'POST', '/payments', { body: { amount: eur('1.00'), paidOn: today, ...body } }))
    expect(await tried({ order: id, amount: { amount: '1.00', currency: 'USD' } })).toEqual([422, 'amount'])
    expect(await tried({ order: draft.id })).toEqual([422, 'order'])
    expect(await tried({ amount: eur('0.00') })).toEqual([422, 'amount'])
    expect(await tried({ paidOn: addDays(today, 1) })).toEqual([422, 'paidOn'])
  })
})
