import { readFile } from 'node:fs/promises'
import { extractText, getDocumentProxy } from 'unpdf'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { QuoteContent } from '../../contract/sales/quote-routes.ts'
import { anonymous } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT', standard: true } })
await ask(owner, 'PUT', `/taxes/${vat.id}/rates/2020-01-01`, { body: { rate: 2_300 } })
await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: 1_000 } })
const bike = await ask(owner, 'POST', '/products', {
  body: { name: 'City bike', sku: 'CB-1', price: eur('1640.00'), cost: eur('990.00') },
})
const list = await ask(owner, 'POST', '/pricelists', { body: { name: 'Fleets', customerGroup: 'business' } })
await ask(owner, 'POST', '/prices', {
  body: { pricelist: list.id, product: bike.id, amount: eur('1500.00'), fromQuantity: 10 },
})

const cell = (page: Page, field: string, line = 1) =>
  page.getByRole('table', { name: 'Lines' }).getByLabel(`${field} of line ${line}`, { exact: true })

test('a quote from a deal, written by keyboard, approved, sent, accepted by its customer: the deal is won', async () => {
  const buyer = await company.company({ name: 'Brilho Hotels', customerGroup: 'business' })
  const person = await company.person({ firstName: 'Ana', lastName: 'Duarte', company: buyer.id })
  const seller = await company.member('seller')
  const deal = await company.deal({ name: 'Guest bikes', company: buyer.id, person: person.id }, seller)

  const page = await company.page(`/deals/${deal.id}`, seller)
  await page.getByRole('button', { name: 'Quote' }).waitFor()
  await page.keyboard.press('q')
  await page.getByRole('heading', { name: 'Guest bikes', level: 1 }).waitFor()

  // A product by some of its letters; its price follows from customer and quantity.
  await page.getByRole('button', { name: 'Add line' }).click()
  await cell(page, 'Item').pressSequentially('City')
  await page.getByRole('option', { name: /City bike/ }).click()
  await expect.poll(() => cell(page, 'Price').inputValue()).toBe('1640.00')
  await cell(page, 'Quantity').fill('12')
  await expect.poll(() => cell(page, 'Price').inputValue()).toBe('1500.00')
  await page.getByText('Fleets, from 10').waitFor()
  await cell(page, 'Quantity').press('Enter')
  await cell(page, 'Item', 2).fill('Delivery')
  await cell(page, 'Price', 2).fill('250,50')
  await cell(page, 'Discount', 1).fill('20')
  await page.getByText('The discount of 19.72% is above the limit of 10%.').waitFor()
  await page.keyboard.press('Control+s')
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.getByRole('button', { name: 'Ask for approval' }).click()
  await page.getByLabel('Why should it be approved?').fill('Five hotels in a row')
  await page.getByRole('button', { name: 'Ask', exact: true }).click()
  await page.getByText(/asked Olga Owner: Five hotels in a row/).waitFor()
  const { data: quotes } = await ask<{ data: { id: string }[] }>(owner, 'GET', '/quotes')
  const id = quotes[0]?.id ?? ''
  const chief = await company.page(`/quotes/${id}`)
  await chief.getByRole('button', { name: 'Approve', exact: true }).click()
  await chief.getByRole('dialog').getByRole('button', { name: 'Approve' }).click()
  await chief.getByText('Approved by Olga Owner').waitFor()

  // The seller’s page hears of it.
  await page.getByRole('button', { name: 'Send…' }).click()
  await page.getByRole('button', { name: 'Make the link' }).click()
  const link = await page.getByLabel('Link for the customer').inputValue()
  expect(await hindrances(page)).toEqual([])

  const customer = await company.page(`/quote${new URL(link).hash}`, anonymous)
  await customer.getByText('€18,020.12').first().waitFor()
  expect(await hindrances(customer)).toEqual([])
  const [paper] = await Promise.all([
    customer.waitForEvent('download'),
    customer.getByRole('button', { name: 'PDF' }).click(),
  ])
  expect(paper.suggestedFilename()).toMatch(/^Quote Q-\d{4}-0001\.pdf$/)
  const { text } = await extractText(
    await getDocumentProxy(new Uint8Array(await readFile(await paper.path()))),
    {
      mergePages: true,
    },
  )
  expect(text).toContain('€18,020.12')
  await customer.getByRole('button', { name: 'Accept', exact: true }).click()
  await customer.getByRole('button', { name: 'Accept and sign' }).click()
  await customer.getByText('Enter your full name').waitFor()
  const form = customer.getByRole('form', { name: 'Accept this quote' })
  await form.getByLabel('Your full name').fill('Ana Duarte')
  await form.getByLabel('Type your name to sign').fill('Ana Duarte')
  await customer.getByRole('button', { name: 'Accept and sign' }).dblclick()
  await customer.getByText(/^Accepted by Ana Duarte on/).waitFor()

  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Accepted by Ana Duarte, signed “Ana Duarte”').waitFor()
  const own = await page.getByRole('link', { name: 'PDF' }).getAttribute('href')
  const answer = await page.request.get(own ?? '')
  expect(answer.headers()['content-type']).toBe('application/pdf')
  expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({
    status: 'won',
    amount: eur('14650.50'),
  })
  const { editions } = await ask<QuoteContent>(owner, 'GET', `/quotes/${id}/content`)
  expect(editions).toHaveLength(1)
  const timeline = await company.page(`/companies/${buyer.id}`)
  for (const told of ['Quote accepted', 'Quote viewed', 'Quote sent', 'Won'])
    await timeline.getByText(told, { exact: true }).first().waitFor()
})

