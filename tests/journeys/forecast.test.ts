import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dayOf } from '../../contract/values/day.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const panel = (page: Page) => page.getByRole('complementary')
const eur = (amount: string) => ({ amount, currency: 'EUR' })

test('a manager’s Monday: who stands where, a deal moved up for a reason, and what changed since', async () => {
  const north = await ask(owner, 'POST', '/teams', { body: { name: 'North' } })
  const ana = await ask(owner, 'POST', '/users', { body: { name: 'Ana', role: 'seller', team: north.id } })
  const open = { owner: ana.id, expectedCloseOn: today, forecastCategory: 'pipeline' }
  const ten = await company.deal({ ...open, name: 'Ten bikes', amount: eur('1000.00') })
  await company.deal({ ...open, name: 'Two bikes', amount: eur('200.00') })
  await ask(owner, 'POST', '/forecast/snapshots')
  await ask(owner, 'PATCH', `/deals/${ten.id}`, { body: { amount: eur('1500.00') } })

  const page = await company.page('/forecast')
  await page.getByRole('button', { name: 'Ana, Pipeline: €1,700' }).click()
  const category = panel(page).getByRole('combobox', { name: 'Category of Ten bikes' })
  await category.selectOption('commit')
  await panel(page).getByRole('textbox', { name: 'Why Commit?' }).fill('The board has signed')
  await page.keyboard.press('Enter')
  await panel(page).getByText('The board has signed').waitFor()
  await page.getByRole('button', { name: 'North, Commit: €1,500' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await panel(page).getByRole('button', { name: 'Close' }).click()

  await page.getByRole('button', { name: 'Grown: +€500, 1 deal' }).click()
  await panel(page).getByText('€1,000 → €1,500').waitFor()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Say an amount for Ana' }).click()
  await page.getByRole('textbox', { name: 'Amount in EUR' }).fill('1,200')
  await page.getByRole('textbox', { name: 'Why' }).fill('One of them will slip')
  await page.getByRole('button', { name: 'Keep', exact: true }).click()
  await page.getByText('said €1,200').waitFor()
})

test('a day that is past is told as it was known then, and a phone shows each person whole', async () => {
  const page = await company.page('/forecast')
  await page.getByLabel('As known on').fill('2020-01-01')
  await page.getByRole('status').filter({ hasText: 'As it was known on the evening of' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Ana' }).waitFor({ state: 'detached' })
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Back to now' }).click()
  await page.getByRole('button', { name: 'Ana, Commit: €1,500' }).waitFor()

  await page.setViewportSize({ width: 390, height: 844 })
  const sideways = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await sideways()).toBe(0)
  const cell = page.getByRole('button', { name: 'Ana, Commit: €1,500' })
  const box = await cell.boundingBox()
  expect((box?.x ?? 0) + (box?.width ?? 1_000)).toBeLessThan(390)
  await cell.click()
  await panel(page).getByText('Ten bikes').waitFor()
  expect(await sideways()).toBe(0)
  expect(await hindrances(page)).toEqual([])
})

test('quotas are typed as in a spreadsheet, pasted and filled to the right', async () => {
  const page = await company.page('/quotas')
  const cell = (name: RegExp) => page.getByRole('gridcell', { name })
  const year = today.slice(0, 4)
  await cell(new RegExp(`^Ana, Q1 ${year}`)).focus()
  await page.keyboard.type('1200')
  await page.keyboard.press('Enter')
  await cell(new RegExp(`^Ana, Q1 ${year}: €1,200`)).waitFor()
  await cell(new RegExp(`^Ana, Q1 ${year}`)).focus()
  await page.keyboard.press('Control+r')
  await cell(new RegExp(`^Ana, Q4 ${year}: €1,200`)).waitFor()
  await cell(new RegExp(`^North, Q1 ${year}`))
    .getByText('together €1,200')
    .waitFor()
  expect(await hindrances(page)).toEqual([])
})
