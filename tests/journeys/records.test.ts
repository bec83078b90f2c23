import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name })
const named = async (plural: string, name: string) =>
  (await ask<{ data: { title: string }[] }>(owner, 'GET', `/${plural}`, { query: { q: name } })).data.length

async function type(page: Page, ...texts: string[]) {
  for (const [index, text] of texts.entries()) {
    if (index > 0) await page.keyboard.press('Tab')
    await page.keyboard.type(text)
  }
}

/** Shows of a list only what these words find, and points at its first row. */
async function find(page: Page, words: string) {
  // Until it is answered the rows of before may stand there, and they may be as many.
  await Promise.all([page.waitForResponse(/[?&]q=/), page.getByRole('searchbox').fill(words)])
  await expect.poll(() => page.getByRole('row').count()).toBe(2)
  await page.getByRole('grid').focus()
  await page.keyboard.press('j')
}

test('a person is created by keyboard, a possible duplicate is shown, and ⌘K finds them', async () => {
  await company.person({ firstName: 'Ines', lastName: 'Moura', email: 'ines@moura.example' })
  const page = await company.page('/people')
  await row(page, 'Ines Moura').waitFor()
  await page.keyboard.press('c')
  await page.getByLabel('First name').waitFor()
  await type(page, 'Ines', 'Moura', 'ines@second.example')
  await page.getByText('This may exist already').waitFor()
  await page.getByRole('complementary').getByRole('link', { name: 'Ines Moura' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Enter')
  await told(page, 'Ines Moura is created')
  expect(await named('people', 'Moura')).toBe(2)

  await company.person({ firstName: 'Teodora', lastName: 'Vlad', email: 'teodora@vlad.example' })
  await page.keyboard.press('Control+k')
  const search = page.getByRole('dialog').getByRole('combobox')
  await expect.poll(() => search.evaluate((it) => it === document.activeElement)).toBe(true)
  await page.keyboard.type('teodora')
  await page
    .getByRole('dialog')
    .getByRole('option', { name: /^Teodora Vlad/ })
    .waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Teodora Vlad', level: 1 }).waitFor()
})

test('what is typed after ⌘K is there, however late the rest of the search comes', async () => {
  await company.person({ firstName: 'Quirina', lastName: 'Early' })
  const page = await company.page('/today')
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => (release = resolve))
  await page.route(/search-results.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('quirina')
  const search = page.getByRole('dialog').getByRole('combobox')
  expect(await search.inputValue()).toBe('quirina')
  expect(await page.getByRole('option').count()).toBe(0)
  release()
  await page.getByRole('option', { name: /^Quirina Early/, selected: true }).waitFor()
  expect(await search.inputValue()).toBe('quirina')
  await page.keyboard.type(' early')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Quirina Early', level: 1 }).waitFor()

  // A further address is enough to be found by, and Escape gives the page back.
  const { id } = await company.person({ firstName: 'Otto', lastName: 'Other' })
  await ask(owner, 'POST', `/people/${id}/identities`, {
    body: { kind: 'email', value: 'otto@home.example' },
  })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('otto@home.example')
  await page.getByRole('option', { name: /^Otto Other/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('an e-mail that somebody has is refused at its field, and nothing typed is lost', async () => {
  await company.person({ email: 'taken@there.example' })
  const page = await company.page('/people?create=true')
  await page.getByLabel('First name').fill('Rui')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('taken@there.example')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect
    .poll(() => page.getByRole('textbox', { name: 'E-mail' }).getAttribute('aria-invalid'))
    .toBe('true')
  expect(await page.getByLabel('First name').inputValue()).toBe('Rui')
})

test('a cell is edited where it stands, and ⌘Z takes it back and its message away', async () => {
  await company.person({ firstName: 'Edda', lastName: 'Inline', email: 'before@inline.example' })
  const page = await company.page('/people')
  await find(page, 'Inline')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('e')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('after@inline.example')
  await page.keyboard.press('Enter')
  await told(page, 'Edda Inline is changed')
  await row(page, 'Edda').getByText('after@inline.example').waitFor()
  await page.keyboard.press('Control+z')
  await told(page, 'Taken back')
  await row(page, 'Edda').getByText('before@inline.example').waitFor()
  await page.getByText('Edda Inline is changed').waitFor({ state: 'detached' })
})

test('a list is filtered, and the filter kept as a view', async () => {
  await company.company({ name: 'Filter Works', industry: 'Machines' })
  await company.company({ name: 'Filter Farm', industry: 'Food' })
  const page = await company.page('/companies')
  await row(page, 'Filter Farm').waitFor()
  await page.keyboard.press('f')
  const field = page.getByRole('combobox', { name: 'Field' })
  await field.fill('Industry')
  await page.getByRole('option', { name: 'Industry', exact: true }).click()
  await page.getByLabel('Value of Industry').fill('Machines')
  await row(page, 'Filter Farm').waitFor({ state: 'detached' })
  await row(page, 'Filter Works').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('Machine builders')
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Enter')
  await told(page, 'View Machine builders is saved')
  await page.reload()
  await page.getByRole('heading', { name: 'Machine builders' }).waitFor()
  await row(page, 'Filter Works').waitFor()
  expect(await row(page, 'Filter Farm').count()).toBe(0)
})

test('two edit one record: the second is told, sees both values, and nothing is lost', async () => {
  const { id } = await company.deal({ name: 'Contested', source: 'Fair' })
  const colleague = await company.member('manager')
  const [mine, theirs] = await Promise.all([
    company.page(`/deals/${id}`),
    company.page(`/deals/${id}`, colleague),
  ])
  const edit = (page: Page, field: string) =>
    page.getByRole('button', { name: `Edit ${field}`, exact: true }).click()
  await edit(mine, 'Source')
  await edit(theirs, 'Source')
  await theirs.getByLabel('Source').fill('Referral')
  await theirs.keyboard.press('Enter')
  await told(theirs, 'Contested is changed')

  await mine.getByLabel('Source').fill('Trade fair')
  await mine.keyboard.press('Enter')
  const dialog = mine.getByRole('dialog', { name: 'Contested was changed while you wrote' })
  await dialog.getByText('When you read it: Fair').waitFor()
  await dialog.getByRole('radio', { name: /Referral/ }).waitFor()
  expect(await dialog.getByRole('radio', { name: /Trade fair/ }).isChecked()).toBe(true)
  expect(await hindrances(mine)).toEqual([])
  await dialog.getByRole('button', { name: 'Save the choice' }).click()
  await told(mine, 'Contested is changed')
  expect(await ask(owner, 'GET', `/deals/${id}`)).toMatchObject({ source: 'Trade fair' })
  await theirs.getByText('Trade fair').first().waitFor()

  // Different fields do not contend: both changes stand.
  await edit(mine, 'Name')
  await edit(theirs, 'Source')
  await theirs.getByLabel('Source').fill('Search')
  await theirs.keyboard.press('Enter')
  await expect.poll(async () => (await ask(owner, 'GET', `/deals/${id}`)).source).toBe('Search')
  await mine.getByLabel('Name', { exact: true }).fill('Agreed')
  await mine.keyboard.press('Enter')
  await told(mine, 'both changes stand')
  expect(await ask(owner, 'GET', `/deals/${id}`)).toMatchObject({ title: 'Agreed', source: 'Search' })
})

test('a double click on Create makes one record', async () => {
  const page = await company.page('/products?create=true')
  await page.getByLabel('Name').fill('Only one')
  await page.getByRole('button', { name: 'Create', exact: true }).dblclick()
  await told(page, 'Only one is created')
  expect(await named('products', 'Only one')).toBe(1)
})

test('the network goes while saving: the value returns, the reader is told, and trying again saves it', async () => {
  const { id } = await company.company({ name: 'Far Away', industry: 'Ships' })
  const page = await company.page('/companies')
  await find(page, 'Far Away')
  await page.context().setOffline(true)
  await page.getByText('No connection.').waitFor()
  await row(page, 'Far Away').getByText('Ships').dblclick()
  await page.keyboard.press('Control+A')
  await page.keyboard.type('Boats')
  await page.keyboard.press('Enter')
  const alert = page.getByRole('alert').filter({ hasText: 'Far Away was not changed' })
  await alert.waitFor()
  await row(page, 'Far Away').getByText('Ships').waitFor()
  await page.context().setOffline(false)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await told(page, 'Far Away is changed')
  expect(await ask(owner, 'GET', `/companies/${id}`)).toMatchObject({ industry: 'Boats' })
  await page.getByText('No connection.').waitFor({ state: 'detached' })
})

test('what is deleted rests in the bin: found there by keyboard, restored, taken back, deleted for good', async () => {
  const { id } = await company.company({ name: 'Bin Brothers' })
  const other = await ask(owner, 'POST', '/products', { body: { name: 'Binned Bicycle' } })
  await ask(owner, 'DELETE', `/products/${other.id}`)
  const page = await company.page('/companies')
  await find(page, 'Bin Brothers')
  await page.keyboard.press('x')
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click()
  await told(page, '1 company moved to the bin')
  await page.getByText('No companies match').waitFor()

  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Bin' }).click()
  await page.getByRole('heading', { name: 'Bin', level: 1 }).waitFor()
  await row(page, 'Bin Brothers').getByText('Olga Owner').waitFor()
  expect(await row(page, 'Binned Bicycle').count()).toBe(0)
  await page.goto('/bin')
  await row(page, 'Binned Bicycle').waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.getByRole('searchbox', { name: 'Find in the bin' }).fill('brothers')
  await row(page, 'Binned Bicycle').waitFor({ state: 'detached' })
  await row(page, 'Bin Brothers').waitFor()
  await page.getByRole('heading', { name: 'Bin', level: 1 }).click()
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  await told(page, '1 record restored')
  expect(await ask(owner, 'GET', `/companies/${id}`)).toMatchObject({ deletedAt: null })
  await page.getByText('Nothing in the bin matches').waitFor()
  await page.keyboard.press('Control+z')
  await row(page, 'Bin Brothers').waitFor()

  await page.getByRole('searchbox', { name: 'Find in the bin' }).fill('')
  await row(page, 'Binned Bicycle').waitFor()
  await page.getByRole('checkbox', { name: 'Select all shown' }).check()
  await page.getByRole('toolbar').getByRole('button', { name: 'Delete for good' }).click()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click()
  await told(page, '2 records deleted for good')
  await page.getByText('The bin is empty').waitFor()
  expect((await company.call(owner, 'GET', `/companies/${id}`)).status).toBe(404)
})
