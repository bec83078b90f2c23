import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { OrderContent } from '../../contract/sales/order-routes.ts'
import type { PublicQuote } from '../../contract/sales/quote-routes.ts'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { anonymous } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT', standard: true } })
await ask(owner, 'PUT', `/taxes/${vat.id}/rates/2020-01-01`, { body: { rate: 2_300 } })
const bike = await ask(owner, 'POST', '/products', {
  body: { name: 'City bike', price: eur('1000.00'), tax: vat.id, stock: 12 },
})

test('an accepted quote is an order: delivered, invoiced, paid, refunded in part, and the numbers say so', async () => {
  const buyer = await company.company({ name: 'Brilho Hotels' })
  const deal = await company.deal({ name: 'Guest bikes', company: buyer.id })
  const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
  const lines = [{ product: bike.id, name: 'City bike', quantity: '2', price: '1000.00', tax: vat.id }]
  await ask(owner, 'PUT', `/quotes/${quote.id}/draft`, { body: { lines, validUntil: addDays(today, 30) } })
  const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${quote.id}/send`)
  const token = new URL(link).hash.slice(1)
  const { hash } = await ask<PublicQuote>(anonymous, 'POST', '/public/quotes/open', { body: { token } })
  await ask(anonymous, 'POST', '/public/quotes/accept', {
    body: { token, hash, name: 'Ana Duarte', signature: 'Ana Duarte' },
  })

  // The order stands on the customer's page, and in the list.
  const page = await company.page(`/companies/${buyer.id}`)
  await page
    .getByRole('region', { name: 'Now' })
    .getByRole('link', { name: /^O-\d{4}-0001 · Guest bikes/ })
    .click()
  await page.getByRole('heading', { name: /Guest bikes/, level: 1 }).waitFor()
  await page.getByText('€2,460.00 to invoice').waitFor()
  expect(await hindrances(page)).toEqual([])

  // One of two is delivered, then the other.
  await page.getByRole('button', { name: 'Deliver', exact: true }).click()
  await page.getByLabel('Deliver of City bike').fill('1')
  await page.getByRole('button', { name: 'Note the delivery' }).click()
  await page.getByText('50% delivered').waitFor()
  await page.getByRole('button', { name: 'Note the delivery' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Deliver', exact: true }).click()
  await page.getByRole('button', { name: 'Note the delivery' }).click()
  await page.getByText('50% delivered').waitFor({ state: 'detached' })
  expect(await ask(owner, 'GET', `/products/${bike.id}`)).toMatchObject({ stock: 10, reserved: 0 })

  await page.getByRole('button', { name: 'Invoice', exact: true }).click()
  await page.getByLabel('Terms on the invoice').fill('Thank you.')
  await page.getByRole('button', { name: 'Issue the invoice' }).click()
  await page.getByRole('link', { name: /^INV-\d{4}-0001$/ }).waitFor()

  await page.getByRole('button', { name: 'Record payment' }).click()
  const payment = page.getByRole('dialog', { name: 'Record payment' })
  await expect.poll(() => payment.getByLabel('Amount with tax').inputValue()).toBe('2460.00')
  await payment.getByLabel('Amount with tax').fill('2500')
  await payment.getByRole('button', { name: 'Record it' }).click()
  await page.getByText('€40.00 credit').waitFor()

  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  const refund = page.getByRole('dialog', { name: 'Refund' })
  await refund.getByLabel('Amount with tax').fill('123')
  await refund.getByLabel('Reason').fill('Scratched')
  await refund.getByRole('button', { name: 'Refund it' }).click()
  await page.getByText(/Scratched · credit note CN-\d{4}-0001/).waitFor()
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(await hindrances(page)).toEqual([])
  await page.getByText('€40.00 credit').waitFor()

  // What is printed is what was issued.
  await page.getByRole('link', { name: /^INV-\d{4}-0001$/ }).click()
  await page.getByRole('heading', { name: /^Invoice INV-\d{4}-0001$/, level: 1 }).waitFor()
  await page.getByRole('article').getByText('Thank you.').waitFor()
  await page.getByRole('article').getByText('€2,460.00').last().waitFor()
  expect(await hindrances(page)).toEqual([])

  // 2,000 ordered less 100 refunded without tax; 2,500 paid less 123 paid back.
  const period = { from: today, to: addDays(today, 1) }
  const figure = async (slug: string) =>
    (await ask<{ value: unknown }>(owner, 'GET', `/metrics/${slug}`, { query: period })).value
  expect(await figure('sales.revenue')).toEqual(eur('1900.00'))
  expect(await figure('sales.collected')).toEqual(eur('2377.00'))
  expect(await figure('sales.volume')).toBe(2)
})

test('an order is written by hand, waits for stock, and is matched with a payment that came by itself', async () => {
  const buyer = await company.company({ name: 'Corrida Couriers' })
  const page = await company.page(`/companies/${buyer.id}`)
  await page.getByRole('button', { name: 'New order' }).click()
  await page.getByRole('heading', { name: 'Corrida Couriers', level: 1 }).waitFor()
  const cell = (field: string) =>
    page.getByRole('table', { name: 'Lines' }).getByLabel(`${field} of line 1`, { exact: true })
  await page.getByRole('button', { name: 'Add line' }).click()
  await cell('Item').pressSequentially('City')
  await page.getByRole('option', { name: /City bike/ }).click()
  await expect.poll(() => cell('Price').inputValue()).toBe('1000.00')
  await cell('Quantity').fill('11')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByRole('alert').filter({ hasText: '1 × City bike' }).waitFor()
  await cell('Quantity').fill('10')
  await page.getByRole('button', { name: 'Confirm' }).click()
  await page.getByText('€12,300.00 to pay').waitFor()

  const payment = await ask(owner, 'POST', '/payments', {
    body: { amount: eur('12300.00'), paidOn: today, reference: 'bikes' },
  })
  await page.goto(new URL(`/payments/${payment.id}`, page.url()).href)
  await page.getByText(/same amount/).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Match' }).click()
  await page.getByText('What it may be for').waitFor({ state: 'detached' })
  // Shown at once, and written then.
  const status = async () => {
    const filter = { field: 'company', op: 'is', value: buyer.id }
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/orders', { query: { filter } })
    return data.map((order) => order['status'])
  }
  await expect.poll(status).toEqual(['paid'])
})

test('on a phone each figure of a line says what it is, and a tax class’s note comes onto the paper', async () => {
  const page = await company.page('/settings/quotes')
  const note = 'Reverse charge: the customer owes the tax.'
  await page.getByLabel('Note for VAT').fill(note)
  await page.getByLabel('Note for VAT').press('Enter')
  await expect.poll(async () => (await ask(owner, 'GET', `/taxes/${vat.id}`))['note']).toBe(note)
  expect(await hindrances(page)).toEqual([])

  const buyer = await company.company({ name: 'Nordlys Cargo' })
  const order = await ask(owner, 'POST', '/orders', { body: { name: 'Depot', company: buyer.id } })
  const lines = [{ name: 'City bike', quantity: '2', price: '1000.00', tax: vat.id }]
  await ask(owner, 'PUT', `/orders/${order.id}/lines`, { body: { lines } })
  await ask(owner, 'POST', `/orders/${order.id}/confirm`, { body: {} })
  const { invoices } = await ask<OrderContent>(owner, 'POST', `/orders/${order.id}/invoices`, { body: {} })
  await page.goto(`/invoices/${invoices[0]?.id}`)
  await page.getByText(note).waitFor()

  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/orders/${order.id}`)
  const cells = page.getByRole('table', { name: 'Lines' }).locator('tbody td[data-label]')
  await cells.first().waitFor()
  const said = await cells.evaluateAll((all) =>
    all.map((cell) => `${getComputedStyle(cell, '::before').content} ${cell.textContent}`),
  )
  expect(said).toEqual([
    '"Quantity" 2 ',
    '"Price" €1,000.00',
    '"Delivered" 0',
    '"Invoiced" 2',
    '"Total" €2,000.00',
  ])
})
