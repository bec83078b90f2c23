import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Groups } from '../../contract/records/groups.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company
const { Proposal, Won, Discovery } = await company.stages()
await sql`insert into exchange_rates values ('USD', '2020-01-01', 0.5)`.execute(db)

const rows: [AnyRecord | undefined, string | null, string, string | null, number | null][] = [
  [Proposal, '100.10', 'EUR', '2026-03-31', 0.5],
  [Proposal, '10', 'USD', '2026-03-01', null],
  [Proposal, '5', 'GBP', '2026-02-28', 0.25],
  [Proposal, null, 'EUR', null, null],
  [Discovery, '1', 'EUR', '2026-04-01', null],
  [Won, '7', 'USD', '2025-12-31', null],
]
for (const [stage, amount, currency, expectedCloseOn] of rows)
  await company.deal({ stage: stage?.id, amount: amount && { amount, currency }, expectedCloseOn })

const groups = (query: Record<string, unknown>, plural = 'deals', who: TestCaller = owner) =>
  ask<Groups>(who, 'GET', `/${plural}/groups`, { query })

describe('groups', () => {
  test('count and add up the whole list, converted where there is a rate, and tell what is not', async () => {
    const told = await groups({ groupBy: 'stage', sums: 'amount' })
    const of = (stage?: AnyRecord) => told.groups.find(({ key }) => key === stage?.id)
    expect(of(Proposal)).toMatchObject({
      title: 'Proposal',
      count: 4,
      sums: {
        amount: {
          number: null,
          money: [
            { amount: '100.10', currency: 'EUR' },
            { amount: '5.00', currency: 'GBP' },
            { amount: '10.00', currency: 'USD' },
          ],
          total: { amount: '105.10', currency: 'EUR' },
          unconverted: [{ amount: '5.00', currency: 'GBP' }],
        },
      },
    })
    expect(of(Won)?.sums.amount).toMatchObject({
      total: { amount: '3.50', currency: 'EUR' },
      unconverted: [],
    })
    expect(told.all).toMatchObject({ count: 6, sums: { amount: { total: { amount: '109.60' } } } })
    expect(told.more).toEqual({ groups: 0, records: 0 })
  })

  test.each([
    ['day', ['2025-12-31', '2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01', null]],
    ['week', ['2025-12-29', '2026-02-23', '2026-03-30', null]],
    ['month', ['2025-12-01', '2026-02-01', '2026-03-01', '2026-04-01', null]],
    ['quarter', ['2025-10-01', '2026-01-01', '2026-04-01', null]],
    ['year', ['2025-01-01', '2026-01-01', null]],
  ])('of days by %s stand in their order, and each has exactly its records', async (unit, keys) => {
    const told = await groups({ groupBy: 'expectedCloseOn', unit })
    expect(told.groups.map(({ key }) => key)).toEqual(keys)
    for (const { filter, count } of told.groups) {
      const page = await ask<{ count: number }>(owner, 'GET', '/deals', { query: { filter, count: true } })
      expect(page.count).toBe(count)
    }
  })

  test('of moments go by the organisation’s days', async () => {
    // Half past midnight in Lisbon, summer time, is the day before in UTC.
    for (const startsAt of ['2026-06-30T23:30:00Z', '2026-06-30T22:30:00Z'])
      await ask(owner, 'POST', '/meetings', { body: { subject: 'Round', startsAt } })
    const told = await groups({ groupBy: 'startsAt', unit: 'month' }, 'meetings')
    expect(told.groups.map(({ key, count }) => [key, count])).toEqual([
      ['2026-06-01', 1],
      ['2026-07-01', 1],
    ])
    const july = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/meetings', {
      query: { filter: told.groups[1]?.filter },
    })
    expect(july.data.map(({ startsAt }) => startsAt)).toEqual(['2026-06-30T23:30:00.000Z'])
  })

  test('of options stand as declared, of yes and no and of nothing have their records', async () => {
    for (const priority of ['low', 'high', 'normal', 'high'])
      await ask(owner, 'POST', '/tasks', { body: { subject: 'T', priority } })
    const told = await groups(
      { groupBy: 'priority', filter: { field: 'subject', op: 'is', value: 'T' } },
      'tasks',
    )
    const { rows: declared } = { rows: told.groups.map(({ key, count }) => [key, count]) }
    expect(declared).toEqual([
      ['low', 1],
      ['normal', 1],
      ['high', 2],
    ])
    const contradicting = await groups({ groupBy: 'datesContradict' })
    expect(contradicting.groups.map(({ key }) => key)).toEqual(['false'])
    expect(
      (
        await ask<{ data: unknown[] }>(owner, 'GET', '/deals', {
          query: { filter: contradicting.groups[0]?.filter },
        })
      ).data,
    ).toHaveLength(6)
  })

  test('beyond the largest 200 are told', async () => {
    const operations = Array.from({ length: 205 }, (_, i) => ({
      do: 'create',
      values: { name: `Day ${i}`, openedOn: new Date(Date.UTC(2001, 0, 1 + i)).toISOString().slice(0, 10) },
    }))
    await ask(owner, 'POST', '/deals/batch', { body: { operations } })
    const told = await groups({
      groupBy: 'openedOn',
      unit: 'day',
      filter: { field: 'name', op: 'startsWith', value: 'Day' },
    })
    expect([told.groups.length, told.more, told.all.count]).toEqual([200, { groups: 5, records: 5 }, 205])
  })

  test('hold only what the caller may see, and no names that they may not', async () => {
    const seller = await company.member('seller')
    await company.deal({ owner: seller.id, amount: { amount: '2', currency: 'EUR' } })
    expect((await groups({ groupBy: 'stage', sums: 'amount' }, 'deals', seller)).all).toMatchObject({
      count: 1,
      sums: { amount: { total: { amount: '2.00' } } },
    })
  })

  test('are refused by or of what cannot be', async () => {
    for (const [query, path] of [
      [{ groupBy: 'nonsense' }, 'groupBy'],
      [{ groupBy: 'name' }, 'groupBy'],
      [{ groupBy: 'constructor' }, 'groupBy'],
      [{ groupBy: 'stage', sums: 'name' }, 'sums'],
      [{ groupBy: 'stage', sums: Array.from({ length: 21 }, (_, i) => `own_${i}`).join(',') }, 'sums'],
      [{ groupBy: 'stage', unit: "month'" }, 'unit'],
      [{}, 'groupBy'],
    ] as const) {
      const answer = await call(owner, 'GET', '/deals/groups', { query })
      expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
    }
  })
})
