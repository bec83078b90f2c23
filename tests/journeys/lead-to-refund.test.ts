import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { anonymous } from '../builders.ts'
import { journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT', standard: true } })
await ask(owner, 'PUT', `/taxes/${vat.id}/rates/2020-01-01`, { body: { rate: 2_300 } })
await ask(owner, 'POST', '/products', {
  body: { name: 'City bike', price: eur('1000.00'), tax: vat.id, stock: 12 },
})

const cell = (page: Page, field: string) =>
  page.getByRole('table', { name: 'Lines' }).getByLabel(`${field} of line 1`, { exact: true })

test('a new lead becomes a customer whose order is delivered, invoiced, paid and refunded in part', async () => {
  // Open at all hours, so that the clock reads the same whenever this runs.
  const week = Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' }))
  await ask(owner, 'PATCH', '/lead-settings', { body: { week, respondWithin: 120 } })
  const hotels = await company.company({ name: 'Brilho Hotels' })
  const ana = await company.person({ firstName: 'Ana', lastName: 'Duarte', company: hotels.id })
  await ask(await company.key(), 'POST', '/leads', {
    body: { name: 'Guest bikes', person: ana.id, owner: owner.id, interest: 'Two to begin with' },
  })

  // Waiting with its clock; a call is the first touch.
  const page = await company.page('/today')
  const day = page.getByRole('region', { name: 'My day' })
  await day.getByText(/left$|^by /).waitFor()
  await day.getByRole('link', { name: 'Guest bikes', exact: true }).click()
  const head = page.getByRole('region', { name: 'Lead', exact: true })
  await page.keyboard.press('o')
  await page.waitForURL(/\/leads\//)
  await head.getByRole('button', { name: 'Qualify', exact: true }).waitFor()
  await page.keyboard.press('c')
  const call = page.getByRole('dialog', { name: 'Log a call' })
  await call.getByRole('textbox').first().fill('Called her: two for the guests')
  await call.getByRole('button', { name: 'Create' }).click()
  await call.waitFor({ state: 'detached' })
  await head.getByText('answered in time').waitFor()

  await page.keyboard.press('a')
  const budget = page.getByRole('radiogroup', { name: 'Budget' })
  await expect
    .poll(() => budget.getByRole('radio', { name: '?' }).evaluate((one) => one === document.activeElement))
    .toBe(true)
  await page.keyboard.press('ArrowRight')
  await head.getByText('25 of 100').waitFor()
  await head.getByRole('button', { name: 'Qualify', exact: true }).click()
  await head.getByText('Qualified', { exact: true }).waitFor()
  await head.getByRole('button', { name: 'Convert to deal' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Convert to deal' }).click()
  await page.waitForURL(/\/deals\//)
  const deal = page.url().split('/').at(-1) ?? ''
  expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ person: ana.id, company: hotels.id })

  // One click makes the quote.
  await page.getByRole('button', { name: 'Quote', exact: true }).click()
  await page.waitForURL(/\/quotes\//)
  await page.getByRole('button', { name: 'Add line' }).click()
  await cell(page, 'Item').pressSequentially('City')
  await page.getByRole('option', { name: /City bike/ }).click()
  await expect.poll(() => cell(page, 'Price').inputValue()).toBe('1000.00')
  await cell(page, 'Quantity').fill('2')
  await page.getByRole('button', { name: 'Send…' }).click()
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByLabel('Link for the customer').inputValue()
  await page.getByRole('button', { name: 'Done' }).click()

  const customer = await company.page(`/quote${new URL(link).hash}`, anonymous)
  await customer.getByText('€2,460.00').first().waitFor()
  await customer.getByRole('button', { name: 'Accept', exact: true }).click()
  const form = customer.getByRole('form', { name: 'Accept this quote' })
  await form.getByLabel('Your full name').fill('Ana Duarte')
  await form.getByLabel('Type your name to sign').fill('Ana Duarte')
  await form.getByRole('button', { name: 'Accept and sign' }).click()
  await customer.getByText(/^Accepted by Ana Duarte on/).waitFor()

  // The seller’s page hears of it, and leads on to the order.
  await page.getByText('Accepted by Ana Duarte, signed “Ana Duarte”').waitFor()
  expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ status: 'won', amount: eur('2000.00') })
  await page.getByRole('link', { name: /O-\d{4}-0001/ }).click()
  await page.getByText('€2,460.00 to invoice').waitFor()
  await page.getByRole('button', { name: 'Deliver', exact: true }).click()
  await page.getByRole('button', { name: 'Note the delivery' }).click()
  await page.getByRole('button', { name: 'Deliver', exact: true }).waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Invoice', exact: true }).click()
  await page.getByRole('button', { name: 'Issue the invoice' }).click()
  await page.getByRole('link', { name: /^INV-\d{4}-0001$/ }).click()
  await page.getByRole('heading', { name: /^Invoice INV-\d{4}-0001$/, level: 1 }).waitFor()
  const [paper] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'PDF' }).click(),
  ])
  expect((await readFile(await paper.path())).subarray(0, 5).toString()).toBe('%PDF-')
  await page.goBack()

  await page.getByRole('button', { name: 'Record payment' }).click()
  const payment = page.getByRole('dialog', { name: 'Record payment' })
  await expect.poll(() => payment.getByLabel('Amount with tax').inputValue()).toBe('2460.00')
  await payment.getByRole('button', { name: 'Record it' }).click()
  await page.getByText('Paid', { exact: true }).first().waitFor()
  await page.getByRole('button', { name: 'Refund', exact: true }).click()
  const refund = page.getByRole('dialog', { name: 'Refund' })
  await refund.getByLabel('Amount with tax').fill('123')
  await refund.getByLabel('Reason').fill('Scratched')
  await refund.getByRole('button', { name: 'Refund it' }).click()
  await page.getByText(/Scratched · credit note CN-\d{4}-0001/).waitFor()

  // The whole story, the newest first.
  await page.goto(`/people/${ana.id}`)
  const story = [
    'Lead created',
    'Lead first touched',
    'Lead qualified',
    'Lead converted',
    'Quote sent',
    'Quote viewed',
    'Quote accepted',
    'Order confirmed',
    'Order delivered',
    'Invoice issued',
    'Payment recorded',
    'Order refunded in part',
    'Credit note issued',
    'Paid back',
  ]
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await timeline.getByText('Order refunded in part', { exact: true }).waitFor()
  const told = await timeline.getByText(new RegExp(`^(${story.join('|')})$`)).allInnerTexts()
  expect(told).toEqual(story.toReversed())
  await timeline.getByText('Won', { exact: true }).waitFor()

  // 2,000 ordered less 100 refunded without tax; 2,460 paid less 123 paid back.
  const period = { from: today, to: addDays(today, 1) }
  const figure = async (slug: string) =>
    (await ask<{ value: unknown }>(owner, 'GET', `/metrics/${slug}`, { query: period })).value
  expect(await figure('sales.revenue')).toEqual(eur('1900.00'))
  expect(await figure('sales.collected')).toEqual(eur('2337.00'))
  expect(await figure('sales.deals-won')).toBe(1)
  expect(await figure('sales.lead-conversion')).toBe(1)
})
