import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { verifyArchive } from '../../server/keeping/archive.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { db } = company

test('a backup is made while one watches, and downloaded; the schedule is set', async () => {
  const page = await company.page('/settings/backups')
  await page.getByText('None has been made yet').waitFor()
  expect(await hindrances(page)).toEqual([])

  // Held where it begins, so that what is shown meanwhile can be seen.
  const held = await db.startTransaction().execute()
  await sql`select pg_advisory_xact_lock(hashtext('make-backup'))`.execute(held)
  await page.getByRole('button', { name: 'Back up now' }).click()
  await page.getByRole('progressbar', { name: 'Making a backup' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'being made' }).waitFor()
  await held.commit().execute()
  const row = page.getByRole('row').filter({ hasText: 'asked for' })
  await row.getByText('done', { exact: true }).waitFor()
  expect(await row.innerText()).toMatch(/\d k?B|\d MB/)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    row.getByRole('link', { name: /^Download the backup of/ }).click(),
  ])
  await verifyArchive(await download.path())

  await page.getByLabel('At', { exact: true }).fill('03:30')
  await page.getByLabel('weeks').fill('8')
  await page.getByRole('button', { name: 'Save the schedule' }).click()
  await page.getByRole('status').filter({ hasText: 'The schedule is saved' }).waitFor()
  await page.reload()
  expect(await page.getByLabel('At', { exact: true }).inputValue()).toBe('03:30')
  expect(await page.getByLabel('weeks').inputValue()).toBe('8')
  expect(await hindrances(page)).toEqual([])

  // An administrator runs them, and does not carry everything home.
  const theirs = await company.page('/settings/backups', await company.member('administrator'))
  await theirs.getByRole('button', { name: /^Delete the backup of/ }).click()
  await theirs.getByText('file deleted').waitFor()
  expect(await theirs.getByRole('link', { name: /^Download/ }).count()).toBe(0)
})

test('the status page says what needs somebody, and leads there', async () => {
  await sql`insert into outgoing_mail (recipient, subject, body, error) values ('a@x.example', 'S', 'B', 'Mailbox full')`.execute(
    db,
  )
  const page = await company.page('/settings/status')
  await page.getByText('1 mail cannot be sent.').waitFor()
  await page.getByRole('table', { name: 'Largest tables' }).getByText('events', { exact: true }).waitFor()
  expect(
    await page.getByRole('table', { name: 'Slowest statements' }).getByRole('row').count(),
  ).toBeGreaterThan(2)
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('link', { name: 'See the outbox' }).click()
  await page.getByText('a@x.example').waitFor()
})

test('a person’s data is handed over as a file, and they are erased once their name is typed', async () => {
  const { id } = await company.person({ firstName: 'Petra', lastName: 'Private' })
  const page = await company.page(`/people/${id}`)
  const card = page.getByRole('region', { name: 'Privacy' })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('link', { name: 'Export personal data' }).click(),
  ])
  expect(JSON.parse(await readFile(await download.path(), 'utf8'))).toMatchObject({ about: 'Petra Private' })

  await card.getByRole('button', { name: 'Erase for good' }).click()
  const dialog = page.getByRole('dialog', { name: 'Erase Petra Private for good?' })
  const confirm = dialog.getByRole('button', { name: 'Erase for good' })
  const name = dialog.getByRole('textbox')
  await expect.poll(() => name.evaluate((it) => it === document.activeElement)).toBe(true)
  await page.keyboard.type('Petra')
  expect(await confirm.isEnabled()).toBe(false)
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.type(' private')
  await page.keyboard.press('Enter')
  await page.getByRole('status').filter({ hasText: 'They are erased' }).waitFor()
  await page.getByRole('heading', { name: /^Person [0-9A-F]{6}$/, level: 1 }).waitFor()
  await page.getByText('Erased for privacy').first().waitFor()
  expect(await page.getByText('Petra').count()).toBe(0)

  // Who does not run the company is not offered it.
  const seller = await company.page(`/people/${id}`, await company.member('seller'))
  await seller.getByRole('heading', { level: 1 }).waitFor()
  expect(await seller.getByRole('region', { name: 'Privacy' }).count()).toBe(0)
})
