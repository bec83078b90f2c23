import { expect, test } from 'vitest'
import type { Attainment, QuotaGrid } from '../../../contract/sales/quotas.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { next, startOf } from '../../../contract/values/period.ts'
import { testCompany } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call } = company
const stages = await company.stages()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const quarter = startOf(today, 'quarter')
const year = Number(today.slice(0, 4))
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const north = await ask(owner, 'POST', '/teams', { body: { name: 'North' } })
const ana = await company.member('seller', { name: 'Ana', team: north.id })
const rui = await company.member('seller', { name: 'Rui', team: north.id })
await company.member('agent', { name: 'Agent' })

const set = (cells: unknown[], more: Record<string, unknown> = {}, who = owner) =>
  call<{ set: number }>(who, 'PUT', '/quotas', { body: { grain: 'quarter', cells, ...more } })
const grid = (query: Record<string, unknown> = {}) =>
  ask<QuotaGrid>(owner, 'GET', '/quotas', { query: { year, ...query } })
const rowOf = (of: QuotaGrid, name: string) => of.rows.find((row) => row.name === name)
const attained = async (name: string, query: Record<string, unknown> = {}) => {
  const { rows } = await ask<Attainment>(owner, 'GET', '/quotas/attainment', {
    query: { grain: 'quarter', ...query },
  })
  return rows.find((row) => row.name === name || (name === 'Company' && row.kind === 'company'))
}
const won = (values: Record<string, unknown>) =>
  company.deal({ stage: stages['Won']?.id, owner: ana.id, openedOn: quarter, closedOn: quarter, ...values })

test('quotas are set many at once; a team’s is its own, and its people’s sum stands beside it', async () => {
  expect((await set([{ user: ana.id, from: quarter, target: '100' }], {}, ana)).status).toBe(403)
  expect(
    (
      await set([
        { user: ana.id, from: quarter, target: '100.50' },
        { user: rui.id, from: quarter, target: '60' },
        { team: north.id, from: quarter, target: '150' },
      ])
    ).body,
  ).toEqual({ set: 3 })
  const all = await grid()
  const at = all.periods.indexOf(quarter)
  expect(all.rows.map(({ name }) => name)).toEqual(['North', 'Ana', 'Rui', 'Olga Owner'])
  expect(rowOf(all, 'North')?.targets[at]).toEqual(eur('150.00'))
  expect(rowOf(all, 'North')?.sums[at]).toEqual(eur('160.50'))
  expect(rowOf(all, 'Ana')?.targets[at]).toEqual(eur('100.50'))
  // What is there already is not written again.
  expect((await set([{ user: ana.id, from: quarter, target: '100.5' }])).body).toEqual({ set: 0 })
})

test('a wrong cell is named and nothing is set', async () => {
  const wrong = await set([
    { user: ana.id, from: quarter, target: '1' },
    { user: ana.id, from: quarter, target: '2' },
    { team: ana.id, from: `${quarter.slice(0, 8)}02`, target: '1.234' },
  ])
  expect(wrong.status).toBe(422)
  expect((wrong.body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
    'cells.1.from',
    'cells.2.team',
    'cells.2.from',
    'cells.2.target',
  ])
  expect((await attained('Ana'))?.quota).toEqual(eur('100.50'))
})

test('attainment, what is needed and coverage are those counted by hand', async () => {
  await won({ amount: eur('25.00') })
  await won({ amount: eur('15.20') })
  await won({ amount: null })
  await company.deal({ stage: stages['Lost']?.id, owner: ana.id, openedOn: quarter, closedOn: quarter })
  const open = (values: Record<string, unknown>) =>
    company.deal({ owner: ana.id, expectedCloseOn: next(quarter, 'quarter', 1).replace(/^/, ''), ...values })
  await open({ amount: eur('999.00') })
  await open({ amount: eur('120.60'), expectedCloseOn: today })
  await open({ amount: eur('500.00'), expectedCloseOn: today, forecastCategory: 'omitted' })
  expect(await attained('Ana')).toMatchObject({
    quota: eur('100.50'),
    won: eur('40.20'),
    attainment: 0.4,
    needed: eur('60.30'),
    open: eur('120.60'),
    coverage: 2,
    required: 4 / 3,
    met: false,
  })
  expect(await attained('North')).toMatchObject({
    quota: eur('150.00'),
    ofMembers: eur('160.50'),
    won: eur('40.20'),
  })
  expect(await attained('Company')).toMatchObject({ quota: eur('150.00') })
  expect(await attained('Rui')).toMatchObject({ attainment: 0, coverage: 0, required: null })
})

