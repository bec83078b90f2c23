import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { anonymous, password } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'
import { codeFor } from '../totp.ts'

const company = await journey()
const { owner, ask, database } = company

const signIn = async (page: Page, email: string, secret: string) => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}
const today = (page: Page) => page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
const said = (page: Page, text: string | RegExp) =>
  page.getByRole('status').filter({ hasText: text }).waitFor()

test('somebody is invited by mail, chooses a password and is in; the link works once', async () => {
  const admin = await company.page('/settings/team')
  await admin.getByRole('heading', { name: 'Team', level: 1 }).waitFor()
  await admin.keyboard.press('c')
  const panel = admin.getByRole('complementary', { name: 'Invite somebody' })
  await panel.getByLabel('E-mail').fill('ines@acme.example')
  await panel.getByLabel('Role').selectOption('seller')
  await panel.getByRole('button', { name: 'Invite' }).click()
  const link = await panel.getByLabel('The invitation’s link').inputValue()
  await admin.getByRole('row').filter({ hasText: 'ines@acme.example' }).waitFor()
  expect(await hindrances(admin)).toEqual([])

  const path = link.replace('http://localhost', '')
  const page = await company.page(path, anonymous)
  await page.getByRole('heading', { name: 'Join Acme' }).waitFor()
  await page.getByText('Olga Owner invites you to work here as Seller.').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByLabel('Your name').fill('Ines')
  await page.getByLabel('Choose a password').fill('password12345')
  await page.keyboard.press('Enter')
  await page.getByText('It is one of the commonest passwords').waitFor()
  await page.getByLabel('Choose a password').fill('violet trams at noon')
  await page.keyboard.press('Enter')
  await today(page)

  const again = await company.page(path, anonymous)
  await again.getByRole('heading', { name: 'This invitation has been used' }).waitFor()
})

