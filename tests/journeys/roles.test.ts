import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { password } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()

const signIn = async (page: Page, email: string, secret: string) => {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await page.keyboard.press('Enter')
}

test('a viewer is offered nothing that would be refused, and calling the API directly is refused', async () => {
  const viewer = await company.member('viewer')
  const { id, title } = await company.person({ firstName: 'Sight', lastName: 'Only' })
  const page = await company.page('/people', viewer)
  const row = page.getByRole('row').filter({ hasText: title })
  await row.waitFor()
  expect(await page.getByRole('button', { name: /^New/ }).count()).toBe(0)
  await page.keyboard.press('c')
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  expect(await page.getByRole('grid').getByRole('textbox').count()).toBe(0)
  expect(await page.getByRole('complementary').count()).toBe(0)

  await page.keyboard.press('o')
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
  await page.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first().waitFor()
  expect(
    await page
      .getByRole('button', {
        name: /^((Write a note|Edit ).*|(Note|Call|Task|Meeting|New deal|Add|Delete)( \w)?)$/,
      })
      .count(),
  ).toBe(0)
  expect(await hindrances(page)).toEqual([])

  const statuses = await page.evaluate(async (person) => {
    const send = async (method: string, path: string, body: object) =>
      (
        await fetch(`/api/v1${path}`, {
          method,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      ).status
    return [
      await send('PATCH', `/people/${person}`, { firstName: 'Changed' }),
      await send('POST', '/people', { firstName: 'New' }),
      await send('POST', '/notes', { person, body: 'Written' }),
    ]
  }, id)
  expect(statuses).toEqual([403, 403, 403])
  expect(await company.ask(company.owner, 'GET', `/people/${id}`)).toMatchObject({
    firstName: 'Sight',
  })
})

test('signing in with wrong passwords is slowed down, and the reader is told for how long', async () => {
  const page = await company.page('/sign-in', { id: '', headers: {} })
  const alert = page.getByRole('alert')
  for (let tries = 0; tries < 9; tries++) {
    await signIn(page, 'nobody@acme.example', `wrong password ${tries}`)
    await expect.poll(() => page.getByRole('button', { name: 'Sign in' }).isEnabled()).toBe(true)
    await alert.waitFor()
  }
  await alert.filter({ hasText: /Too many tries\. Wait \d+ seconds/ }).waitFor()
  expect(await hindrances(page)).toEqual([])
})

test('a link that somebody sent leads to sign-in, and from there to its page', async () => {
  const email = 'sara@acme.example'
  await company.member('seller', { name: 'Sara Seller', email })
  const { id, title } = await company.person({ firstName: 'Kept', lastName: 'Place' })
  const page = await company.page(`/people/${id}`, { id: '', headers: {} })
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(new URL(page.url()).searchParams.get('from')).toBe(`/people/${id}`)
  await signIn(page, email, password)
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
})

test('a forgotten password: the link from the outbox sets a new one, and works once', async () => {
  const email = 'fred@acme.example'
  await company.member('seller', { name: 'Fred Forgets', email })
  const page = await company.page('/sign-in', { id: '', headers: {} })
  await page.getByRole('link', { name: 'Forgot your password?' }).click()
  await page.getByRole('heading', { name: 'Choose a new password' }).waitFor()
  await page.getByLabel('E-mail').fill(email)
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('status').filter({ hasText: 'the link is on its way' }).waitFor()

  const admin = await company.page('/settings/outbox')
  await admin
    .getByRole('row')
    .filter({ hasText: email })
    .getByRole('button', { name: 'A new password for Throughline' })
    .click()
  await admin.getByRole('complementary').getByText('/reset?token=').waitFor()
  const mail = await admin.getByRole('complementary').innerText()
  const path = /http:\/\/localhost(\/reset\?token=\S+)/.exec(mail)?.[1] ?? ''

  await page.goto(path)
  await page.getByLabel('New password').fill('short')
  await page.keyboard.press('Enter')
  await page.getByText('Use at least 10 characters').waitFor()
  await page.getByLabel('New password').fill('another horse battery')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await signIn(page, email, password)
  await page.getByRole('alert').filter({ hasText: 'do not fit together' }).waitFor()
  await signIn(page, email, 'another horse battery')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()

  const again = await company.page(path, { id: '', headers: {} })
  await again.getByLabel('New password').fill('a third horse battery')
  await again.keyboard.press('Enter')
  await again.getByText('This link has been used').waitFor()
})
