import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const form = (page: Page) => page.getByRole('dialog')
const formula = (page: Page) => form(page).getByRole('textbox', { name: 'Formula' })

test('a formula is written by the keyboard, mended where it says, tried, and kept right from then on', async () => {
  const stages = await company.stages()
  const heron = await company.company({ name: 'Heron Ltd' })
  const deal = await company.deal({
    name: 'Ten bikes',
    company: heron.id,
    amount: { amount: '1200.00', currency: 'EUR' },
  })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: stages.Won?.id } })

  const page = await company.page('/settings/fields?type=company')
  await page.getByText('No fields of your own yet').waitFor()
  await page.keyboard.press('c')
  await form(page).getByRole('textbox', { name: 'Name' }).fill('Won value')
  await form(page).getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: /^Formula/ }).click()
  await formula(page).pressSequentially('sum')
  await page.getByRole('option', { name: /sum\(/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('option', { name: /sum\(/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Control+Space')
  await page.getByRole('option', { name: /sum\(/ }).waitFor()
  await page.keyboard.press('Enter')
  await formula(page).pressSequentially('dea')
  await page.getByRole('option', { name: /deals/, selected: true }).waitFor()
  await page.keyboard.press('Tab')
  await formula(page).pressSequentially('.amount where status = won)')
  await form(page).getByRole('status').filter({ hasText: 'Deals have no field “won”.' }).waitFor()
  expect(await hindrances(page)).toEqual([])

  await formula(page).fill("sum(deals.amont where status = 'won')")
  await form(page).getByRole('button', { name: 'Use amount' }).click()
  expect(await formula(page).inputValue()).toBe("sum(deals.amount where status = 'won')")
  const preview = form(page).getByRole('region', { name: 'What it gives' })
  await preview.getByRole('row', { name: /Heron Ltd.*1,200/ }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await form(page).getByRole('button', { name: 'Add field' }).click()
  await told(page, '“Won value” is there')
  await page.getByText(/Formulas of companies were last calculated/).waitFor()

  const list = await company.page('/companies')
  await list.getByRole('button', { name: 'Columns' }).click()
  await list.getByRole('checkbox', { name: 'Won value' }).check()
  await list.keyboard.press('Escape')
  const row = list.getByRole('row', { name: /Heron Ltd/ })
  await row.getByText('1,200').waitFor()

  // Another deal of theirs is won: the open list follows, though nobody has touched the company.
  const more = await company.deal({
    name: 'More',
    company: heron.id,
    amount: { amount: '300.00', currency: 'EUR' },
  })
  await ask(owner, 'PATCH', `/deals/${more.id}`, { body: { stage: stages.Won?.id } })
  await row.getByText('1,500').waitFor()

  // On the record's page it is read, not typed.
  const record = await company.page(`/companies/${heron.id}`)
  await record.getByText('Won value').first().waitFor()
  await record.getByText('1,500').first().waitFor()
  await expect.poll(() => record.getByRole('button', { name: /Won value/ }).count()).toBe(0)
})

test('a field that a formula reads is not retired before it', async () => {
  await ask(owner, 'POST', '/fields', { body: { recordType: 'company', type: 'number', label: 'Bicycles' } })
  await ask(owner, 'POST', '/fields', {
    body: { recordType: 'company', type: 'formula', label: 'Wheels', formula: 'own_bicycles * 2' },
  })
  const page = await company.page('/settings/fields?type=company')
  await page.getByRole('button', { name: 'Retire Bicycles' }).click()
  await form(page).getByText('Formulas use it: “Wheels”').waitFor()
  expect(await form(page).getByRole('button', { name: 'Retire', exact: true }).isDisabled()).toBe(true)
})
