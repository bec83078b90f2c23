import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { SalesCost } from '../../../contract/sales/sales-costs.ts'
import { testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const eur = (amount: string) => ({ amount, currency: 'EUR' })

interface Costs {
  currency: string
  data: SalesCost[]
  lagDays: number | null
}
const costs = (query = {}) => ask<Costs>(owner, 'GET', '/sales-costs', { query })
const set = (given: Record<string, unknown>[]) =>
  ask<{ data: SalesCost[] }>(owner, 'PUT', '/sales-costs', { body: { costs: given } })

test('costs stand by month, kind and channel; zero is kept and null takes away', async () => {
  await set([
    { month: '2025-01-01', kind: 'salaries', amount: eur('18400.00') },
    { month: '2025-01-01', kind: 'marketing', channel: 'paid_search', amount: eur('900') },
    { month: '2025-01-01', kind: 'marketing', amount: eur('100') },
    { month: '2025-02-01', kind: 'tools', amount: eur('0') },
  ])
  expect((await costs({ from: '2025-01-15', to: '2025-02-02' })).data).toEqual([
    { month: '2025-01-01', kind: 'salaries', channel: null, amount: eur('18400.00') },
    { month: '2025-01-01', kind: 'marketing', channel: null, amount: eur('100.00') },
    { month: '2025-01-01', kind: 'marketing', channel: 'paid_search', amount: eur('900.00') },
    { month: '2025-02-01', kind: 'tools', channel: null, amount: eur('0.00') },
  ])
  expect((await costs({ from: '2025-02-01', to: '2025-03-01' })).data).toHaveLength(1)
  const { data } = await set([
    { month: '2025-01-01', kind: 'salaries', amount: eur('18400') },
    { month: '2025-01-01', kind: 'marketing', amount: null },
    { month: '2025-02-01', kind: 'tools', amount: eur('12.34') },
  ])
  expect(data).toEqual([{ month: '2025-02-01', kind: 'tools', channel: null, amount: eur('12.34') }])
  expect((await costs()).data.map(({ kind, channel }) => channel ?? kind)).toEqual([
    'salaries',
    'paid_search',
    'tools',
  ])
  const { rows } = await sql<{ changes: unknown }>`
    select data -> 'changes' as changes from events where type = 'sales-costs.set' order by id desc limit 1`.execute(
    db,
  )
  expect(rows[0]?.changes).toEqual({
    '2025-01-01 marketing': [eur('100.00'), null],
    '2025-02-01 tools': [eur('0.00'), eur('12.34')],
  })
})

test('all of it is set, or nothing; what cannot be is refused with its place', async () => {
  const before = (await costs()).data
  const refused = async (...given: Record<string, unknown>[]) => {
    const { status, body } = await call(owner, 'PUT', '/sales-costs', { body: { costs: given } })
    return [status, body.errors?.[0]?.path]
  }
  const right = { month: '2025-05-01', kind: 'tools', amount: eur('1') }
  expect(await refused(right, { ...right, month: '2025-05-02' })).toEqual([422, 'costs.1.month'])
  expect(await refused(right, { ...right, amount: { amount: '1', currency: 'USD' } })).toEqual([
    422,
    'costs.1.amount',
  ])
  expect(await refused(right, { ...right, amount: eur('-1') })).toEqual([422, 'costs.1.amount'])
  expect(await refused(right, { ...right, channel: 'email' })).toEqual([422, 'costs.1.channel'])
  expect((await costs()).data).toEqual(before)
})

test('the lag is the median cycle until it is chosen', async () => {
  expect((await costs()).lagDays).toBeNull()
  await ask(owner, 'PUT', '/sales-costs/lag', { body: { lagDays: 45 } })
  expect((await costs()).lagDays).toBe(45)
  await ask(owner, 'PUT', '/sales-costs/lag', { body: { lagDays: null } })
  expect((await costs()).lagDays).toBeNull()
  expect((await call(owner, 'PUT', '/sales-costs/lag', { body: { lagDays: -1 } })).status).toBe(422)
})

test('owners, administrators and managers know the costs and what is made of them, nobody else', async () => {
  const year = { from: '2025-01-01', to: '2026-01-01' }
  const copy = async (of: string) =>
    (await ask<{ key: string }>(owner, 'POST', '/roles', { body: { name: `Own ${of}`, copyOf: of } })).key
  for (const [role, knows] of [
    ['administrator', true],
    ['manager', true],
    [await copy('manager'), true],
    ['seller', false],
    ['marketer', false],
    ['agent', false],
    ['viewer', false],
    [await copy('seller'), false],
  ] as const) {
    const who = await app.member(role)
    const status = knows ? 200 : 403
    expect([role, (await call(who, 'GET', '/sales-costs')).status]).toEqual([role, status])
    const body = { costs: [{ month: '2025-06-01', kind: 'other', amount: eur('5') }] }
    expect((await call(who, 'PUT', '/sales-costs', { body })).status).toBe(status)
    expect((await call(who, 'PUT', '/sales-costs/lag', { body: { lagDays: null } })).status).toBe(status)
    for (const slug of ['sales.acquisition-cost', 'sales.acquisition-payback'])
      for (const path of [`/metrics/${slug}`, `/metrics/${slug}/records`])
        expect((await call(who, 'GET', path, { query: year })).status).toBe(status)
    const { data } = await ask<{ data: { slug: string }[] }>(who, 'GET', '/metrics')
    expect(data.some(({ slug }) => slug === 'sales.acquisition-cost')).toBe(knows)
  }
  const key = await app.key(['deal:read', 'company:read', 'person:read'])
  expect((await call(key, 'GET', '/sales-costs')).status).toBe(403)
  expect((await call(await app.key(['all']), 'GET', '/sales-costs')).status).toBe(200)
})