test('a quota that is met has no coverage, and says so', async () => {
  await set([{ user: ana.id, from: quarter, target: '40.20' }])
  expect(await attained('Ana')).toMatchObject({
    attainment: 1,
    needed: eur('0.00'),
    met: true,
    coverage: null,
  })
  await set([{ user: ana.id, from: quarter, target: '0' }])
  expect(await attained('Ana')).toMatchObject({ attainment: null, met: false, coverage: null })
  await set([{ user: ana.id, from: quarter, target: null }])
  expect(await attained('Ana')).toMatchObject({ quota: null, attainment: null, needed: null })
})

test('what a quota was is known as of any moment', async () => {
  await set([{ user: rui.id, from: quarter, target: '80' }])
  const { rows } = await company.database.pool.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
  )
  await set([{ user: rui.id, from: quarter, target: '90' }])
  expect((await attained('Rui', { asOf: rows[0]?.at }))?.quota).toEqual(eur('80.00'))
  expect((await attained('Rui'))?.quota).toEqual(eur('90.00'))
})

test('deals are counted, and those of one product family', async () => {
  const kit = await ask(owner, 'POST', '/products', { body: { name: 'Kit', family: 'Kits' } })
  await won({ amount: eur('8.00'), product: kit.id, owner: rui.id })
  await set([{ user: rui.id, from: quarter, target: '4' }], { measure: 'count' })
  await set([{ user: rui.id, from: quarter, target: '32' }], { measure: 'family', family: 'Kits' })
  expect(await attained('Rui', { measure: 'count' })).toMatchObject({
    quota: 4,
    won: 1,
    attainment: 0.25,
    needed: 3,
  })
  expect(await attained('Rui', { measure: 'family', family: 'Kits' })).toMatchObject({
    won: eur('8.00'),
    attainment: 0.25,
  })
  expect((await grid({ measure: 'count' })).families).toEqual(['Kits'])
  expect((await call(owner, 'GET', '/quotas', { query: { measure: 'family' } })).status).toBe(422)
  expect((await set([{ user: rui.id, from: quarter, target: '4.5' }], { measure: 'count' })).status).toBe(422)
})

test('a margin counts deals whose accepted lines all have a cost; others are left out', async () => {
  const quoted = async (cost: string | null) => {
    const deal = await company.deal({ owner: rui.id, expectedCloseOn: today })
    const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
    await ask(owner, 'PUT', `/quotes/${quote.id}/draft`, {
      body: { lines: [{ name: 'Kit', quantity: '2', price: '100.00', cost }], validUntil: '2999-12-31' },
    })
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${quote.id}/send`)
    const token = new URL(link).hash.slice(1)
    const { hash } = await ask<{ hash: string }>(owner, 'POST', '/public/quotes/open', { body: { token } })
    await ask(owner, 'POST', '/public/quotes/accept', {
      body: { token, hash, name: 'Eva', signature: 'Eva' },
    })
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: stages['Won']?.id } })
  }
  await quoted('70.00')
  await quoted(null)
  await set([{ user: rui.id, from: quarter, target: '120' }], { measure: 'margin' })
  expect(await attained('Rui', { measure: 'margin' })).toMatchObject({
    won: eur('60.00'),
    attainment: 0.5,
    coverage: null,
  })
  const { leftOut } = await ask<Attainment>(owner, 'GET', '/quotas/attainment', {
    query: { measure: 'margin' },
  })
  expect(leftOut.find(({ reason }) => reason === 'no-cost')?.n).toBeGreaterThan(0)
})

test('a period’s quotas are copied to another and scaled; what is there stays unless replaced', async () => {
  const to = next(quarter, 'quarter')
  const copy = (more: Record<string, unknown> = {}) =>
    ask<{ set: number }>(owner, 'POST', '/quotas/copy', {
      body: { grain: 'quarter', from: quarter, to, percent: 110, ...more },
    })
  expect(await copy()).toEqual({ set: 2 })
  expect(await copy({ percent: 50 })).toEqual({ set: 0 })
  expect((await attained('Rui', { day: to }))?.quota).toEqual(eur('99.00'))
  expect(await copy({ percent: 50, replace: true })).toEqual({ set: 2 })
  expect((await attained('Rui', { day: to }))?.quota).toEqual(eur('45.00'))
})
