import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

interface Fixture {
  name: string
  mimeType: string
  buffer: Buffer
}

const csv = (name: string, text: string | Buffer): Fixture => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(text),
})
const json = (name: string, value: unknown): Fixture => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(value)),
})

/** Drops files on the page, as from the desktop. */
async function drop(page: Page, files: Fixture[]) {
  const carried = await page.evaluateHandle(
    (given) => {
      const transfer = new DataTransfer()
      for (const { name, mimeType, bytes } of given)
        transfer.items.add(new File([new Uint8Array(bytes)], name, { type: mimeType }))
      return transfer
    },
    files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] })),
  )
  const target = page.getByText('Drop CSV files here')
  for (const type of ['dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: carried })
}

const choose = (page: Page, files: Fixture[]) => page.locator('input[type=file]').first().setInputFiles(files)
const tryOut = (page: Page) => page.getByRole('button', { name: 'Try it out' }).click()
const found = async (plural: string, q: string) =>
  (await ask<{ data: Record<string, unknown>[] }>(owner, 'GET', `/${plural}`, { query: { q } })).data
/** A row of the counts, by the words that it begins with. */
const counts = async (page: Page, file: string) => {
  const cells = await page
    .getByRole('table', { name: 'Rows' })
    .getByRole('row', { name: file })
    .getByRole('cell')
    .allInnerTexts()
  const heads = await page.getByRole('table', { name: 'Rows' }).getByRole('columnheader').allInnerTexts()
  return Object.fromEntries(cells.map((cell, index) => [heads[index + 1], cell]))
}

/** Makes whoever writes the person of this first name wait until released, in the middle of the rows in hand. */
async function holdBefore(firstName: string) {
  const holder = new Client(company.connection)
  await holder.connect()
  onTestFinished(() => holder.end())
  await holder.query(`create function wait_for_holder() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(77); return new; end $$`)
  await holder.query(`create trigger wait_for_holder before insert on people for each row
    when (new.first_name = '${firstName}') execute function wait_for_holder()`)
  await holder.query('select pg_advisory_lock(77)')
  return { release: () => holder.query('select pg_advisory_unlock(77)') }
}

test('several files are dropped, understood, mended, tried out and imported', async () => {
  await ask(owner, 'POST', '/products', { body: { name: 'GTX Pro' } })
  const page = await company.page('/import')
  await page.getByText('Nothing has been imported yet').waitFor()
  expect(await hindrances(page)).toEqual([])
  await drop(page, [
    // Semicolons and an old encoding, to be detected.
    csv(
      'companies.csv',
      Buffer.from('name;city\nM\u00fcller Bikes;K\u00f6ln\nNorth Cycles;Oslo\n', 'latin1'),
    ),
    csv(
      'deals.csv',
      'id,deal name,account,product,stage,close date,amount\n' +
        'd1,Ten bikes,Müller Bikes,GTXPro,Won,03/04/2026,1200.50\n' +
        'd2,Two bikes,North Cycles,GTX Pro,Proposal,,300\n' +
        'd3,No amount,North Cycles,GTX Pro,Proposal,,many\n',
    ),
  ])
  await page
    .getByRole('button', { name: /^deals\.csv/ })
    .first()
    .click()
  const columns = page.getByRole('listitem')
  await columns.filter({ hasText: 'Ten bikes · Two bikes' }).waitFor()
  expect(await page.getByLabel('What close date fills').inputValue()).toBe('field:closedOn')
  // Words among the amounts cost their rows, not the column.
  expect(await page.getByLabel('What amount fills').inputValue()).toBe('field:amount')

  // The fourth of March or the third of April: only a person knows.
  await page.getByRole('group', { name: 'Which day is 03/04/2026?' }).getByLabel('4 Mar').check()
  expect(await hindrances(page)).toEqual([])

  await tryOut(page)
  await page.getByText('Words that mean nothing here yet').waitFor()
  await expect.poll(() => counts(page, 'companies.csv')).toMatchObject({ Rows: '2', New: '2', Refused: '0' })
  await expect.poll(() => counts(page, 'deals.csv')).toMatchObject({ Rows: '3', New: '1', Refused: '2' })
  await page.getByRole('row', { name: /deals.csv 4 amount many/ }).waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(await found('deals', 'bikes')).toEqual([])

  // What is meant is suggested by likeness; accepting it tries again.
  expect(await page.getByRole('combobox', { name: 'What “GTXPro” means' }).inputValue()).toBe('GTX Pro')
  await page.getByRole('button', { name: /Use 1 meaning/ }).click()
  await expect.poll(() => counts(page, 'deals.csv')).toMatchObject({ New: '2', Refused: '1' })

  await page.getByRole('button', { name: 'Import the rest now' }).click()
  await page.getByRole('link', { name: 'Open deals' }).waitFor()
  await expect.poll(() => counts(page, 'deals.csv')).toMatchObject({ New: '2', Refused: '1' })
  const [won] = await found('deals', 'Ten bikes')
  expect(won).toMatchObject({
    status: 'won',
    closedOn: '2026-03-04',
    amount: { amount: '1200.50', currency: 'EUR' },
  })
  expect((await found('companies', 'Müller')).map(({ name }) => name)).toEqual(['Müller Bikes'])

  const [refused] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download the refused rows/ }).click(),
  ])
  expect(await readFile(await refused.path(), 'utf8')).toContain('No amount')

  await page.getByRole('link', { name: 'Open deals' }).click()
  await page.getByText('Ten bikes').waitFor()
  await page.goto('/import')
  await page.getByRole('row', { name: /companies, deals imported/ }).waitFor()
})

