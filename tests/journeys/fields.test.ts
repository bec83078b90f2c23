import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { OwnField } from '../../contract/records/own-field.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

const told = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()
const form = (page: Page) => page.getByRole('dialog')
const add = (input: Record<string, unknown>) =>
  ask<OwnField>(owner, 'POST', '/fields', { body: { recordType: 'company', ...input } })

test('a field is added, used in a form, a column and a filter, and exported', async () => {
  const list = await company.page('/companies?create=true')
  await list.getByRole('textbox', { name: 'Name' }).fill('Heron Ltd')
  const page = await company.page('/settings/fields')
  await page.getByText('No fields of your own yet').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Companies' }).click()
  await page.getByRole('button', { name: 'Companies', pressed: true }).waitFor()
  await page.keyboard.press('c')
  await form(page).getByRole('textbox', { name: 'Name' }).fill('Tier')
  await form(page).getByRole('combobox', { name: 'Type' }).click()
  await page.getByRole('option', { name: /^Choice of one/ }).click()
  await form(page).getByRole('textbox', { name: 'Option 1' }).fill('Gold')
  await page.keyboard.press('Enter')
  await page.keyboard.type('Silver')
  expect(await hindrances(page)).toEqual([])
  await form(page).getByRole('button', { name: 'Add field' }).click()
  await told(page, '“Tier” is there')
  await page.getByRole('row', { name: /Tier Choice of one/ }).waitFor()

  // A form that has been open all along has it too, and loses nothing of what was typed.
  await list.getByRole('button', { name: /more field/ }).click()
  await list.getByRole('combobox', { name: 'Tier' }).click()
  await list.getByRole('option', { name: 'Gold' }).click()
  await list.getByRole('button', { name: 'Create', exact: true }).click()
  await told(list, 'Heron Ltd is created')
  await company.company({ name: 'Plain Ltd' })

  await list.getByRole('button', { name: 'Columns' }).click()
  await list.getByRole('checkbox', { name: 'Tier' }).check()
  await list.keyboard.press('Escape')
  await list.getByRole('columnheader', { name: 'Tier' }).waitFor()
  await list
    .getByRole('row', { name: /Heron Ltd/ })
    .getByText('Gold')
    .waitFor()
  const filter = encodeURIComponent(JSON.stringify({ field: 'own_tier', op: 'is', value: 'gold' }))
  await list.goto(`/companies?filter=${filter}`)
  await list.getByRole('row', { name: /Heron Ltd/ }).waitFor()
  await expect.poll(() => list.getByRole('row').count()).toBe(2)

  const { text } = await company.call(owner, 'GET', '/companies/export', {
    query: { fields: 'name,own_tier', sort: 'name' },
  })
  expect(text.split('\r\n').slice(0, 3)).toEqual(['\uFEFFName,Tier', 'Heron Ltd,Gold', 'Plain Ltd,'])

  // In the menu of columns a field is added where it is missed, and shown at once.
  await list.getByRole('button', { name: 'Columns' }).click()
  await list.getByRole('button', { name: 'Add field' }).click()
  await form(list).getByRole('textbox', { name: 'Name' }).fill('Shop')
  await form(list).getByRole('button', { name: 'Add field' }).click()
  await list.getByRole('columnheader', { name: 'Shop' }).waitFor()
})

test('an open page follows: a field that is renamed, put in order and retired', async () => {
  const first = await add({ type: 'text', label: 'First clue' })
  await add({ type: 'text', label: 'Second clue' })
  const made = await company.company({ name: 'Followed', own_first_clue: 'A trace' })
  const page = await company.page(`/companies/${made.id}`)
  await page.getByText('A trace').waitFor()

  const settings = await company.page('/settings/fields?type=company')
  await settings.getByRole('button', { name: 'Move Second clue: drag it, or use the arrow keys' }).focus()
  await settings.keyboard.press('ArrowUp')
  const names = () => settings.getByRole('row', { name: /clue/ }).allInnerTexts()
  await expect.poll(async () => (await names())[0]).toContain('Second clue')
  await settings.getByRole('button', { name: 'Change First clue' }).click()
  await form(settings).getByRole('textbox', { name: 'Name' }).fill('Clue of old')
  await form(settings).getByRole('button', { name: 'Save' }).click()
  await page.getByRole('term').filter({ hasText: 'Clue of old' }).waitFor()

  await ask(owner, 'POST', '/views', {
    body: {
      type: 'company',
      name: 'With clues',
      definition: { filter: { field: first.name, op: 'notEmpty' }, columns: [{ field: first.name }] },
    },
  })
  await settings.getByRole('button', { name: 'Retire Clue of old' }).click()
  await form(settings).getByText('1 record has a value').waitFor()
  await form(settings).getByText('Views that filter by it, and will show more: “With clues”').waitFor()
  expect(await hindrances(settings)).toEqual([])
  await form(settings).getByRole('button', { name: 'Retire', exact: true }).click()
  await told(settings, '“Clue of old” is retired')
  await page.getByText('A trace').waitFor({ state: 'detached' })

  // A view that asks for it still opens.
  const views = await ask<{ data: { id: string }[] }>(owner, 'GET', '/views', { query: { type: 'company' } })
  const list = await company.page(`/companies?view=${views.data[0]?.id}`)
  await list.getByRole('row', { name: /Followed/ }).waitFor()

  await settings.getByRole('button', { name: 'Bring Clue of old back' }).click()
  await page.getByText('A trace').waitFor()
})

test('a column of a file becomes a field with one click, read as what its values are', async () => {
  const page = await company.page('/import')
  const rows = ['Ana,ana@file.example,Gold,03.04.2027', 'Rui,rui@file.example,Silver,15.05.2027']
  const more = Array.from({ length: 6 }, (_, i) => `P${i},p${i}@file.example,Gold,2${i}.06.2027`)
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([
      {
        name: 'people.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(['first name,e-mail,Loyalty,Contract end', ...rows, ...more].join('\n')),
      },
    ])
  await page.getByRole('button', { name: 'Add a field for “Loyalty”' }).click()
  await expect.poll(() => page.getByLabel('What Loyalty fills').inputValue()).toBe('field:own_loyalty')
  await page.getByRole('button', { name: 'Add a field for “Contract end”' }).click()
  await expect
    .poll(() => page.getByLabel('What Contract end fills').inputValue())
    .toBe('field:own_contract_end')
  await page.getByRole('button', { name: 'Try it out' }).click()
  await page.getByRole('button', { name: /^Import/ }).click()
  await expect
    .poll(
      async () =>
        (
          await ask<{ data: AnyRecord[] }>(owner, 'GET', '/people', {
            query: { filter: { field: 'own_loyalty', op: 'is', value: 'silver' } },
          })
        ).data,
    )
    .toMatchObject([{ firstName: 'Rui', own_contract_end: '2027-05-15' }])
})
