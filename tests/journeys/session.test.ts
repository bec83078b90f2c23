import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { fresh, password } from '../builders.ts'
import type { TestCaller } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask, call, signIn } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const ended = (page: Page) => page.getByRole('dialog', { name: 'Your session has ended' })

/** A member signed in twice, so that the one session can end the other. */
async function twice(): Promise<{ here: TestCaller; end: () => Promise<unknown> }> {
  const email = `mara${fresh()}@acme.example`
  const here = await company.member('administrator', { name: 'Mara Member', email })
  const there = await signIn(email, password)
  const end = () =>
    call(there, 'POST', '/api/auth/revoke-other-sessions', {
      body: {},
      headers: { origin: 'http://localhost' },
    })
  return { here, end }
}

/** A page that does not hear that the session has ended, and comes upon it by what the member does. */
async function deaf(path: string, who: TestCaller): Promise<Page> {
  const page = await company.page('about:blank', who)
  await page.context().route(/\/api\/v1\/live/, () => undefined)
  await page.goto(path)
  return page
}

async function signInAgain(page: Page) {
  await ended(page).getByLabel('Password', { exact: true }).fill(password)
  await page.keyboard.press('Enter')
  await ended(page).waitFor({ state: 'detached' })
}

test('a cell being edited when the session ends is saved after signing in again', async () => {
  const { id } = await company.company({ name: 'Lasting Works', industry: 'Before' })
  const { here, end } = await twice()
  const page = await deaf('/companies', here)
  await row(page, 'Lasting Works').getByText('Before').dblclick()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('After')
  await end()
  await page.keyboard.press('Enter')
  await ended(page).waitFor()
  expect(await hindrances(page)).toEqual([])

  await ended(page).getByLabel('Password', { exact: true }).fill('not the password')
  await page.keyboard.press('Enter')
  await ended(page).getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  expect((await ask(owner, 'GET', `/companies/${id}`)).industry).toBe('Before')

  await signInAgain(page)
  await told(page, 'Lasting Works is changed')
  expect((await ask(owner, 'GET', `/companies/${id}`)).industry).toBe('After')
})

test('so are a form and a note, and signing in on one page is enough for all', async () => {
  const person = await company.person({ firstName: 'Nora', lastName: 'Noted' })
  const { here, end } = await twice()
  const page = await deaf('/products?create=true', here)
  await page.getByLabel('Name').fill('Kept in the form')
  const other = await page.context().newPage()
  await other.goto(`/people/${person.id}`)
  await other.getByRole('button', { name: /^Write a note/ }).click()
  await other.locator('[contenteditable]').click()
  await other.keyboard.type('Kept in the note')
  await end()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await ended(page).waitFor()
  await other.keyboard.press('Control+Enter')
  await ended(other).waitFor()

  await signInAgain(page)
  await told(page, 'Kept in the form is created')
  await ended(other).waitFor({ state: 'detached' })
  await other.getByRole('region', { name: 'Timeline' }).getByText('Kept in the note').waitFor()
})

test('what is open hears of it without doing anything, and goes on hearing of changes after', async () => {
  const { here, end } = await twice()
  const page = await company.page('/products', here)
  await page.getByRole('heading', { name: 'Products', level: 1 }).waitFor()
  await end()
  await ended(page).waitFor()
  await signInAgain(page)
  await ask(owner, 'POST', '/products', { body: { name: 'Came after' } })
  await row(page, 'Came after').waitFor()
})

test('what happens before the stream of changes is open again is shown as well, though it had never been open', async () => {
  const { here, end } = await twice()
  const page = await company.page('about:blank', here)
  // The first stream comes when the session is over, the next one when all has happened.
  let over = false
  let release = (): void => undefined
  const happened = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/api\/v1\/live/, async (route) => {
    if (over) await happened
    else await end()
    over = true
    await route.continue()
  })
  await page.goto('/products')
  await ended(page).waitFor()
  const again = page.waitForRequest(/\/api\/v1\/live/)
  await signInAgain(page)
  await again
  await ask(owner, 'POST', '/products', { body: { name: 'Came between' } })
  release()
  await row(page, 'Came between').waitFor()
})

test('what happens after a page has read and before its stream is open is shown as well', async () => {
  const page = await company.page('about:blank')
  let release = (): void => undefined
  const happened = new Promise<void>((resolve) => (release = resolve))
  await page.route(/\/api\/v1\/live/, async (route) => {
    await happened
    await route.continue()
  })
  await page.goto('/products')
  await page.getByRole('row').nth(1).waitFor()
  await ask(owner, 'POST', '/products', { body: { name: 'Came unheard' } })
  release()
  await row(page, 'Came unheard').waitFor()
})

test('eight pages of one browser all load, and all hear of changes, also when the first is closed', async () => {
  const first = await company.page('/products')
  await first.getByRole('heading', { name: 'Products', level: 1 }).waitFor()
  const pages = [first]
  for (let i = 1; i < 8; i++) {
    const page = await first.context().newPage()
    await page.goto('/products')
    await page.getByRole('heading', { name: 'Products', level: 1 }).waitFor()
    pages.push(page)
  }
  await ask(owner, 'POST', '/products', { body: { name: 'Heard by all' } })
  for (const page of pages) await row(page, 'Heard by all').waitFor()

  await first.close()
  await ask(owner, 'POST', '/products', { body: { name: 'Heard by the rest' } })
  for (const page of pages.slice(1)) await row(page, 'Heard by the rest').waitFor()
})

test('who signs in as somebody else on another page is shown nothing of the first', async () => {
  const seller = await company.member('seller', { name: 'Sven Seller', email: 'sven@acme.example' })
  const { here, end } = await twice()
  const page = await company.page('/today', here)
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await end()
  await ended(page).waitFor()
  const other = await page.context().newPage()
  await other.goto('/sign-in')
  await other.getByLabel('E-mail').fill('sven@acme.example')
  await other.getByLabel('Password', { exact: true }).fill(password)
  await other.keyboard.press('Enter')
  await other.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  await page
    .getByRole('button', { name: /Sven Seller/ })
    .first()
    .waitFor()
  expect(await ended(page).count()).toBe(0)
  expect(seller.id).not.toBe(owner.id)
})