const mapping = {
  name: 'Fleet',
  source: 'fleet',
  creates: {
    pipelines: [
      {
        name: 'Fleet',
        stages: [
          { name: 'Talking', kind: 'open' },
          { name: 'Signed', kind: 'won' },
        ],
      },
    ],
  },
  files: [
    { match: 'fleet*.csv', recordType: 'user', sourceId: 'rep', fields: [{ field: 'name', column: 'rep' }] },
    {
      match: 'fleet*.csv',
      recordType: 'deal',
      sourceId: 'id',
      fields: [
        { field: 'name', template: 'Fleet {id}' },
        { field: 'owner', column: 'rep', reference: { by: 'externalId' } },
        { field: 'pipeline', constant: 'Fleet', reference: { by: 'name' } },
        { field: 'stage', column: 'state', reference: { by: 'name' } },
      ],
    },
  ],
}

test('a mapping comes with its files; what is typed outlives a reload; saved, it is picked the next time', async () => {
  const rows = csv('fleet-2026.csv', 'id,rep,state\nf1,Rui Rep,Talking\nf2,Rui Rep,Signed\n')
  const page = await company.page('/import')
  await choose(page, [rows, json('fleet.json', mapping)])
  await page.getByRole('button', { name: /^fleet-2026\.csv as Deals/ }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Fleet of 2026')
  await page.reload()
  await page.getByRole('button', { name: /^fleet-2026\.csv as Deals/ }).waitFor()
  expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Fleet of 2026')
  expect(await page.getByRole('textbox', { name: 'Name of the new pipeline' }).inputValue()).toBe('Fleet')

  // Elsewhere too: two browsers say something else of the same draft, and the second is asked.
  const address = new URL(page.url()).pathname
  const name = (of: Page) => of.getByRole('textbox', { name: 'Name', exact: true })
  const kept = async () => (await ask(owner, 'GET', `/api/v1${address.replace('import', 'imports')}`))['name']
  await expect.poll(kept).toBe('Fleet of 2026')
  const elsewhere = await company.page(address)
  await expect.poll(() => name(elsewhere).inputValue()).toBe('Fleet of 2026')
  await page.context().setOffline(true)
  await name(page).fill('Fleet, mine')
  await page.getByText('The last changes are kept in this browser only').waitFor()
  await name(elsewhere).fill('Fleet, theirs')
  await expect.poll(kept).toBe('Fleet, theirs')
  await page.context().setOffline(false)
  await page.getByText('was changed on another page').waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(await name(page).inputValue()).toBe('Fleet, mine')
  await page.getByRole('button', { name: 'Take what was changed there' }).click()
  await expect.poll(() => name(page).inputValue()).toBe('Fleet, theirs')
  await name(page).fill('Fleet of 2026')

  await page.getByRole('button', { name: 'Save the mapping' }).click()
  await page.getByRole('menuitem', { name: 'Save the mapping' }).click()
  await page.getByText('The mapping Fleet of 2026 is saved').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: /Import now/ }).click()
  await page.getByRole('link', { name: 'Open deals' }).waitFor()
  expect(await found('deals', 'Fleet f2')).toMatchObject([{ status: 'won' }])

  // The same again, by the saved mapping: everything is known.
  await page.goto('/import')
  await page.getByRole('button', { name: 'Use the mapping Fleet of 2026' }).click()
  await page.getByText('waits for its file').first().waitFor()
  await choose(page, [rows])
  await page.getByRole('button', { name: /^fleet-2026\.csv as Deals/ }).waitFor()
  await tryOut(page)
  await page.getByRole('button', { name: /Import now/ }).waitFor()
  await expect.poll(() => counts(page, 'All files')).toMatchObject({ New: '0', Unchanged: '3', Refused: '0' })
})

