import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const stages = await company.stages()

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const timeline = (page: Page) => page.getByRole('region', { name: 'Timeline' })
/** The innermost item: days are items too, and hold entries. */
const entry = (page: Page, words: string) =>
  timeline(page).getByRole('listitem').filter({ hasText: words }).last()
const text = (page: Page) => page.getByRole('form', { name: 'Note' }).getByRole('textbox')

/** Sends what was written. Its entry may come before the answer; only with that the form closes. */
async function send(page: Page) {
  await page.keyboard.press('Control+Enter')
  await page.getByRole('form', { name: 'Note' }).waitFor({ state: 'detached' })
}

test('a note mentions a member, who is notified and sees it live; ⌘Z takes it back', async () => {
  const marta = await company.member('seller', { name: 'Marta Melo' })
  const { id } = await company.person({ firstName: 'Paula', lastName: 'Pires' })
  const path = `/people/${id}`
  const [mine, hers] = await Promise.all([company.page(path), company.page(path, marta)])
  await hers.getByRole('button', { name: 'Notifications, 0 unread' }).waitFor()
  await timeline(mine)
    .getByRole('button', { name: /^Write a note/ })
    .waitFor()

  await mine.keyboard.press('n')
  await text(mine).waitFor()
  await expect.poll(() => text(mine).evaluate((it) => it === document.activeElement)).toBe(true)
  await mine.keyboard.type('Ask @Mart')
  await mine.getByRole('option', { name: /Marta Melo/ }).waitFor()
  expect(await hindrances(mine)).toEqual([])
  await mine.keyboard.press('Enter')
  await mine.keyboard.type('about the price')
  await send(mine)
  await entry(mine, 'about the price').waitFor()

  // Her page follows without being touched.
  await entry(hers, 'about the price').waitFor()
  await hers.getByRole('button', { name: 'Notifications, 1 unread' }).click()
  await hers.getByRole('link', { name: /Olga Owner mentioned you in Paula Pires/ }).click()
  await hers.getByRole('button', { name: 'Notifications, 0 unread' }).waitFor()

  await mine.keyboard.press('Control+z')
  await told(mine, 'Taken back')
  for (const page of [mine, hers]) {
    await entry(page, 'Note put in the bin').waitFor()
    // Only what was done stays told, not what was written.
    await expect.poll(() => timeline(page).getByText('about the price').count()).toBe(1)
  }
})

test('the moments of the throughline are reached by keyboard and read out', async () => {
  const { id } = await company.person({ firstName: 'Lena', lastName: 'Line', source: 'Fair' })
  const { id: dealId } = await company.deal({
    name: 'Lena’s bikes',
    person: id,
    amount: { amount: '900.00', currency: 'EUR' },
  })
  await company.ask(company.owner, 'PATCH', `/deals/${dealId}`, {
    body: { stage: stages['Won']?.id },
  })
  await company.ask(company.owner, 'POST', '/deals', {
    body: {
      name: 'Lena’s older bikes',
      person: id,
      stage: stages['Won']?.id,
      openedOn: '2024-01-10',
      closedOn: '2024-03-10',
    },
  })
  const page = await company.page(`/people/${id}`)
  const line = page.getByRole('region', { name: 'Throughline' })
  const moments = line.getByRole('list', { name: /^Throughline of Lena Line, from/ }).getByRole('button')
  await line.getByRole('button', { name: /2024/ }).first().waitFor()
  expect(await moments.count()).toBeGreaterThan(1)
  const focused = () =>
    page.evaluate(
      () =>
        document.activeElement?.closest('section[aria-label="Throughline"]') &&
        document.activeElement.ariaLabel,
    )

  // One stop for Tab, arrows between.
  for (let steps = 0; (await focused()) === null && steps < 60; steps++) await page.keyboard.press('Tab')
  await page.keyboard.press('Home')
  const first = await focused()
  expect(first).toMatch(/2024/)
  await page.keyboard.press('ArrowRight')
  const second = await focused()
  expect(second).not.toBe(first)
  await page.keyboard.press('ArrowLeft')
  expect(await focused()).toBe(first)
  await page.keyboard.press('Tab')
  expect(await moments.evaluateAll((all) => all.includes(document.activeElement as HTMLElement))).toBe(false)
})

test('a note that was begun waits where it was left, also after a reload, until it is sent or discarded', async () => {
  const { id } = await company.person({ firstName: 'Dora', lastName: 'Draft' })
  const page = await company.page(`/people/${id}`)
  await timeline(page)
    .getByRole('button', { name: /^Write a note/ })
    .click()
  await text(page).fill('Half a thought')
  await page.getByRole('link', { name: 'Companies' }).first().click()
  await page.getByRole('heading', { name: 'Companies', level: 1 }).waitFor()
  await page.goBack()
  await text(page).getByText('Half a thought').waitFor()
  await page.reload()
  await text(page).getByText('Half a thought').waitFor()
  await page.keyboard.press('n')
  await expect.poll(() => text(page).evaluate((it) => it === document.activeElement)).toBe(true)
  await page.keyboard.press('Control+End')
  await page.keyboard.type(', now whole')
  await send(page)
  await entry(page, 'Half a thought, now whole').waitFor()
  await page.reload()
  await timeline(page)
    .getByRole('button', { name: /^Write a note/ })
    .click()
  await text(page).waitFor()
  expect(await text(page).innerText()).not.toContain('thought')
})
