import { expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask } = company

test('a lead arrives by the API, is assigned, seen in Today, worked, qualified and converted to a deal on the board', async () => {
  const seller = await company.member('seller', { name: 'Mira Sokolova' })
  // Open at all hours, so that the clock reads the same whenever this runs.
  const week = Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' }))
  await ask(owner, 'PATCH', '/lead-settings', { body: { week, respondWithin: 120 } })
  const rule = { name: 'Fairs', filter: { field: 'source', op: 'is', value: 'fair' }, way: 'roundRobin' }
  await ask(owner, 'PUT', '/assignment-rules', { body: { rules: [{ ...rule, members: [seller.id] }] } })

  const page = await company.page('/today', seller)
  await page.getByText('Nothing needs you now').waitFor()
  const porto = await company.company({ name: 'Velo Porto' })
  const ana = await company.person({
    firstName: 'Ana',
    lastName: 'Duarte',
    company: porto.id,
    source: 'fair',
  })
  const key = await company.key()
  const lead = await ask(key, 'POST', '/leads', {
    body: { name: 'Price for 12 e-bikes', person: ana.id, interest: 'Twelve for couriers, by June' },
  })
  expect(lead).toMatchObject({ owner: seller.id, company: porto.id })

  // Today shows it with its clock, and one key leads to it.
  const waiting = page.getByRole('region', { name: 'My day' })
  await waiting.getByRole('link', { name: 'Price for 12 e-bikes' }).waitFor()
  await waiting.getByText(/left$|^by /).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.keyboard.press('o')
  const head = page.getByRole('region', { name: 'Lead', exact: true })
  await head.getByText('Twelve for couriers, by June').waitFor()
  await head.getByText('Owner: Mira Sokolova').waitFor()
  await head.getByText('nothing known yet').waitFor()
  expect(await hindrances(page)).toEqual([])

  // A note is the first touch: the clock stops, and work has begun.
  await page.keyboard.press('n')
  const written = page.getByRole('dialog', { name: 'Write a note' })
  await written.getByRole('textbox').first().fill('Called her: wants an offer this week')
  await written.getByRole('button', { name: 'Create' }).click()
  await written.waitFor({ state: 'detached' })
  await head.getByText('Working', { exact: true }).waitFor()
  await head.getByText('answered in time').waitFor()

  // The guide is answered by keyboard.
  await page.keyboard.press('a')
  const budget = page.getByRole('radiogroup', { name: 'Budget' })
  await expect
    .poll(() => budget.getByRole('radio', { name: '?' }).evaluate((one) => one === document.activeElement))
    .toBe(true)
  await page.keyboard.press('ArrowRight')
  await head.getByText('25 of 100').waitFor()
  expect(await ask(owner, 'GET', `/leads/${lead.id}`)).toMatchObject({ score: 25 })

  await budget.getByRole('radio', { name: 'Yes' }).evaluate((one) => (one as HTMLElement).blur())
  await page.keyboard.press('q')
  await head.getByText('Qualified', { exact: true }).waitFor()
  await page.keyboard.press('d')
  const form = page.getByRole('dialog', { name: 'Convert to deal' })
  await form.getByLabel('Name of the deal').fill('12 e-bikes, Porto')
  expect(await hindrances(page)).toEqual([])
  await form.getByRole('button', { name: 'Convert to deal' }).click()
  await page.getByRole('heading', { name: '12 e-bikes, Porto' }).waitFor()

  await page.goto(new URL('/deals?show=board', page.url()).href)
  await page
    .getByRole('region', { name: 'Qualified', exact: true })
    .getByRole('button', { name: '12 e-bikes, Porto', exact: true })
    .waitFor()
  await page.goto(new URL(`/people/${ana.id}`, page.url()).href)
  for (const told of [
    'Lead created',
    'Lead assigned',
    'Lead first touched',
    'Lead qualified',
    'Lead converted',
  ])
    await page.getByText(told, { exact: true }).first().waitFor()
})

