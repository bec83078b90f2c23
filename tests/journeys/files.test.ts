import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { FileValue } from '../../contract/records/file.ts'
import { image, pdf } from '../files.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const field = (page: Page, name: string) => page.getByRole('group', { name, exact: true })
const png = await image('png', { width: 320, height: 200 })

/** As somebody drops or pastes it: the browser hands files over with the event. */
const hand = (page: Page, on: 'drop' | 'paste', name: string, content: Buffer, type: string) =>
  field(page, 'Files').evaluate(
    (element, { event, file, bytes, mediaType }) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(bytes)], file, { type: mediaType }))
      const init = { bubbles: true, cancelable: true }
      element.dispatchEvent(
        event === 'drop'
          ? new DragEvent('drop', { ...init, dataTransfer: transfer })
          : new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
      )
    },
    { event: on, file: name, bytes: [...content], mediaType: type },
  )

async function choose(page: Page, button: RegExp | string, ...files: { name: string; buffer: Buffer }[]) {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button }).click(),
  ])
  await chooser.setFiles(files.map((file) => ({ mimeType: 'application/octet-stream', ...file })))
}

test('a logo and files are added to a company, shown, taken away and taken back', async () => {
  const { id } = await company.company({ name: 'Velo Porto' })
  const page = await company.page(`/companies/${id}`)
  await page.getByRole('button', { name: /more field/ }).click()
  await choose(page, 'Choose a file for Logo', { name: 'logo.png', buffer: png })
  await told(page, 'logo.png is added')
  // Before the company's name stands its logo, here and in the list.
  await page.locator('main header img').waitFor()
  await hand(page, 'drop', 'offer.pdf', pdf, 'application/pdf')
  await told(page, 'offer.pdf is added')
  await page.getByRole('button', { name: 'Add files to Files' }).focus()
  await hand(page, 'paste', 'sketch.png', png, 'image/png')
  await told(page, 'sketch.png is added')
  expect(await hindrances(page)).toEqual([])
  const names = async () =>
    ((await ask(owner, 'GET', `/companies/${id}`)).files as FileValue[] | null)?.map(({ name }) => name)
  expect(await names()).toEqual(['offer.pdf', 'sketch.png'])

  const files = field(page, 'Files')
  // The browser of the tests has no reader for it; a reader's own opens beside.
  const link = files.getByRole('link', { name: 'offer.pdf', exact: true })
  expect(await link.getAttribute('href')).toMatch(/\/content\?inline=true$/)
  expect(await link.getAttribute('target')).toBe('_blank')
  await files.getByRole('button', { name: 'sketch.png', exact: true }).click()
  const preview = page.getByRole('dialog', { name: 'sketch.png' })
  await expect
    .poll(() =>
      preview
        .getByRole('img', { name: 'sketch.png' })
        .evaluate((shown) => (shown as HTMLImageElement).naturalWidth),
    )
    .toBe(320)
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Remove offer.pdf' }).press('Enter')
  await told(page, 'offer.pdf is removed')
  expect(await names()).toEqual(['sketch.png'])
  await page.keyboard.press('Control+z')
  await files.getByRole('link', { name: 'offer.pdf', exact: true }).waitFor()
  expect(await names()).toEqual(['offer.pdf', 'sketch.png'])

  await page.goto('/companies')
  await page
    .getByRole('row', { name: /Velo Porto/ })
    .locator('img')
    .waitFor()
  await page.setViewportSize({ width: 390, height: 800 })
  await page.goto(`/companies/${id}`)
  await field(page, 'Files').getByRole('button', { name: 'Add files to Files' }).waitFor()
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
})

test('a lost connection is waited for, a file on its way can be stopped, and what is refused says why', async () => {
  const page = await company.page('/people?create=true')
  await page.getByRole('textbox', { name: 'First name' }).fill('Ana')
  await page.getByRole('button', { name: /more field/ }).click()

  await choose(page, 'Choose a file for Photo', { name: 'photo.png', buffer: Buffer.from('<html>no</html>') })
  await page.getByRole('alert').filter({ hasText: 'Only images are taken here' }).waitFor()
  await page.getByRole('button', { name: 'Do not send photo.png' }).click()

  let line: 'down' | 'slow' | 'up' = 'down'
  const held: (() => void)[] = []
  await page.route('**/api/v1/files?*', async (route) => {
    if (line === 'down') return route.abort('connectionreset')
    if (line === 'slow') await new Promise<void>((go) => held.push(go))
    await route.continue().catch(() => undefined)
  })
  await choose(page, 'Choose a file for Photo', { name: 'ana.png', buffer: png })
  await page.getByText('The connection is lost. It goes on by itself.').waitFor()
  line = 'slow'
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await choose(page, 'Add files to Files', { name: 'a.txt', buffer: Buffer.from('a') })
  await page.getByRole('progressbar', { name: 'Sending a.txt' }).waitFor()
  await page.getByRole('button', { name: 'Do not send a.txt' }).click()
  await page.getByRole('progressbar', { name: 'Sending a.txt' }).waitFor({ state: 'detached' })
  expect(await hindrances(page)).toEqual([])
  await expect.poll(() => held.length).toBe(2)
  line = 'up'
  for (const go of held) go()
  await page.getByRole('button', { name: 'Remove ana.png' }).waitFor()
  expect(await page.getByRole('textbox', { name: 'First name' }).inputValue()).toBe('Ana')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await told(page, 'Ana is created')
  const { data } = await ask<{ data: { photo: FileValue; files: null }[] }>(owner, 'GET', '/people')
  expect(data[0]).toMatchObject({ photo: { name: 'ana.png', mediaType: 'image/png' }, files: null })
})

test('a note on the timeline is given a file', async () => {
  const person = await company.person({ firstName: 'Rui', lastName: 'Reis' })
  const note = await ask(owner, 'POST', '/notes', { body: { person: person.id, body: 'Sent the plan' } })
  const page = await company.page(`/people/${person.id}`)
  const entry = page.getByRole('listitem').filter({ hasText: 'Sent the plan' })
  await entry.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Add files' }).click()
  const chooser = page.waitForEvent('filechooser')
  await entry.getByRole('button', { name: 'Add files to Files' }).click()
  await (await chooser).setFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer: pdf })
  await entry.getByRole('link', { name: 'plan.pdf', exact: true }).waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(await ask(owner, 'GET', `/notes/${note.id}`)).toMatchObject({ files: [{ name: 'plan.pdf' }] })
})