test('taxes and limits are set where they are looked for, and a bundle is made of products', async () => {
  const page = await company.page('/settings/quotes')
  const table = page.getByRole('table', { name: 'Tax classes' })
  await table.getByText('23%').waitFor()
  const form = page.getByRole('combobox', { name: 'Class' })
  await form.fill('Reduced')
  await page.getByLabel('Rate in percent').fill('6')
  await page.getByRole('button', { name: 'Set rate' }).click()
  await table.getByText('Reduced').waitFor()
  await page.getByLabel('Approve margins below, in percent').fill('12,5')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(() => ask(owner, 'GET', '/quote-settings'))
    .toMatchObject({ marginLimit: 1_250, discountLimit: 1_000 })
  expect(await hindrances(page)).toEqual([])

  const bundle = await ask(owner, 'POST', '/products', { body: { name: 'Starter set', bundle: 'sum' } })
  await page.goto(`/products/${bundle.id}`)
  await page.getByRole('combobox', { name: 'Add product' }).fill('City')
  await page.getByRole('option', { name: 'City bike' }).click()
  await page.getByLabel('Quantity of City bike').fill('2')
  await page.getByLabel('Quantity of City bike').press('Tab')
  await page.getByRole('table', { name: 'Prices' }).getByText('€3,280').waitFor()
  expect(await hindrances(page)).toEqual([])
})

test('saving again before the first save has arrived keeps both, and is nobody else’s change', async () => {
  const deal = await company.deal({ name: 'Saved twice' })
  const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
  const page = await company.page(`/quotes/${quote.id}`)
  let arrive = (): void => undefined
  const held = new Promise<void>((resolve) => (arrive = resolve))
  await page.route(/\/draft$/, async (route) => {
    await held
    await route.continue()
  })
  await page.getByRole('button', { name: 'Add line' }).click()
  await cell(page, 'Item').fill('Helmet')
  await cell(page, 'Price').fill('40')
  await page.keyboard.press('Control+s')
  await page.getByRole('status').filter({ hasText: 'Saving' }).waitFor()
  await cell(page, 'Quantity').fill('3')
  await page.keyboard.press('Control+s')
  arrive()
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()
  const { draft } = await ask<QuoteContent>(owner, 'GET', `/quotes/${quote.id}/content`)
  expect(draft).toMatchObject({ saves: 2, lines: [{ name: 'Helmet', quantity: '3', price: '40.00' }] })
  expect(await cell(page, 'Quantity').inputValue()).toBe('3')
})

test('what is typed while somebody else saves is kept, to be put in again', async () => {
  const deal = await company.deal({ name: 'Written by two' })
  const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
  const page = await company.page(`/quotes/${quote.id}`)
  await page.getByRole('button', { name: 'Add line' }).click()
  await cell(page, 'Item').fill('Helmet')
  await cell(page, 'Price').fill('40')
  const theirs = [{ name: 'Gloves', quantity: '1', price: '20.00' }]
  await ask(owner, 'PUT', `/quotes/${quote.id}/draft`, { body: { lines: theirs } })
  await page.keyboard.press('Control+s')
  const told = page.getByRole('alert').filter({ hasText: 'Somebody else saved this meanwhile' })
  await told.waitFor()
  await expect.poll(() => cell(page, 'Item').inputValue()).toBe('Gloves')
  await told.getByRole('button', { name: 'Put mine back' }).click()
  await expect.poll(() => cell(page, 'Item').inputValue()).toBe('Helmet')
  await page.keyboard.press('Control+s')
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor()
  const { draft } = await ask<QuoteContent>(owner, 'GET', `/quotes/${quote.id}/content`)
  expect(draft).toMatchObject({ lines: [{ name: 'Helmet', price: '40.00' }] })
})
