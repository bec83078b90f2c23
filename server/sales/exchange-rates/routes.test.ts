import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { ExchangeRate } from '../../../contract/sales/exchange-rates.ts'
import { testCompany } from '../../../tests/builders.ts'
import { convert } from '../../records/rates.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const stages = await app.stages()

type Rates = {
  currency: string
  data: ExchangeRate[]
  missing: { currency: string; deals: number; since: string | null }[]
}
const rates = () => ask<Rates>(owner, 'GET', '/exchange-rates')
const set = (currency: string, fromOn: string, rate: string) =>
  ask<ExchangeRate & { filled: number }>(owner, 'PUT', `/exchange-rates/${currency}/${fromOn}`, {
    body: { rate },
  })
const won = (amount: string, currency: string, closedOn: string) =>
  app.deal({ amount: { amount, currency }, openedOn: '2024-01-01', stage: stages['Won']?.id, closedOn })
async function frozen(id: string): Promise<string | null> {
  const { rows } = await sql<{
    amount: string | null
  }>`select closed_amount::text as amount from deals where id = ${id}`.execute(db)
  return rows[0]?.amount ?? null
}

test('a rate set later fills in the deals that closed from its day on, and changes none that is known', async () => {
  const [before, after, later] = [
    await won('100.00', 'USD', '2025-01-31'),
    await won('100.00', 'USD', '2025-02-01'),
    await won('10.05', 'USD', '2025-03-05'),
  ]
  expect((await rates()).missing).toEqual([{ currency: 'USD', deals: 3, since: '2025-01-31' }])

  expect(await set('USD', '2025-03-01', '0.5')).toMatchObject({ rate: '0.5', filled: 1 })
  expect(await set('USD', '2025-02-01', '0.9')).toMatchObject({ filled: 1 })
  // 5.025 is a tie: it goes to the even cent.
  expect([await frozen(before.id), await frozen(after.id), await frozen(later.id)]).toEqual([
    null,
    '9000',
    '502',
  ])

  expect(await set('USD', '2025-02-01', '0.8')).toMatchObject({ rate: '0.8', filled: 0 })
  expect(await frozen(after.id)).toBe('9000')
  expect((await rates()).data).toEqual([
    { currency: 'USD', fromOn: '2025-03-01', rate: '0.5' },
    { currency: 'USD', fromOn: '2025-02-01', rate: '0.8' },
  ])
})

test('filling in counts as closing counts, whatever the decimals of the currencies', async () => {
  const cases = [
    ['JPY', '12345', '0.00613'],
    ['KWD', '1.005', '3.01'],
    ['GBP', '0.05', '0.5'],
    ['CHF', '123456789.01', '1.043210987654'],
  ] as const
  for (const [currency, amount, rate] of cases) {
    const deal = await won(amount, currency, '2025-06-01')
    await set(currency, '2025-06-01', rate)
    const minor = BigInt(amount.replace('.', ''))
    expect(await frozen(deal.id)).toBe(String(convert(minor, currency, 'EUR', rate)))
  }
})

test('deleting a rate leaves what it froze', async () => {
  await set('BRL', '2025-01-01', '0.2')
  const deal = await won('50.00', 'BRL', '2025-02-02')
  await ask(owner, 'DELETE', '/exchange-rates/BRL/2025-01-01')
  expect(await frozen(deal.id)).toBe('1000')
  expect((await call(owner, 'DELETE', '/exchange-rates/BRL/2025-01-01')).status).toBe(404)
})

test('an open deal in a currency without a rate in force is told of', async () => {
  await app.deal({ amount: { amount: '1.00', currency: 'SEK' } })
  await set('SEK', '2999-01-01', '0.09')
  expect((await rates()).missing).toEqual(
    expect.arrayContaining([{ currency: 'SEK', deals: 1, since: null }]),
  )
  await set('SEK', '2020-01-01', '0.09')
  expect((await rates()).missing.map(({ currency }) => currency)).not.toContain('SEK')
})

test('what was set, changed and deleted is in the ledger, once each', async () => {
  await set('NOK', '2025-01-01', '0.08')
  await set('NOK', '2025-01-01', '0.08')
  await set('NOK', '2025-01-01', '0.09')
  await ask(owner, 'DELETE', '/exchange-rates/NOK/2025-01-01')
  const { rows } = await sql`select type, actor_id, origin, data from events
    where subject_type = 'exchange-rate' and data ->> 'title' like 'NOK%' order by id`.execute(db)
  const told = (type: string, before: string | null, after: string | null) => ({
    type: `exchange-rate.${type}`,
    actor_id: owner.id,
    origin: 'web',
    data: { title: 'NOK, 2025-01-01', changes: { rate: [before, after] } },
  })
  expect(rows).toEqual([
    told('set', null, '0.08'),
    told('set', '0.08', '0.09'),
    told('removed', '0.09', null),
  ])
})

test('administrators write, all see; nonsense is refused with its field', async () => {
  const seller = await app.member('seller')
  expect((await call(seller, 'GET', '/exchange-rates')).status).toBe(200)
  expect((await call(seller, 'PUT', '/exchange-rates/USD/2025-01-01', { body: { rate: '1' } })).status).toBe(
    403,
  )
  expect((await call(seller, 'DELETE', '/exchange-rates/USD/2025-03-01')).status).toBe(403)
  const refused = async (path: string, rate: string) => {
    const { status, body } = await call(owner, 'PUT', `/exchange-rates/${path}`, { body: { rate } })
    return [status, body.errors?.[0]?.path]
  }
  expect(await refused('EUR/2025-01-01', '1')).toEqual([422, 'currency'])
  expect(await refused('USD/2025-02-30', '1')).toEqual([422, 'fromOn'])
  for (const rate of ['0', '0.0', '-1', '1e3', 'NaN', '1.1234567890123'])
    expect(await refused('USD/2025-01-01', rate)).toEqual([422, 'rate'])
})
