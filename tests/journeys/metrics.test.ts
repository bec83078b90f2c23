import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const stages = await company.stages()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const panel = (page: Page) => page.getByRole('complementary')
const figure = (page: Page) => page.getByRole('table')
const search = (page: Page) => new URL(page.url()).searchParams

test('a metric is asked of one pipeline, of what is left out, and as it was known on an earlier day', async () => {
  const renewals = await ask(owner, 'POST', '/pipelines', { body: { name: 'Renewals' } })
  const renewed = await ask(owner, 'POST', '/stages', {
    body: { name: 'Renewed', pipeline: renewals.id, kind: 'won' },
  })
  const won = (values: Record<string, unknown>) =>
    company.deal({ openedOn: '2020-01-01', closedOn: today, ...values })
  await won({ name: 'Ten bikes', stage: stages['Won']?.id })
  await won({ name: 'Bikes for another year', stage: renewed.id })
  const opened = await won({ name: 'Open again', stage: stages['Won']?.id })
  await ask(owner, 'PATCH', `/deals/${opened.id}`, { body: { stage: stages['Proposal']?.id } })

  const page = await company.page('/metrics/sales.deals-won')
  await page.getByRole('button', { name: 'Show the 2 records' }).waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.getByRole('combobox', { name: 'Pipeline' }).click()
  await page.getByRole('option', { name: 'Renewals' }).click()
  await page.getByRole('button', { name: 'Show the 1 record' }).click()
  await panel(page).getByText('Bikes for another year').waitFor()
  await expect.poll(() => panel(page).getByRole('listitem').count()).toBe(1)
  expect(search(page).get('pipeline')).toBe(renewals.id)
  await page.keyboard.press('Escape')
  await page.goto(page.url().replace(renewals.id, stages['Won']?.pipeline as string))
  await page.getByText('Left out: re-opened since, still open').waitFor()
  await page.getByRole('button', { name: 'Left out: 1' }).click()
  await panel(page).getByText('Open again').waitFor()
  await panel(page).getByText('Re-opened since, still open').waitFor()

  await page.getByRole('button', { name: 'As known today' }).click()
  await page.getByLabel('As known at the end of').fill(addDays(today, -1))
  await page.getByText('No records stand behind this.').waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(search(page).get('asOf')).toBe(addDays(today, -1))
  await expect.poll(() => figure(page).count()).toBe(0)
  await page.getByRole('button', { name: 'Back to today' }).click()
  await panel(page).getByText('Open again').waitFor()

  // What cannot be asked of a pipeline says so, on the page of all metrics.
  await page.goto(new URL(`/metrics?pipeline=${renewals.id}`, page.url()).href)
  await page.getByRole('article', { name: 'Leads' }).getByText('of all pipelines').waitFor()
  expect(await page.getByRole('article', { name: 'Deals won' }).getByText('of all pipelines').count()).toBe(0)
})
