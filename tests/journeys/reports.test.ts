import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { startOf } from '../../contract/values/period.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const stages = await company.stages()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const year = Number(today.slice(0, 4))

const panel = (page: Page) => page.getByRole('complementary')
const part = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
const row = (page: Page, of: string | RegExp, name: RegExp) => part(page, of).getByRole('row', { name })

test('a manager sees where deals go on and why they are lost, and opens each onto its records', async () => {
  const nora = await company.member('seller', { name: 'Nora North' })
  const close = (kind: string, name: string, values: Record<string, unknown> = {}) =>
    company.deal({
      name,
      stage: stages[kind]?.id,
      openedOn: addDays(today, -30),
      closedOn: today,
      owner: nora.id,
      ...values,
    })
  const moving = await company.deal({ name: 'Ten bikes', stage: stages['Qualified']?.id })
  await ask(owner, 'PATCH', `/deals/${moving.id}`, { body: { stage: stages['Proposal']?.id } })
  await company.deal({ name: 'Still there', stage: stages['Qualified']?.id })
  await close('Won', 'Sold', { amount: { amount: '9000', currency: 'EUR' }, source: 'Fair' })
  await close('Lost', 'Too dear', { lossReason: 'Price', source: 'Fair' })

  const page = await company.page('/reports')
  await row(page, /^Stages of/, /^Qualified 2 50%/).waitFor()
  expect(await hindrances(page)).toEqual([])
  await row(page, /^Stages of/, /^Qualified/)
    .getByRole('button', { name: 'Qualified' })
    .click()
  await panel(page).getByText('Ten bikes').waitFor()
  await panel(page).getByText('Still there').waitFor()
  expect(await panel(page).getByRole('listitem').count()).toBe(2)
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Escape')
  await panel(page).waitFor({ state: 'detached' })

  await row(page, 'Deals lost by loss reason', /Price/).getByRole('button').click()
  await panel(page).getByText('Too dear').waitFor()
  await page.keyboard.press('Escape')
  await row(page, 'Win rate by source', /Fair.*50%/).waitFor()
  await part(page, 'Win rate by source').getByRole('button', { name: 'What is “Win rate”?' }).click()
  await page.getByText('1 won ÷ 2 deals won or lost = 50%').waitFor()
  await page.keyboard.press('Escape')

  await row(page, 'Leader board', /Nora North.*€9,000/).waitFor()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download “Leader board” as CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('Leader board.csv')
})

test('costs are typed, pasted and copied like in a sheet, and show what a customer costs; sellers see none of it', async () => {
  const firm = await company.company()
  await company.deal({
    stage: stages['Won']?.id,
    openedOn: today,
    closedOn: today,
    company: firm.id,
  })
  await ask(owner, 'PUT', '/sales-costs/lag', { body: { lagDays: 0 } })
  const page = await company.page(`/reports/costs?year=${year}`)
  const january = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' }).format(
    new Date(year, 0, 1),
  )
  const cell = (line: string, month = january) => page.getByLabel(`${line}, ${month}`, { exact: true })
  await cell('Salaries').fill('3.100,00')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => cell('Salaries').inputValue()).toBe('3,100')
  expect(await cell('Tools').evaluate((field) => field === document.activeElement)).toBe(true)
  await cell('Tools').evaluate((field) => {
    const data = new DataTransfer()
    data.setData('text', '100\t200\n10\t20\n')
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
  })
  const february = january.replace('January', 'February')
  await expect.poll(() => cell('Other', february).inputValue()).toBe('20')
  await cell('Marketing spend').fill('much')
  await page.keyboard.press('Enter')
  await page.getByText('“much” is no amount.').waitFor()
  await cell('Marketing spend').press('Escape')
  await page.getByRole('button', { name: /^Copy February/ }).click()
  await expect.poll(() => cell('Tools', january.replace('January', 'March')).inputValue()).toBe('200')
  expect(await hindrances(page)).toEqual([])

  await ask(owner, 'PUT', '/sales-costs', {
    body: {
      costs: [
        { month: startOf(today, 'month'), kind: 'salaries', amount: { amount: '5000', currency: 'EUR' } },
      ],
    },
  })
  await page.getByRole('link', { name: 'Reports' }).last().click()
  await page.getByRole('article', { name: 'Customer acquisition cost' }).getByText('€').first().waitFor()

  const seller = await company.page('/reports', await company.member('seller'))
  await part(seller, 'Leader board').waitFor()
  expect(await seller.getByRole('article', { name: 'Customer acquisition cost' }).count()).toBe(0)
  await seller.goto(new URL('/reports/costs', seller.url()).href)
  await seller.getByText('Costs are for those who lead').waitFor()
})