test('a long import shows how far it is, is stopped, and goes on where it stopped', async () => {
  const people = Array.from(
    { length: 25_000 },
    (_, n) => `p${n},Given${n},Family${n},person${n}@many.example`,
  )
  const page = await company.page('/import')
  await choose(page, [csv('many people.csv', ['id,first name,last name,email', ...people].join('\n'))])
  await page.getByRole('button', { name: /^many people\.csv as People/ }).waitFor()
  await tryOut(page)
  const { release } = await holdBefore('Given15000')
  await page.getByRole('button', { name: 'Import now' }).click()
  await page.getByText(/10,000 of 25,000 rows/).waitFor()
  await page.getByText(/rows a second/).waitFor()
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: /Stopping after the rows in hand/ }).waitFor()
  await release()
  await page.getByText('What is in stays in').waitFor()
  const [row] = (
    await ask<{ data: { id: string; done: number; state: string }[] }>(owner, 'GET', '/imports', {
      query: { limit: 1 },
    })
  ).data
  expect(row).toMatchObject({ state: 'cancelled', done: 20_000 })
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('link', { name: 'Open people' }).waitFor({ timeout: 120_000 })
  await expect.poll(() => counts(page, 'many people.csv')).toMatchObject({ New: '25,000', Refused: '0' })
}, 240_000)

