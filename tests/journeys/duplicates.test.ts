import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const people = async (q: string) =>
  (await ask<{ data: AnyRecord[] }>(owner, 'GET', '/people', { query: { q } })).data.map(({ title }) => title)

/** Two with one phone, whom the ledger's follower finds. */
async function alike(lastName: string, phone: string) {
  const first = await company.person({ firstName: 'Ana', lastName, email: null, phone, jobTitle: 'CTO' })
  const second = await company.person({ firstName: 'Anna', lastName, phone, email: null })
  const found = () => ask<{ data: { records: AnyRecord[] }[] }>(owner, 'GET', '/people/duplicates/pairs')
  await expect
    .poll(async () => (await found()).data.some(({ records }) => records.some(({ id }) => id === first.id)))
    .toBe(true)
  return [first, second] as const
}

const pair = (page: Page, name: string) => page.getByRole('article').filter({ hasText: name })

test('pairs are decided by keyboard: merged, told apart, skipped, and each taken back', async () => {
  await alike('Quintela', '+351912000001')
  await alike('Vasques', '+351912000002')
  const page = await company.page('/duplicates')
  await pair(page, 'Quintela').waitFor()
  await page.getByText('2 pairs left').waitFor()
  expect(await hindrances(page)).toEqual([])

  const current = page.getByRole('article').and(page.locator('[aria-current="true"]'))
  const first = await current.getAttribute('aria-label')
  await page.keyboard.press('s')
  await expect.poll(() => current.getAttribute('aria-label')).not.toBe(first)
  const second = (await current.getAttribute('aria-label')) ?? ''
  const name = second.includes('Quintela') ? 'Quintela' : 'Vasques'
  await page.keyboard.press('m')
  await told(page, 'is one now')
  await expect.poll(() => people(name)).toHaveLength(1)
  await page.keyboard.press('Control+z')
  await expect.poll(() => people(name)).toHaveLength(2)
  // Who was taken apart is not asked about again.
  await page.getByText('1 pair left').waitFor()

  await page.keyboard.press('n')
  await told(page, 'are not asked about again')
  await page.getByRole('heading', { name: 'No duplicates left' }).waitFor()
  await page.keyboard.press('Control+z')
  await page.getByText('1 pair left').waitFor()
})

test('what is to be kept is chosen field by field, and the old address leads to the one that is left', async () => {
  const [first, second] = await alike('Moreira', '+351912000003')
  await ask(owner, 'PATCH', `/people/${second.id}`, { body: { jobTitle: 'Head of IT', segment: 'mid' } })
  const page = await company.page('/people')
  await page.getByRole('searchbox').fill('Moreira')
  await expect.poll(() => page.getByRole('row').count()).toBe(3)
  for (const box of await page.getByRole('row').getByRole('checkbox').all()) await box.check()
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.getByRole('heading', { name: 'Compare people', level: 1 }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('radio', { name: 'Stays: Ana Moreira' }).check()
  await page.getByRole('button', { name: 'Merge into Ana Moreira' }).and(page.locator(':enabled')).waitFor()
  await page.getByRole('radio', { name: 'Job title of Ana Moreira' }).check()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name: 'Ana Moreira', level: 1 }).waitFor()
  expect(await ask(owner, 'GET', `/people/${second.id}`)).toMatchObject({
    id: first.id,
    jobTitle: 'CTO',
    segment: 'mid',
  })
  await page.getByText('Merged with Anna Moreira').waitFor()

  await page.goto(`/people/${second.id}`)
  await expect.poll(() => page.url()).toContain(first.id)
  await page.getByRole('button', { name: 'Take Anna Moreira apart again' }).click()
  await told(page, 'stands by itself again')
  expect(await people('Moreira')).toHaveLength(2)
})

test('many are merged at once, after it was shown who becomes one', async () => {
  for (const name of ['Abrantes', 'Brandao', 'Cardoso']) await alike(name, `+35191300000${name.length}`)
  const page = await company.page('/duplicates', owner, { viewport: { width: 390, height: 844 } })
  await pair(page, 'Abrantes').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Merge many' }).click()
  await page.getByRole('combobox', { name: 'At least this likely' }).click()
  await page.getByRole('option', { name: '85' }).click()
  await page.getByText(/records go into others/).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: /^Merge \d+ records$/ }).click()
  await told(page, 'records are merged')
  for (const name of ['Abrantes', 'Brandao', 'Cardoso']) expect(await people(name)).toHaveLength(1)
})
