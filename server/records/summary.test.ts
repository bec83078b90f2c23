import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Summary } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company
const { Proposal, Won } = (await company.stages()) as { Proposal: AnyRecord; Won: AnyRecord }
await sql`insert into exchange_rates values ('USD', '2020-01-01', 0.5), ('JPY', '2020-01-01', 0.01)`.execute(
  db,
)
const amounts: [AnyRecord, string | null, string][] = [
  [Proposal, '100.10', 'EUR'],
  [Proposal, '0.20', 'EUR'],
  [Proposal, '10', 'USD'],
  [Proposal, '1000', 'JPY'],
  [Proposal, null, 'EUR'],
  [Won, '5', 'GBP'],
  [Won, '5', 'EUR'],
]
for (const [stage, amount, currency] of amounts)
  await company.deal({
    stage: stage.id,
    amount: amount && { amount, currency },
    source: amount ? 'web' : null,
  })

const summary = (query: Record<string, unknown>) => ask<Summary>(owner, 'GET', '/deals/summary', { query })

describe('a summary', () => {
  test('adds money by currency, and in the organisation’s where every rate is known', async () => {
    const { groups } = await summary({ groupBy: 'stage', sum: 'amount' })
    expect(groups.find(({ key }) => key === Proposal.id)).toEqual({
      key: Proposal.id,
      count: 5,
      sums: [
        { amount: '100.30', currency: 'EUR' },
        { amount: '1000', currency: 'JPY' },
        { amount: '10.00', currency: 'USD' },
      ],
      total: { amount: '115.30', currency: 'EUR' },
    })
    expect(groups.find(({ key }) => key === Won.id)).toMatchObject({ count: 2, total: null })
  })

  test('counts blanks apart, within the filter', async () => {
    expect((await summary({ groupBy: 'source' })).groups).toEqual([
      { key: 'web', count: 6, sums: [], total: null },
      { key: null, count: 1, sums: [], total: null },
    ])
    expect(
      (await summary({ groupBy: 'status', filter: { field: 'status', op: 'is', value: 'won' } })).groups,
    ).toMatchObject([{ key: 'won', count: 2 }])
  })

  test('is refused by or of what cannot be', async () => {
    for (const [query, field] of [
      [{ groupBy: 'nonsense' }, 'groupBy'],
      [{ groupBy: 'constructor' }, 'groupBy'],
      [{ groupBy: 'stage"' }, 'groupBy'],
      [{ groupBy: 'stage', sum: 'name' }, 'sum'],
      [{ groupBy: 'stage', sum: '__proto__' }, 'sum'],
      [{}, 'groupBy'],
    ] as const) {
      const answer = await call(owner, 'GET', '/deals/summary', { query })
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, field])
    }
  })
})
