import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { drag, hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company
const stages = await company.stages()
const read = (id: string) => ask(owner, 'GET', `/deals/${id}`)
const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('what a stage asks for is set in settings, shown on the deal, and asked for when a card is dragged on', async () => {
  const settings = await company.page('/settings/pipelines')
  await settings.getByRole('button', { name: 'What Qualified asks for' }).click()
  const asks = settings.getByRole('dialog', { name: 'What Qualified asks for' })
  await asks.getByLabel('Field that must be known').selectOption('Amount')
  await asks.getByText('Amount is known').waitFor()
  await asks.getByLabel('To be ticked off').fill('Budget confirmed')
  await asks.getByRole('button', { name: 'Add', exact: true }).click()
  await asks.getByText('Budget confirmed', { exact: true }).waitFor()
  expect(await hindrances(settings)).toEqual([])

  const { id, title } = await company.deal({ name: 'Twelve bikes', owner: owner.id })
  const page = await company.page(`/deals/${id}`)
  const next = card(page, 'What comes next')
  await next.getByRole('checkbox', { name: 'Budget confirmed' }).waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.goto('/deals?show=board')
  await drag(
    page.getByRole('button', { name: title, exact: true }),
    page.getByRole('region', { name: 'Proposal', exact: true }),
  )
  const asked = page.getByRole('dialog', { name: 'Twelve bikes is not ready yet' })
  await asked.getByRole('checkbox', { name: 'Budget confirmed' }).check()
  expect(await hindrances(page)).toEqual([])
  expect((await read(id)).stage).toBe(stages.Qualified?.id)
  await asked.getByRole('textbox', { name: 'Amount' }).fill('4800')
  await asked.getByRole('button', { name: 'Move on' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await read(id)).toMatchObject({
    stage: stages.Proposal?.id,
    amount: { amount: '4800.00', currency: 'EUR' },
  })
})

test('a seller notes who decides, what they say and who else is there; the loss names the competitor', async () => {
  const ana = await company.person({ firstName: 'Ana', lastName: 'Duarte' })
  const objection = await ask(owner, 'POST', '/objections', { body: { name: 'Too expensive' } })
  await ask(owner, 'PUT', `/objections/${objection.id}/answers`, {
    body: { answers: [{ text: 'Show five years' }] },
  })
  const { id } = await company.deal({ name: 'Six bikes', person: ana.id, stage: stages.Proposal?.id })
  const page = await company.page(`/deals/${id}`)

  const people = card(page, 'Who has a say')
  await people.getByRole('combobox', { name: 'Add a person' }).fill('Ana')
  await page.getByRole('option', { name: 'Ana Duarte' }).click()
  await people.getByRole('combobox', { name: 'Role of Ana Duarte' }).selectOption('Decision maker')
  await people.getByRole('combobox', { name: 'Attitude of Ana Duarte' }).selectOption('Against it')

  const said = card(page, 'Objections')
  await said.getByLabel('They said').selectOption('Too expensive')
  await said.getByRole('button', { name: 'Put it down' }).click()
  await said
    .getByRole('combobox', { name: 'Answer to Too expensive' })
    .selectOption({ label: 'Show five years' })
  await said.getByText('It held', { exact: true }).click()

  const rivals = card(page, 'Competitors')
  await rivals.getByRole('combobox', { name: 'Add a competitor' }).fill('Rapidrad')
  await rivals.getByRole('combobox', { name: 'Add a competitor' }).press('Enter')
  await rivals.getByRole('combobox', { name: 'How it stands with Rapidrad' }).selectOption('Ahead of us')
  await expect
    .poll(async () => (await ask<{ data: unknown[] }>(owner, 'GET', `/deals/${id}/competitors`)).data)
    .toMatchObject([{ status: 'ahead' }])
  expect(await hindrances(page)).toEqual([])

  await page.getByRole('button', { name: 'Lost', exact: true }).click()
  await page.getByRole('combobox', { name: 'Why it was lost' }).fill('Price')
  await page.getByRole('combobox', { name: 'Lost to' }).fill('Rapidrad')
  await page.getByRole('textbox', { name: 'Note' }).fill('A tenth cheaper')
  await page.getByRole('button', { name: 'Mark as lost' }).click()
  await rivals.getByRole('combobox', { name: 'How it stands with Rapidrad' }).waitFor()
  await expect
    .poll(async () => (await ask<{ data: unknown[] }>(owner, 'GET', `/deals/${id}/competitors`)).data)
    .toMatchObject([{ status: 'lost_to' }])
  expect(await read(id)).toMatchObject({ lossReason: 'Price', closingNote: 'A tenth cheaper' })

  await page.goto('/objections')
  const play = card(page, 'Too expensive')
  await play.getByText('100%').first().waitFor()
  expect(await hindrances(page)).toEqual([])
})

test('a lead dragged to Disqualified is asked for its reason, and a deal is split in two and put together again', async () => {
  const ana = await company.person()
  const lead = await ask(owner, 'POST', '/leads', { body: { name: 'Only looking', person: ana.id } })
  const page = await company.page('/leads?show=board&filter=null', owner, {
    viewport: { width: 1800, height: 900 },
  })
  await drag(
    page.getByRole('button', { name: 'Only looking', exact: true }),
    page.getByRole('region', { name: 'Disqualified', exact: true }),
  )
  const asked = page.getByRole('dialog', { name: 'Disqualify' })
  await asked.getByRole('combobox', { name: 'Why it comes to nothing' }).fill('No budget')
  await asked.getByRole('button', { name: 'Disqualify' }).click()
  await asked.waitFor({ state: 'detached' })
  expect(await ask(owner, 'GET', `/leads/${lead.id}`)).toMatchObject({
    status: 'disqualified',
    reason: 'No budget',
  })

  const { id } = await company.deal({
    name: 'Two sites',
    amount: { amount: '1000.01', currency: 'EUR' },
    stage: stages.Proposal?.id,
  })
  await page.goto(`/deals/${id}`)
  await page.getByRole('button', { name: 'More to do with it' }).click()
  await page.getByRole('menuitem', { name: 'Split' }).click()
  const split = page.getByRole('dialog', { name: 'Split Two sites' })
  await split.getByRole('textbox', { name: 'Amount split off' }).fill('333.34')
  expect(await hindrances(page)).toEqual([])
  await split.getByRole('button', { name: 'Split' }).click()
  await page.getByRole('heading', { name: 'Two sites, part' }).waitFor()
  expect(await read(id)).toMatchObject({ amount: { amount: '666.67' } })
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await read(id)).amount).toMatchObject({ amount: '1000.01' })
})
