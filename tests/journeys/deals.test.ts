import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drag, hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const stages = await company.stages()
const read = (id: string) => ask(owner, 'GET', `/deals/${id}`)
const deal = (values: Record<string, unknown> = {}) =>
  company.deal({ amount: { amount: '1200.00', currency: 'EUR' }, ...values })

const head = (page: Page) => page.getByRole('region', { name: 'Deal', exact: true })
const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

test('a deal is lost with its reason by keyboard, taken back, and won on another day', async () => {
  await deal({ name: 'Gone before', stage: stages['Lost']?.id, lossReason: 'Budget' })
  const acme = await company.company({ name: 'Acme Bikes' })
  const { id } = await deal({ name: 'Ten bikes', company: acme.id, openedOn: '2026-01-01' })
  const page = await company.page(`/deals/${id}`)
  await head(page).getByText('€1,200').waitFor()
  await head(page).getByRole('link', { name: 'Acme Bikes' }).waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.keyboard.press('l')
  const reason = page.getByRole('combobox', { name: 'Why it was lost' })
  await reason.press('ArrowDown')
  // What was said of other deals is offered.
  await page.getByRole('option', { name: 'Budget' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await reason.fill('Price')
  await reason.press('Enter')
  await head(page)
    .getByText(/Lost on .* Price/)
    .waitFor()
  await told(page, 'is changed')
  expect(await read(id)).toMatchObject({ status: 'lost', lossReason: 'Price' })

  await page.keyboard.press('Control+z')
  await head(page).getByRole('button', { name: 'Won' }).waitFor()
  expect(await read(id)).toMatchObject({ status: 'open', lossReason: null, closedOn: null })

  await page.keyboard.press('w')
  await page.getByLabel('Closed on').fill('2026-01-15')
  await page.getByRole('button', { name: 'Mark as won' }).click()
  await head(page).getByText('Won on 15 Jan').waitFor()
  expect(await read(id)).toMatchObject({ status: 'won', closedOn: '2026-01-15' })
})

test('a day before the deal was opened is refused in place', async () => {
  const { id } = await deal({ openedOn: '2026-02-01' })
  const page = await company.page(`/deals/${id}`)
  await head(page).getByRole('button', { name: 'Won' }).waitFor()
  await page.keyboard.press('w')
  await page.getByLabel('Closed on').fill('2026-01-15')
  await page.getByRole('button', { name: 'Mark as won' }).click()
  await page.getByText(/It cannot have closed before it was opened/).waitFor()
  expect(await read(id)).toMatchObject({ status: 'open' })
})

test('the stage bar moves a deal and tells the days in each stage; re-opening returns to where it stood', async () => {
  const { id } = await deal()
  const page = await company.page(`/deals/${id}`)
  const bar = head(page).getByRole('list', { name: /^Stages of/ })
  await bar.getByRole('button', { name: 'Proposal' }).click()
  await told(page, 'is changed')
  await expect.poll(() => bar.locator('[aria-current=step]').innerText()).toContain('Proposal')
  await ask(owner, 'PATCH', `/deals/${id}`, { body: { stage: stages['Lost']?.id } })
  // Somebody else closed it: this page follows.
  await head(page).getByRole('button', { name: 'Re-open' }).waitFor()
  await page.keyboard.press('r')
  await expect.poll(async () => (await read(id)).stage).toBe(stages['Proposal']?.id)
  await head(page).getByText('Stage history').click()
  await expect
    .poll(() => head(page).getByRole('listitem').filter({ hasText: 'by Olga Owner' }).count())
    .toBeGreaterThanOrEqual(4)
})

test('a card dragged into a closing column closes the deal at once and asks why beside the board', async () => {
  const { id, title } = await deal({ name: 'Dragged away' })
  const page = await company.page('/deals?show=board', owner, { viewport: { width: 1800, height: 900 } })
  const card = page.getByRole('button', { name: title, exact: true })
  await drag(card, page.getByRole('region', { name: 'Lost', exact: true }))
  const asked = page.getByRole('complementary', { name: `${title} is lost` })
  await asked.waitFor()
  expect(await read(id)).toMatchObject({ status: 'lost', lossReason: null })
  // Nothing is blocked: the search takes words meanwhile.
  await page.getByRole('searchbox', { name: 'Find in deals' }).fill('Dragged')
  expect(await hindrances(page)).toEqual([])

  await asked.getByRole('combobox', { name: 'Why it was lost' }).fill('No budget')
  await asked.getByRole('button', { name: 'Save' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await read(id)).toMatchObject({ lossReason: 'No budget' })
})

test('stages are added, renamed, moved by keyboard, and deleted once their deals have moved', async () => {
  const { id } = await deal({ stage: stages['Discovery']?.id })
  const page = await company.page('/settings/pipelines')
  const table = page.getByRole('table', { name: 'Sales' })
  await table.getByLabel('Name of stage Discovery').waitFor()
  expect(await hindrances(page)).toEqual([])
  const names = () =>
    table
      .getByRole('textbox', { name: /^Name of stage/ })
      .evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))

  await page.getByRole('button', { name: 'Add stage' }).click()
  await table.getByLabel('Name of stage New stage').fill('Trial')
  await table.getByLabel('Name of stage New stage').press('Enter')
  await table.getByLabel('Name of stage Trial').waitFor()
  await expect
    .poll(names)
    .toEqual(['Qualified', 'Discovery', 'Proposal', 'Negotiation', 'Trial', 'Won', 'Lost'])

  await table.getByRole('button', { name: /^Move Trial/ }).press('ArrowUp')
  await expect
    .poll(names)
    .toEqual(['Qualified', 'Discovery', 'Proposal', 'Trial', 'Negotiation', 'Won', 'Lost'])
  await table.getByLabel('Probability of Trial').fill('60')
  await table.getByLabel('Probability of Trial').press('Enter')
  await expect.poll(async () => (await company.stages())['Trial']?.probability).toBe(0.6)

  // It has a deal, so its kind stays, and deleting asks where the deal goes.
  await expect.poll(() => table.getByLabel('Kind of Discovery').isDisabled()).toBe(true)
  await table.getByRole('button', { name: 'Delete stage Discovery' }).click()
  await page.getByRole('combobox', { name: 'Move to' }).selectOption('Trial')
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Move them and delete the stage' }).click()
  await expect.poll(names).toEqual(['Qualified', 'Proposal', 'Trial', 'Negotiation', 'Won', 'Lost'])
  expect((await read(id)).stage).toBe((await company.stages())['Trial']?.id)
})

test('a rate set later makes closed deals count, and can be taken back', async () => {
  await deal({
    amount: { amount: '100.00', currency: 'USD' },
    openedOn: '2026-01-01',
    stage: stages['Won']?.id,
    closedOn: '2026-02-01',
  })
  const page = await company.page('/settings/exchange-rates')
  await page.getByRole('button', { name: 'Set a rate of USD' }).click()
  await page.keyboard.type('0,9')
  await page.keyboard.press('Enter')
  // Pointed at, a message stays.
  await page.getByRole('status').filter({ hasText: '1 closed deal counts now' }).hover()
  await page.getByRole('cell', { name: '0.9', exact: true }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('No rates yet').waitFor()
})
