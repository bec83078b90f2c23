import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

test('a day is worked off by keys: what is done, logged, put off or planned leaves it, and undo brings it back', async () => {
  const ana = await company.person({ firstName: 'Ana', lastName: 'Duarte' })
  // Of somebody else: a call with Ana would touch a deal of hers, and it would wait until tomorrow.
  const bo = await company.person()
  const deal = await company.deal({ name: 'Fleet', person: bo.id, expectedCloseOn: '2020-01-01' })
  const task = (subject: string, dueAt: string) =>
    ask(owner, 'POST', '/tasks', { body: { subject, dueAt, person: ana.id } })
  const [first, second] = [
    await task('Send the offer', '2020-01-01T09:00:00Z'),
    await task('Ask about the fair', '2020-01-02T09:00:00Z'),
  ]

  const page = await company.page('/today')
  const day = page.getByRole('region', { name: 'My day' })
  const item = (name: string) => day.getByRole('link', { name, exact: true })
  await item('Send the offer').waitFor()
  await item('Fleet').waitFor()
  expect(await hindrances(page)).toEqual([])

  // Done, and taken back.
  await page.keyboard.press('e')
  await item('Send the offer').waitFor({ state: 'detached' })
  expect(await ask(owner, 'GET', `/tasks/${first.id}`)).toMatchObject({ status: 'done' })
  await page.keyboard.press('Control+z')
  await item('Send the offer').waitFor()

  // Put off to tomorrow at its hour.
  await page.keyboard.press('s')
  const postpone = page.getByRole('form', { name: 'Postpone' })
  await postpone.getByRole('button', { name: 'Tomorrow' }).click()
  await item('Send the offer').waitFor({ state: 'detached' })
  expect(new Date(String((await ask(owner, 'GET', `/tasks/${first.id}`)).dueAt)).getTime()).toBeGreaterThan(
    Date.now(),
  )

  // A call is logged for the next one, which is done with it.
  await page.keyboard.press('c')
  const log = page.getByRole('form', { name: 'Log a call' })
  await log.getByRole('textbox', { name: 'What was said' }).fill('She comes to the fair')
  await page.keyboard.press('Control+Enter')
  await item('Ask about the fair').waitFor({ state: 'detached' })
  expect(await ask(owner, 'GET', `/tasks/${second.id}`)).toMatchObject({ status: 'done' })

  // The deal has its next step, and waits for it.
  await page.keyboard.press('j')
  await page.keyboard.press('p')
  const next = page.getByRole('form', { name: 'Plan the next step' })
  await next.getByRole('textbox', { name: 'Subject' }).fill('Call about the budget')
  await page.keyboard.press('Control+Enter')
  await item('Fleet').waitFor({ state: 'detached' })
  await day.getByText('Nothing needs you now').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('Control+z')
  await item('Fleet').waitFor()

  // Enter opens it beside, and the timeline of the person knows what was said.
  await item('Fleet').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'Fleet' }).waitFor()
  await page.goto(`/people/${ana.id}`)
  await page.getByText('She comes to the fair').waitFor()
  expect(deal.id).toBeTruthy()
})
