import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { beginDigests } from '../../server/team/digests/commands.ts'
import { password } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask, db, signIn } = company
const seller = await company.member('seller', { name: 'Sven Seller', email: 'sven@acme.example' })

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true })

/** Chooses in a list to choose from; its label may change language by it. */
async function choose(page: Page, label: string, option: string | RegExp) {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).click()
}

test('another language and other formats are there at once, on every device, and before signing in', async () => {
  await ask(owner, 'POST', '/deals', {
    body: { name: 'Lastenräder', amount: { amount: '12345.50', currency: 'EUR' }, openedOn: '2026-03-31' },
  })
  const greta = await company.member('administrator', { email: 'greta@acme.example' })
  const page = await company.page('/account', greta)
  await choose(page, 'Language', 'Deutsch')
  await heading(page, 'Sprache und Formate').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('de')
  await choose(page, 'Datum', /^\d{4}-\d\d-\d\d$/)
  await choose(page, 'Zahlen', '1’234.5')
  await choose(page, 'Währungen', /^Mit Code/)
  expect(await hindrances(page)).toEqual([])
  await expect
    .poll(async () => (await ask<{ currencyDisplay: string }>(greta, 'GET', '/me/settings')).currencyDisplay)
    .toBe('code')
  await page.goto('/deals')
  const row = page.getByRole('row').filter({ hasText: 'Lastenräder' })
  await expect.poll(async () => (await row.innerText()).replaceAll(/\s/g, ' ')).toContain('12’345.50 EUR')
  await page.getByRole('columnheader', { name: 'Betrag' }).waitFor()

  // Another device of theirs, whose browser asks for English.
  const other = await company.page('/deals', await signIn('greta@acme.example', password))
  await other.getByRole('columnheader', { name: 'Betrag' }).waitFor()
  await other.getByRole('button', { name: /Einstellungen und Konto/ }).click()
  await other.getByRole('menuitem', { name: 'Abmelden' }).click()
  await heading(other, 'Anmelden').waitFor()
  await other.getByLabel('E-Mail').fill('greta@acme.example')
  await other.getByLabel('Passwort', { exact: true }).fill('not the password')
  await other.keyboard.press('Enter')
  await other.getByRole('alert').filter({ hasText: 'passen nicht zusammen' }).waitFor()
})

test('keys are exchanged for own ones, and single ones switched off', async () => {
  const page = await company.page('/account', seller)
  await page.getByText('All keys').click()
  await page.getByRole('button', { name: 'Change the key of: New · Call' }).click()
  await page.keyboard.press('j')
  await page.getByText('j does something else already: Next row').waitFor()
  await page.getByRole('button', { name: 'Change the key of: New · Call' }).click()
  await page.keyboard.press('v')
  await told(page, 'v now does: New · Call')
  expect(await hindrances(page)).toEqual([])
  await page.goto('/people')
  await page
    .getByRole('button', { name: /New person/ })
    .first()
    .waitFor()
  await page.keyboard.press('v')
  await page.getByLabel('First name').waitFor()
  await page.goto('/account')
  await page.getByLabel('Single keys, such as j, k and g d').click()
  await expect
    .poll(async () => (await ask<{ singleKeys: boolean }>(seller, 'GET', '/me/settings')).singleKeys)
    .toBe(false)
  await page.goto('/people')
  await page
    .getByRole('button', { name: /New person/ })
    .first()
    .waitFor()
  await page.keyboard.press('v')
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor()
  expect(await page.getByLabel('First name').count()).toBe(0)
})

test('a digest comes by mail, and the link below it ends it without signing in', async () => {
  const page = await company.page('/account', seller)
  await choose(page, 'By mail: Somebody gives you something', 'In the digest')
  await choose(page, 'The digest comes at', '00:00')
  for (const day of ['Sat', 'Sun']) await page.getByLabel(day, { exact: true }).click()
  await expect
    .poll(async () => (await ask<{ digest: { days: number[] } }>(seller, 'GET', '/me/settings')).digest)
    .toEqual({ hour: 0, days: [1, 2, 3, 4, 5, 6, 7] })
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Call Ana back', owner: seller.id } })
  await expect
    .poll(async () => (await ask<{ unread: number }>(seller, 'GET', '/notifications/unread')).unread)
    .toBe(1)
  await beginDigests(db, new Date().toISOString())

  const mails = async () =>
    (
      await sql<{
        body: string
      }>`select body from outgoing_mail where recipient = 'sven@acme.example'`.execute(db)
    ).rows
  await expect.poll(mails).toHaveLength(1)
  const outbox = await company.page('/settings/outbox')
  await outbox.getByRole('button', { name: '1 piece of news on Throughline' }).click()
  await outbox.getByText('Olga Owner gave you Call Ana back').waitFor()
  const [mail] = await mails()
  const link = /\/unsubscribe#\S+/.exec(mail?.body ?? '')?.[0] ?? ''

  const stranger = await company.page(link, { id: '', headers: {} })
  await stranger.getByText('No more digests by mail?').waitFor()
  expect(await hindrances(stranger)).toEqual([])
  await stranger.getByRole('button', { name: 'No more of these mails' }).click()
  await heading(stranger, 'You get no more of these mails').waitFor()
  // The page that was open all the time knows it too.
  await page.getByText('Nothing goes into the digest, so none is sent.').waitFor()
})

test('a second factor is set up by a code to scan', async () => {
  const page = await company.page('/account', await company.member('seller'))
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.keyboard.press('Enter')
  const code = page.getByRole('img', { name: 'Code to scan' })
  await code.waitFor()
  expect((await code.locator('path').getAttribute('d'))?.length).toBeGreaterThan(2_000)
  expect(await hindrances(page)).toEqual([])
})
