import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

/** Where it is noon by now, so that the hour of the run makes no difference. */
const off = new Date().getUTCHours() - 12
const noon = `Etc/GMT${off < 0 ? '-' : '+'}${Math.abs(off)}`

test('a list is made of people, called through by two keys a call, and taken back', async () => {
  const person = (firstName: string, values: object) =>
    company.person({ firstName, lastName: 'Call', source: 'fair', timeZone: noon, ...values })
  const ana = await person('Ana', { phone: '+351912000001', jobTitle: 'Buyer' })
  await person('Bo', { phone: '+351912000002', doNotContact: ['phone'] })
  const cai = await person('Cai', { phone: '+351912000003' })
  await ask(owner, 'POST', '/notes', { body: { person: ana.id, body: 'Likes tea' } })

  const filter = JSON.stringify({ field: 'source', op: 'is', value: 'fair' })
  const page = await company.page(`/people?filter=${encodeURIComponent(JSON.stringify(filter))}`)
  await page.getByRole('link', { name: 'Ana Call' }).first().waitFor()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Make a call list' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Fair in March')
  await page.getByRole('textbox', { name: 'Why they are called' }).fill('Left a card at the stand')
  await page.getByRole('textbox', { name: 'Script' }).fill('Ask what they liked.')
  await page.getByRole('button', { name: 'Make it and begin' }).click()

  await page.getByRole('heading', { name: 'Fair in March', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Ana Call' }).waitFor()
  for (const text of ['Left a card at the stand', 'Ask what they liked.', 'Likes tea'])
    await page.getByText(text).waitFor()
  await page.getByText(/^It is .* there$/).waitFor()
  expect(await page.getByRole('link', { name: '+351912000001' }).getAttribute('href')).toBe(
    'tel:+351912000001',
  )
  expect(await hindrances(page)).toEqual([])

  // Two keys, and who does not want to be called is passed over and said so.
  await page.locator('main').focus()
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Cai Call' }).waitFor()
  await page.getByText('Skipped, as they do not want to be called: Bo Call.').waitFor()
  const calls = () =>
    ask<{ data: { outcome: string; person: string }[] }>(owner, 'GET', '/calls').then(({ data }) =>
      data.map(({ outcome, person: of }) => [of, outcome]),
    )
  expect(await calls()).toEqual([[ana.id, 'reached']])

  // Called back on a day, with a next step.
  await page.keyboard.press('7')
  await page.getByLabel('Call back at').waitFor()
  await page.keyboard.press('t')
  await page.getByRole('textbox', { name: 'Subject' }).fill('Send the offer')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Nobody is left for now').waitFor()
  expect(await calls()).toEqual(expect.arrayContaining([[cai.id, 'call_back']]))
  await page.keyboard.press('Control+z')
  await page.getByRole('link', { name: 'Cai Call' }).waitFor()
  expect(await calls()).toEqual([[ana.id, 'reached']])
})

test('a meeting is planned, invited to, moved, and its new time is told', async () => {
  const ana = await company.person({ firstName: 'Ana', lastName: 'Duarte' })
  const made = await ask(owner, 'POST', '/meetings', {
    body: {
      subject: 'First visit',
      startsAt: '2999-03-01T10:00:00Z',
      person: ana.id,
      link: 'https://meet.example/x',
    },
  })
  const page = await company.page(`/meetings/${made.id}`)
  const head = page.getByRole('region', { name: 'Meeting', exact: true })
  await head.getByText('not invited yet').waitFor()
  expect(await hindrances(page)).toEqual([])
  await head.getByRole('button', { name: 'Send invitations' }).click()
  await head.getByText(/^invited/).waitFor()
  expect(await head.getByRole('link', { name: 'Join' }).getAttribute('href')).toBe('https://meet.example/x')

  await head.getByRole('button', { name: 'Move' }).click()
  const form = page.getByRole('dialog', { name: 'Move' })
  await form.getByLabel('Starts').fill('2999-03-02T11:00')
  await form.getByRole('button', { name: 'Move' }).click()
  await page.waitForURL((url) => !url.pathname.endsWith(made.id))
  await head.getByText('does not know of the change yet').waitFor()
  await head.getByRole('button', { name: 'Send the update' }).click()
  await head.getByText(/^invited/).waitFor()
  const { data } = await ask<{ data: { subject: string }[] }>(owner, 'GET', '/outbox')
  expect(data.map(({ subject }) => subject.split(':')[0])).toEqual(['Changed', 'Invitation'])
  expect(await ask(owner, 'GET', `/meetings/${made.id}`)).toMatchObject({ outcome: 'rescheduled' })
})

test('what a list says is mended, and it is handed over', async () => {
  const bea = await company.member('seller')
  const { title } = await ask(owner, 'GET', `/users/${bea.id}`)
  const ana = await company.person({ firstName: 'Ana', lastName: 'Mended', phone: '+351912000009' })
  const body = {
    name: 'Spring',
    recordType: 'person',
    selection: { ids: [ana.id] },
    reason: 'Old',
    shared: true,
  }
  await ask(owner, 'POST', '/call-lists', { body })
  const page = await company.page('/call-queue')
  await page.getByRole('button', { name: 'Edit Spring' }).click()
  const form = page.getByRole('dialog', { name: 'Edit Spring' })
  await form.getByRole('textbox', { name: 'Name' }).fill('Spring fair')
  await form.getByRole('textbox', { name: 'Why they are called' }).fill('Asked for it')
  await form.getByLabel('Owner').click()
  await page.getByRole('option', { name: title }).click()
  expect(await hindrances(page)).toEqual([])
  await form.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('listitem').filter({ hasText: 'Spring fair' }).getByText(title).waitFor()
})