test('the list opens with one’s own open leads; a lead is put aside and comes to nothing only with a reason', async () => {
  const mine = await ask(owner, 'POST', '/leads', {
    body: { name: 'Mine', person: (await company.person()).id, owner: owner.id },
  })
  await ask(owner, 'POST', '/leads', { body: { name: 'Nobody’s', person: (await company.person()).id } })
  const page = await company.page('/leads')
  await page.getByRole('heading', { name: 'My open leads' }).waitFor()
  await page.getByRole('link', { name: 'Mine', exact: true }).waitFor()
  expect(await page.getByRole('link', { name: 'Nobody’s' }).count()).toBe(0)
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: /^My open leads/ }).click()
  await page.getByRole('menuitem', { name: 'All leads' }).click()
  await page.getByRole('link', { name: 'Nobody’s' }).click()
  await page.getByText(/Nobody has it/).waitFor()

  await page.goto(new URL(`/leads/${mine.id}`, page.url()).href)
  const head = page.getByRole('region', { name: 'Lead', exact: true })
  await head.getByRole('button', { name: 'Disqualify' }).waitFor()
  await page.keyboard.press('x')
  const form = page.getByRole('dialog', { name: 'Disqualify' })
  await form.getByRole('button', { name: 'Disqualify' }).click()
  await form.getByText('Say why').waitFor()
  await form.getByRole('combobox').fill('Only looking')
  await form.getByRole('button', { name: 'Disqualify' }).click()
  await head.getByText('Only looking').waitFor()
  await page.keyboard.press('Control+z')
  await head.getByText('New', { exact: true }).waitFor()
})

test('rules, hours and the framework are set on one page, and an absence in the account', async () => {
  const page = await company.page('/settings/leads')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByLabel('Name of the rule').last().fill('Everything else')
  await page.getByRole('combobox', { name: 'Members' }).last().click()
  await page.getByRole('option', { name: 'Olga Owner' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Add rule' }).click()
  await page.getByRole('button', { name: 'Move “Everything else” up' }).waitFor()
  const rules = () => ask<{ data: { name: string }[] }>(owner, 'GET', '/assignment-rules')
  await expect
    .poll(async () => (await rules()).data.map(({ name }) => name))
    .toEqual(['Fairs', 'Everything else'])
  await page.getByRole('button', { name: 'Move “Everything else” up' }).click()
  await expect.poll(async () => (await rules()).data[0]?.name).toBe('Everything else')
  // Closing before opening is said to be wrong where it is typed; midnight ends the day.
  const opens = page.getByLabel('Monday opens', { exact: true })
  await opens.fill('09:00')
  await opens.blur()
  const monday = async () => (await ask<{ week: unknown[] }>(owner, 'GET', '/lead-settings')).week[0]
  await expect.poll(monday).toEqual({ from: '09:00', to: '24:00' })
  const closes = page.getByLabel('Monday closes', { exact: true })
  await closes.fill('17:00')
  await closes.blur()
  await expect.poll(monday).toEqual({ from: '09:00', to: '17:00' })
  await closes.fill('07:00')
  await closes.blur()
  await page.getByText('Closing comes after opening').waitFor()
  await closes.fill('00:00')
  await closes.blur()
  await page.getByText('Closing comes after opening').waitFor({ state: 'detached' })
  await expect.poll(monday).toEqual({ from: '09:00', to: '24:00' })
  await page.getByRole('combobox', { name: 'Qualification framework' }).selectOption('meddic')
  await page.getByText('Economic buyer').waitFor()
  expect(await hindrances(page)).toEqual([])

  await page.goto(new URL('/account', page.url()).href)
  await page.getByLabel('Last day').fill('2999-01-01')
  await page.getByRole('region', { name: 'Away' }).getByRole('button', { name: 'Save' }).click()
  await page.getByText(/^You are away from/).waitFor()
  await expect
    .poll(
      async () =>
        (await ask<{ absence: { untilOn: string } | null }>(owner, 'GET', '/me/settings')).absence?.untilOn,
    )
    .toBe('2999-01-01')
})
