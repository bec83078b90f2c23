import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const head = (page: Page, name: string) => page.getByRole('columnheader').filter({ hasText: name })
const widthOf = async (page: Page, name: string) => (await head(page, name).boundingBox())?.width ?? 0
const heads = (page: Page) =>
  page
    .getByRole('columnheader')
    .evaluateAll((all) =>
      all.map((one) => (one.textContent ?? '').replace(/[↑↓]/g, '').trim()).filter(Boolean),
    )

test('a column is made wider by mouse and by key, pinned, and is so after a reload', async () => {
  await company.company({ name: 'Wide Works', industry: 'Machines' })
  const page = await company.page('/companies')
  await head(page, 'Industry').waitFor()
  const before = await widthOf(page, 'Industry')
  const handle = page.getByRole('separator', { name: 'Width of Industry' })
  await handle.hover()
  await page.mouse.down()
  const box = await handle.boundingBox()
  await page.mouse.move((box?.x ?? 0) + 80, box?.y ?? 0, { steps: 4 })
  await page.mouse.up()
  await expect.poll(() => widthOf(page, 'Industry')).toBeGreaterThan(before + 60)
  const wide = await widthOf(page, 'Industry')
  await handle.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => widthOf(page, 'Industry')).toBeLessThan(wide)
  const after = await widthOf(page, 'Industry')

  const order = await heads(page)
  expect(order.indexOf('Industry')).toBeGreaterThan(0)
  await head(page, 'Industry').getByRole('button').click()
  await page.getByRole('menuitem', { name: 'Pin', exact: true }).click()
  await expect.poll(async () => (await heads(page)).indexOf('Industry')).toBe(1)
  await page.reload()
  await head(page, 'Industry').waitFor()
  expect(Math.abs((await widthOf(page, 'Industry')) - after)).toBeLessThanOrEqual(1)
  expect((await heads(page)).indexOf('Industry')).toBe(1)
  expect(await hindrances(page)).toEqual([])
})

test('a board is grouped by any choice, and a shared view brings it to others, who cannot change it', async () => {
  await company.deal({ name: 'Grouped' })
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Call them', priority: 'high' } })
  const page = await company.page('/tasks?show=board')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitemradio', { name: 'Columns by priority' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('region', { name: 'High' }).getByText('Call them').waitFor()
  await page.getByRole('button', { name: 'Save view' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('By urgency')
  await dialog.getByLabel('Share with the team').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told(page, 'View By urgency is saved')

  const colleague = await company.page('/tasks', await company.member('manager'))
  await colleague.getByRole('button', { name: /Views$/ }).click()
  await colleague.getByRole('menuitem', { name: 'By urgency' }).click()
  await colleague.getByRole('region', { name: 'High' }).getByText('Call them').waitFor()
  await colleague.getByRole('button', { name: /Views$/ }).click()
  await colleague.getByRole('menuitem', { name: 'By urgency' }).waitFor()
  expect(await colleague.getByRole('menuitem', { name: 'Delete this view' }).count()).toBe(0)
  expect(await hindrances(colleague)).toEqual([])
})

test('a card is dragged by finger into another column', async () => {
  const { id, title } = await company.deal({ name: 'By finger' })
  const page = await company.page('/deals?show=board', owner, {
    viewport: { width: 1400, height: 900 },
    hasTouch: true,
  })
  const card = page.getByRole('button', { name: title, exact: true })
  // Where it is, it stays.
  await card.hover({ trial: true })
  const from = (await card.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const to = (await page.getByRole('region', { name: 'Proposal', exact: true }).boundingBox()) ?? from
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
  const [x, y] = [from.x + from.width / 2, from.y + from.height / 2]
  await touch('touchStart', x, y)
  // Held for a moment, the card is taken up.
  await expect.poll(() => page.locator('[data-dragging]').count()).toBe(1)
  for (let step = 1; step <= 8; step++)
    await touch('touchMove', x + ((to.x + to.width / 2 - x) * step) / 8, y + ((to.y + 160 - y) * step) / 8)
  await touch('touchEnd', 0, 0)
  await page.getByRole('region', { name: 'Proposal', exact: true }).getByText(title).waitFor()
  const { Proposal } = await company.stages()
  await expect.poll(async () => (await ask(owner, 'GET', `/deals/${id}`)).stage).toBe(Proposal?.id)
})