test('a role of one’s own hides a field: it is in no form, list or filter of who has it', async () => {
  const admin = await company.page('/settings/roles')
  await admin.getByRole('button', { name: 'Copy Seller' }).click()
  await said(admin, 'Copy of Seller is made')
  await admin.getByRole('heading', { name: 'Copy of Seller', level: 1 }).waitFor()
  await admin.getByLabel('Name', { exact: true }).fill('Junior seller')
  await admin.getByLabel('See: Products').selectOption('none')
  await admin.getByLabel('Record type').selectOption('person')
  await admin.getByLabel('Phone').selectOption('hidden')
  await admin.getByLabel('Job title').selectOption('read')
  expect(await hindrances(admin)).toEqual([])
  await admin.getByRole('button', { name: 'Save' }).click()
  await said(admin, 'Junior seller is saved')

  const junior = await company.member('copy-of-seller')
  const { id, title } = await company.person({ phone: '+351912345678', jobTitle: 'CTO' })
  const page = await company.page('/people', junior)
  await page.getByRole('row').filter({ hasText: title }).waitFor()
  expect(await page.getByRole('link', { name: 'Products' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Filter' }).click()
  const choices = () => page.getByRole('option', { includeHidden: true }).allTextContents()
  await expect.poll(choices).toContain('Job title')
  expect(await choices()).not.toContain('Phone')
  await page.goto(`/people/${id}`)
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  await page.getByText('CTO').first().waitFor()
  expect(await page.getByText('Phone', { exact: true }).count()).toBe(0)
  expect(await page.getByText('912 345 678').count()).toBe(0)
})

test('a second factor: set up with a code, asked for at the next sign-in, a recovery code stands in', async () => {
  const email = 'tom@acme.example'
  const tom = await company.member('seller', { name: 'Tom Two', email })
  const page = await company.page('/account', tom)
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.keyboard.press('Enter')
  const address = (await page.getByRole('link', { name: 'Open in the app' }).getAttribute('href')) ?? ''
  const recovery =
    (await page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem').first().textContent()) ??
    ''
  await page.getByLabel('Code that the app shows now').fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('This code does not fit').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByLabel('Code that the app shows now').fill(codeFor(address))
  await page.keyboard.press('Enter')
  await said(page, 'Second factor is on')

  for (const code of [codeFor(address), recovery]) {
    const fresh = await company.page('/sign-in', anonymous)
    await signIn(fresh, email, password)
    await fresh.getByRole('heading', { name: 'Enter your code' }).waitFor()
    expect(await hindrances(fresh)).toEqual([])
    await fresh.getByLabel('Code', { exact: true }).fill(code)
    await fresh.keyboard.press('Enter')
    await today(fresh)
  }
})

test('a role that asks for a second factor lets nobody in before it is set up', async () => {
  await ask(owner, 'PATCH', '/roles/agent', { body: { secondFactor: true } })
  const agent = await company.member('agent')
  const page = await company.page('/people', agent)
  await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
  await page.getByRole('button', { name: 'Set it up' }).click()
  await page.getByLabel('Your password').fill(password)
  await page.keyboard.press('Enter')
  const address = (await page.getByRole('link', { name: 'Open in the app' }).getAttribute('href')) ?? ''
  await page.getByLabel('Code that the app shows now').fill(codeFor(address))
  await page.keyboard.press('Enter')
  await today(page)
})

test('who leaves hands over by type, in one go, and it can be taken back', async () => {
  const leaver = await company.member('seller', { name: 'Lea Leaver' })
  const heir = await company.member('seller', { name: 'Hugo Heir' })
  await company.deal({ name: 'Left behind' }, leaver)
  const page = await company.page('/settings/team')
  await page.getByRole('button', { name: 'Manage Lea Leaver' }).click()
  const panel = page.getByRole('complementary', { name: 'Lea Leaver' })
  await panel.getByLabel('1 deal').selectOption({ label: 'Hugo Heir' })
  await panel.getByText('Sessions that end: 1').waitFor()
  expect(await hindrances(page)).toEqual([])
  await panel.getByRole('button', { name: 'Hand over and deactivate' }).click()
  await said(page, 'Handed over by Lea Leaver: 1')
  const ownerOf = async () =>
    (
      await database.pool.query<{ name: string }>(
        `select u.name from deals d join users u on u.id = d.owner_id where d.name = 'Left behind'`,
      )
    ).rows[0]?.name
  expect(await ownerOf()).toBe('Hugo Heir')
  expect((await company.call(leaver, 'GET', '/me')).status).toBe(401)
  expect((await company.call(heir, 'GET', '/me')).status).toBe(200)
  await page
    .getByRole('status')
    .filter({ hasText: 'Handed over' })
    .getByRole('button', { name: 'Undo' })
    .click()
  await said(page, 'Taken back')
  expect(await ownerOf()).toBe('Lea Leaver')
})

test('the audit log says who did what, narrowed by whom and of what', async () => {
  const sara = await company.member('seller', { name: 'Sara Seen' })
  await company.deal({ name: 'Audited deal' }, sara)
  const page = await company.page('/settings/audit')
  await page.getByLabel('Who').selectOption({ label: 'Sara Seen' })
  await page.getByLabel('Of', { exact: true }).selectOption({ label: 'Deals' })
  const row = page.getByRole('row').filter({ hasText: 'Audited deal' })
  await row.filter({ hasText: 'Deal created' }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  expect(await hindrances(page)).toEqual([])
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('audit-log.csv')
})

test('a view is shared with a role, and only who has it sees it', async () => {
  const seller = await company.member('seller', { name: 'Vera View' })
  const { id } = await ask<{ id: string }>(seller, 'POST', '/views', {
    body: { type: 'deal', name: 'Mine first', definition: { columns: [{ field: 'amount' }] } },
  })
  const page = await company.page(`/deals?view=${id}`, seller)
  await page.getByRole('button', { name: /^Mine first/ }).click()
  await page.getByRole('menuitem', { name: 'Share…' }).click()
  await page.getByRole('dialog', { name: 'Share Mine first' }).getByLabel('With roles').press('ArrowDown')
  await page.getByRole('option', { name: 'Marketer' }).click()
  await page.keyboard.press('Tab')
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await said(page, 'Sharing of Mine first saved')
  const names = async (role: string) =>
    (
      await ask<{ data: { name: string }[] }>(await company.member(role), 'GET', '/views', {
        query: { type: 'deal' },
      })
    ).data.map(({ name }) => name)
  expect(await names('marketer')).toEqual(['Mine first'])
  expect(await names('manager')).toEqual([])
})
