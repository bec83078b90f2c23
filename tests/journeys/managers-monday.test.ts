import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { MetricAnswer } from '../../contract/metrics/routes.ts'
import type { Forecast } from '../../contract/sales/forecast.ts'
import type { ForecastChanges, ForecastSnapshot } from '../../contract/sales/forecast-history.ts'
import { toMinor } from '../../contract/values/money.ts'
import { journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
await ask(owner, 'POST', '/sample')

const panel = (page: Page) => page.getByRole('complementary')
const heads = { closed: 'Closed', commit: 'Commit', best_case: 'Best case', pipeline: 'Pipeline' } as const
const amountIn = (text: string | null) => Number((text ?? '').replaceAll(/[^\d.-]/g, ''))

/** Each figure of the table, as it is told to whoever hovers it, beside what the API answers. */
async function compared(page: Page) {
  const { rows } = await ask<Forecast>(owner, 'GET', '/forecast')
  const figures = rows.flatMap(({ kind, name, columns }) =>
    (['closed', 'commit', 'best_case', 'pipeline'] as const).map(async (column) => {
      const of = kind === 'company' ? 'Company' : name
      const cell = page.getByRole('button', { name: `${of}, ${heads[column]}:` }).first()
      return [of, column, amountIn(await cell.getAttribute('title')), Number(columns[column].amount)] as const
    }),
  )
  return Promise.all(figures)
}

test('the forecast says what the API answers; a deal is moved for a reason, kept, and what changed adds up', async () => {
  const page = await company.page('/forecast')
  await page.getByRole('button', { name: /^Company, Commit:/ }).waitFor()
  const told = await compared(page)
  expect(told.length).toBeGreaterThan(20)
  expect(told.filter(([, , shown, answered]) => shown !== answered)).toEqual([])
  await page.getByRole('row', { name: /^Fleet sales .*%.*pace.*×/ }).waitFor()

  await page.getByRole('button', { name: 'Keep the forecast of now' }).click()
  await page.getByRole('combobox', { name: /since/i }).waitFor()
  await page.getByRole('button', { name: /^Company, Pipeline:/ }).click()
  const category = panel(page)
    .getByRole('combobox', { name: /^Category of/ })
    .filter({ has: page.getByRole('option', { name: 'Commit' }) })
    .first()
  const title = (await category.getAttribute('aria-label'))?.replace('Category of ', '')
  await category.selectOption('omitted')
  await panel(page).getByRole('textbox', { name: /^Why/ }).fill('They put it off to next year')
  await page.keyboard.press('Enter')
  // What is omitted counts nowhere, so it leaves the list.
  await panel(page)
    .getByRole('combobox', { name: `Category of ${title}`, exact: true })
    .waitFor({ state: 'detached' })
  await panel(page).getByRole('button', { name: 'Close' }).click()
  await expect
    .poll(async () => (await compared(page)).filter(([, , shown, answered]) => shown !== answered))
    .toEqual([])

  const { data } = await ask<{ data: ForecastSnapshot[] }>(owner, 'GET', '/forecast/snapshots')
  const changes = await ask<ForecastChanges>(owner, 'GET', '/forecast/changes', {
    query: { since: data[0]?.id ?? '' },
  })
  const minor = ({ amount, currency }: { amount: string; currency: string }) => toMinor(amount, currency)
  expect(changes.changes.map(({ change, deals }) => [change, deals])).toEqual([['lowered', 1]])
  expect(changes.changes.reduce((sum, { amount }) => sum + minor(amount), minor(changes.start))).toBe(
    minor(changes.end),
  )
  await page.getByRole('button', { name: /^Omitted or lowered: .*, 1 deal$/ }).click()
  await panel(page)
    .getByText(title ?? '')
    .waitFor()
})

test('each share of the report is the API’s, by source and by competitor, and opens onto its deals', async () => {
  const page = await company.page('/reports', owner, { viewport: { width: 1440, height: 2_000 } })
  const card = page.getByRole('region', { name: /^Win rate by/ })
  await card.getByRole('row').nth(1).waitFor()
  const period = await page.evaluate(() => {
    const now = new Date()
    const from = new Date(Date.UTC(now.getFullYear(), Math.floor(now.getMonth() / 3) * 3, 1))
    const to = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 3, 1))
    return { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) }
  })
  for (const by of ['source', 'competitor']) {
    if (by === 'competitor') {
      await card.getByRole('combobox').click()
      await page.getByRole('option', { name: 'Competitor', exact: true }).click()
    }
    const { groups } = await ask<MetricAnswer>(owner, 'GET', '/metrics/sales.win-rate', {
      query: { ...period, by },
    })
    const named = groups.filter(({ key }) => key !== null)
    expect(named.length).toBeGreaterThan(1)
    for (const { label, n } of named.slice(0, 5))
      await card.getByRole('row', { name: new RegExp(`^${label.replaceAll('_', ' ')}\\b.* ${n} `) }).waitFor()
  }
  await card.getByRole('row').nth(1).getByRole('button').first().click()
  await panel(page).getByRole('listitem').first().waitFor()
})
