import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { startOf } from '../../contract/values/period.ts'
import { drag, hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask, db } = company

const told = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text }).first().waitFor()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
/** A day in the middle of this month, so that its neighbours are in it too. */
const middle = addDays(startOf(today, 'month'), 14)
const cell = (page: Page, day: string) => page.locator(`[role=gridcell][data-day="${day}"]`)

test('many records are changed at once: seen before, stopped midway, and undone as a whole', async () => {
  const operations = Array.from({ length: 1_000 }, (_, i) => ({
    do: 'create',
    values: {
      lastName: `Bulk ${String(i).padStart(4, '0')}`,
      jobTitle: i < 3 ? 'Buyer' : 'Clerk',
      tags: ['old'],
    },
  }))
  for (const many of [operations, operations.slice(0, 100)])
    await ask(owner, 'POST', '/people/batch', { body: { operations: many } })
  const page = await company.page('/people?sort=title')
  await page.getByRole('checkbox', { name: 'Select all shown' }).click()
  await page.getByRole('button', { name: 'Choose all 1,100 that match' }).click()
  await page.getByRole('button', { name: 'Change fields…' }).click()
  const dialog = page.getByRole('dialog')
  const choose = async (at: number, field: string) => {
    await dialog.getByRole('combobox', { name: `Field ${at}`, exact: true }).click()
    await page.getByRole('option', { name: field, exact: true }).click()
  }
  await choose(1, 'Job title')
  await dialog.getByLabel('Job title', { exact: true }).fill('Buyer')
  await dialog.getByRole('button', { name: 'Another field' }).click()
  await choose(2, 'Tags')
  await dialog.getByLabel('Tags', { exact: true }).fill('new')
  await page.keyboard.press('Enter')
  expect(await hindrances(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Show what changes' }).click()
  await dialog.getByText('1,100 people will change').waitFor()
  await dialog.getByText('Bulk 0000').first().waitFor()
  expect(await hindrances(page)).toEqual([])

  // One of the last hundred is held, so that it can be seen halfway.
  const last = await sql<{ id: string }>`select id from people order by id desc limit 1`.execute(db)
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  const holding = db.transaction().execute(async (tx) => {
    await sql`select from people where id = ${last.rows[0]?.id} for update`.execute(tx)
    await held
  })
  await dialog.getByRole('button', { name: 'Change 1,100 people' }).click()
  await dialog.getByText('1,000 of 1,100').waitFor()
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await dialog.getByRole('button', { name: 'Stopping…' }).waitFor()
  release()
  await holding
  // What is in hand is the last there is: it is done rather than stopped.
  await told(page, '1,100 people changed')
  await page.goto('/bulk-edits')
  await page.getByRole('link', { name: 'Change 1,100 people' }).click()
  const changed = await sql<{ id: string }>`select id from people order by id limit 1 offset 5`.execute(db)
  await ask(owner, 'PATCH', `/people/${changed.rows[0]?.id}`, { body: { jobTitle: 'Chief' } })
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('heading', { name: 'Undone' }).waitFor()
  await told(page, '1,099 as before')
  const kept = page.getByRole('table', { name: 'What undoing left as it is' })
  await kept.getByRole('row').filter({ hasText: 'Bulk 0005' }).filter({ hasText: 'Job title' }).waitFor()
  expect(await hindrances(page)).toEqual([])
})

test('a calendar shows records on their days, moves them by mouse and by menu, begins one, and is saved', async () => {
  const deal = await company.deal({ name: 'Close me', expectedCloseOn: middle })
  await company.deal({ name: 'Elsewhere', expectedCloseOn: addDays(middle, 400) })
  const page = await company.page('/deals')
  await page.getByRole('button', { name: 'Calendar' }).click()
  const entry = page.getByRole('button', { name: 'Close me', exact: true })
  await cell(page, middle).getByRole('button', { name: 'Close me', exact: true }).waitFor()
  expect(await page.getByText('Elsewhere').count()).toBe(0)
  expect(await hindrances(page)).toEqual([])

  await drag(entry, cell(page, addDays(middle, 1)))
  await cell(page, addDays(middle, 1)).getByRole('button', { name: 'Close me', exact: true }).waitFor()
  const day = async () => (await ask(owner, 'GET', `/deals/${deal.id}`)).expectedCloseOn
  await told(page, 'Close me is changed')
  expect(await day()).toBe(addDays(middle, 1))
  await entry.focus()
  await page.keyboard.press('m')
  await page.getByLabel('To the day').fill(addDays(middle, 2))
  await page.keyboard.press('Enter')
  await expect.poll(day).toBe(addDays(middle, 2))
  await page.getByLabel('To the day').waitFor({ state: 'detached' })

  // By keys from day to day; Enter begins a deal there.
  await cell(page, middle).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary')
  await panel.getByLabel('Name').fill('Begun by key')
  await panel.getByRole('button', { name: 'Create' }).click()
  await cell(page, addDays(middle, -6)).getByRole('button', { name: 'Begun by key', exact: true }).waitFor()

  await page.getByRole('combobox', { name: 'Date' }).click()
  await page.getByRole('option', { name: 'Opened on' }).click()
  await page.getByText('Week', { exact: true }).click()
  await page.getByRole('grid', { name: /deals of/ }).waitFor()
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Opened lately')
  await dialog.getByLabel('Share with the team').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told(page, 'View Opened lately is saved')

  const colleague = await company.page('/deals', await company.member('manager'), {
    viewport: { width: 390, height: 844 },
  })
  await colleague.getByRole('button', { name: /Views$/ }).click()
  await colleague.getByRole('menuitem', { name: 'Opened lately' }).click()
  await colleague.getByRole('region').filter({ hasText: 'Close me' }).waitFor()
  expect(await hindrances(colleague)).toEqual([])
  const wide = await colleague.evaluate(() => document.documentElement.scrollWidth)
  expect(wide).toBeLessThanOrEqual(390)
})

test('a meeting moved to another day keeps its hour and its length', async () => {
  const at = (hour: number) => `${middle}T${hour}:00:00.000Z`
  const meeting = await ask(owner, 'POST', '/meetings', {
    body: { subject: 'Stand-up', startsAt: at(10), endsAt: at(11) },
  })
  const page = await company.page('/meetings?show=calendar')
  const entry = page.getByRole('button', { name: /Stand-up$/ })
  await entry.waitFor()
  await drag(entry, cell(page, addDays(middle, -1)))
  await expect
    .poll(async () => (await ask(owner, 'GET', `/meetings/${meeting.id}`)).endsAt)
    .toMatch(new RegExp(`^${addDays(middle, -1)}`))
})

test('a table is grouped with sums of everything, opened and closed, and exported and printed as it is seen', async () => {
  await sql`delete from deals`.execute(db)
  const { Proposal, Discovery } = await company.stages()
  const amounts: [AnyRecord | undefined, string, string][] = [
    [Proposal, '1000', 'EUR'],
    [Proposal, '500', 'GBP'],
    [Discovery, '20', 'EUR'],
  ]
  for (const [i, [stage, amount, currency]] of amounts.entries())
    await company.deal({ name: `Sum ${i}`, stage: stage?.id, amount: { amount, currency } })
  const page = await company.page('/deals')
  await page.getByText('Sum 0').waitFor()
  await page.getByRole('button', { name: 'Group', exact: true }).click()
  await page.getByRole('combobox', { name: 'Group by' }).click()
  await page.getByRole('option', { name: 'Stage', exact: true }).click()
  await page.keyboard.press('Escape')
  const row = (name: string) => page.getByRole('row').filter({ hasText: name })
  await row('All deals').filter({ hasText: '€1,020' }).filter({ hasText: '£500' }).waitFor()
  await row('Discovery').filter({ hasText: '€20' }).waitFor()
  expect(await page.getByText('Sum 0').count()).toBe(0)
  await page.getByRole('button', { name: /^Proposal/ }).click()
  await page.getByText('Sum 0').waitFor()
  expect(await page.getByText('Sum 2').count()).toBe(0)
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('checkbox', { name: 'Select Sum 0' }).click()
  await page.getByText('1 selected').waitFor()
  await page.getByRole('button', { name: 'Select none' }).click()
  await page.getByRole('button', { name: 'Close all' }).click()
  await page.getByText('Sum 0').waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'More', exact: true }).click()
  const arrives = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export Excel' }).click()
  expect((await arrives).suggestedFilename()).toBe('deals.xlsx')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Print' }).click()
  await page.getByRole('button', { name: 'Print' }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(4)
  expect(await hindrances(page)).toEqual([])
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect.poll(() => page.getByRole('button').count()).toBe(0)
})

test('a customer’s page goes to paper whole, light and without what can be pressed', async () => {
  const person = await company.person({ firstName: 'Petra', lastName: 'Paper', jobTitle: 'Head' })
  for (let i = 0; i < 70; i++)
    await ask(owner, 'POST', '/notes', { body: { person: person.id, body: `<p>Note ${i}.</p>` } })
  const page = await company.page(`/people/${person.id}`, owner, { colorScheme: 'dark' })
  await page.getByRole('link', { name: 'Print' }).click()
  await page.getByRole('button', { name: 'Print', exact: true }).waitFor()
  // Those of the first page and of the second.
  for (const text of ['Note 69.', 'Note 0.']) await page.getByText(text, { exact: true }).first().waitFor()
  await page.emulateMedia({ media: 'print' })
  await expect.poll(() => page.getByRole('button').count()).toBe(0)
  expect(await page.getByRole('navigation').count()).toBe(0)
  const scheme = () => page.evaluate(() => document.documentElement.dataset['mantineColorScheme'])
  await expect.poll(scheme).toBe('light')
  await page.emulateMedia({ media: 'screen' })
  await expect.poll(scheme).toBe('dark')
})