test('a double click begins an import once, and says nothing of the second', async () => {
  const page = await company.page('/import')
  await choose(page, [csv('twice.csv', 'first name,last name\nTwo,Clicks\n')])
  await page.getByRole('button', { name: /^twice\.csv as People/ }).waitFor()
  await tryOut(page)
  const asked: string[] = []
  page.on('request', (request) => void (request.url().endsWith('/start') && asked.push(request.method())))
  // Its answer waits, so that both clicks come before it.
  const { promise, resolve } = Promise.withResolvers<void>()
  await page.route('**/start', async (route) => {
    await promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Import now' }).dblclick()
  resolve()
  await page.getByRole('link', { name: 'Open people' }).waitFor()
  expect(asked).toEqual(['POST'])
  expect(await page.getByText('This import is running').count()).toBe(0)
})

test('an import that is not begun is listed, deleted and had again', async () => {
  const page = await company.page('/import')
  await choose(page, [csv('unsure.csv', 'first name,last name\nUma,Unsure\n')])
  await page.getByRole('button', { name: /^unsure\.csv as People/ }).waitFor()
  const names = async () =>
    (await ask<{ data: { name: string }[] }>(owner, 'GET', '/imports')).data.map(({ name }) => name)
  await expect.poll(names).toContain('unsure')
  await page.goto('/import')
  const row = page.getByRole('row', { name: /unsure being prepared/ })
  await row.getByRole('button', { name: 'Delete unsure' }).click()
  await row.waitFor({ state: 'detached' })
  await page.keyboard.press('Control+z')
  await row.getByRole('link', { name: 'unsure' }).click()
  await page.getByRole('button', { name: /^unsure\.csv as People/ }).waitFor()
})

test('an import is undone as a whole, after a look at what that does; what was changed since stays', async () => {
  const known = await company.person({ firstName: 'Uwe', lastName: 'Undo', email: 'uwe@undo.example' })
  const page = await company.page('/import')
  await choose(page, [
    csv(
      'undo.csv',
      'id,first name,last name,email,job title\nu1,Uwe,Undone,uwe@undo.example,Boss\nu2,Ulla,Undone,ulla@undo.example,\nu3,Ugo,Undone,ugo@undo.example,\n',
    ),
  ])
  await page.getByRole('button', { name: /^undo\.csv as People/ }).waitFor()
  await tryOut(page)
  await page.getByRole('button', { name: 'Import now' }).click()
  await page.getByRole('link', { name: 'Open people' }).waitFor()
  const [ugo] = await found('people', 'ugo@undo.example')
  await ask(owner, 'PATCH', `/people/${ugo?.['id'] as string}`, { body: { jobTitle: 'Kept' } })

  await page.getByRole('button', { name: 'Undo this import' }).click()
  await page.getByText('What it made goes to the bin: 2 people.').waitFor()
  await page.getByText('What it changed is as before again: 1 person.').waitFor()
  await page.getByText('1 record was changed since.').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Undo it' }).click()
  await page.getByText('1 record is in the bin').waitFor()
  await page.getByRole('row', { name: /Ugo Undone the record It was changed since/ }).waitFor()
  expect(await hindrances(page)).toEqual([])
  expect(await ask(owner, 'GET', `/people/${known.id}`)).toMatchObject({ lastName: 'Undo', jobTitle: null })
  expect(await found('people', 'ulla@undo.example')).toEqual([])
  await page.goto('/import')
  await page.getByRole('row', { name: /undo undone/ }).waitFor()
})

test('two hundred columns under a very long name stay usable, on a phone too', async () => {
  const names = Array.from({ length: 200 }, (_, n) => `column ${n}`)
  const name = `${'export of everything from the old system '.repeat(5)}.csv`
  const file = csv(
    name,
    `${['first name', ...names].join(',')}\n${['Ana', ...names.map((_, n) => `v${n}`)].join(',')}\n`,
  )
  for (const viewport of [
    { width: 1280, height: 900 },
    { width: 390, height: 844 },
  ]) {
    const page = await company.page('/import', owner, { viewport })
    await choose(page, [file])
    await page.getByText(/of 201 are used/).waitFor()
    await page.getByLabel('Find a column').fill('column 199')
    await page.getByLabel('What column 199 fills').selectOption({ label: 'Last name' })
    await page.getByText('v199').first().waitFor()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    )
    expect(await hindrances(page)).toEqual([])
  }
})

test('what cannot be taken is told with its reason', async () => {
  const page = await company.page('/import')
  await choose(page, [csv('empty.csv', ''), json('wrong.json', { name: 'x' })])
  await page.getByText(/empty\.csv was not taken\. The file is empty/).waitFor()
  await page.getByText(/wrong\.json is no mapping/).waitFor()
  // Nothing was begun in vain.
  expect(
    await ask<{ data: unknown[] }>(owner, 'GET', '/imports', { query: { limit: 200 } }),
  ).not.toMatchObject({
    data: expect.arrayContaining([expect.objectContaining({ name: '' })]),
  })
  await choose(page, [csv('things.csv', 'colour,size\nred,1\n')])
  await page
    .getByRole('button', { name: /^things\.csv/ })
    .first()
    .waitFor()
  await page.getByLabel('Each row is a').selectOption({ label: 'Product' })
  await tryOut(page)
  await page.getByText('things.csv: no column fills Name, which every product needs').waitFor()
})
