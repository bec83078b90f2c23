import { expect, test } from 'vitest'
import { firstVisit, hindrances } from '../journey.ts'

const site = await firstVisit()

test('setup explains what is wrong and keeps what was typed; the sample company shows Today and goes in one click', async () => {
  // A browser may name the system's locale, by which no number can be written.
  const page = await site.page('/', undefined, { locale: 'en-GB@posix' })
  expect(await page.evaluate(() => navigator.language)).toBe('en-GB@posix')
  await page.getByRole('heading', { name: 'Your customers, on one line' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.type('Nordwind Bikes')
  await page.keyboard.press('Tab')
  await page.keyboard.type('Nora Nord')
  await page.keyboard.press('Tab')
  await page.keyboard.type('nora')
  await page.keyboard.press('Tab')
  await page.keyboard.type('short')
  await page.keyboard.press('Enter')
  await page.getByText('Enter an e-mail address such as ana@example.com').waitFor()
  await page.getByText('Use at least 10 characters').waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.getByLabel('Your e-mail').fill('nora@nordwind.example')
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
  await page.context().setOffline(true)
  await page.keyboard.press('Enter')
  await page.getByRole('alert').filter({ hasText: 'cannot be reached' }).waitFor()
  const typed = ['Company', 'Your name', 'Your e-mail', 'Password']
  expect(
    await Promise.all(typed.map((label) => page.getByLabel(label, { exact: true }).inputValue())),
  ).toEqual(['Nordwind Bikes', 'Nora Nord', 'nora@nordwind.example', 'correct horse battery'])
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Create account' }).click()

  await page.getByRole('button', { name: /^Look around with the sample company/ }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('1')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.getByRole('grid', { name: 'People' }).getByRole('row').nth(1).waitFor()

  await page.getByRole('button', { name: /settings and account of Nora Nord/ }).click()
  await page.getByRole('menuitem', { name: 'Sample company' }).click()
  await page.getByRole('button', { name: 'Remove the sample company' }).click()
  await page.getByRole('status').filter({ hasText: 'The sample company is removed' }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await page.getByText('No people yet').waitFor()
})
