import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../contract/http/problem.ts'
import type { Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'
import { variedDeals } from '../../tests/varied-deals.ts'

const company = await testCompany()
const { owner, call, ask } = company
const { deals, someone, firms, colleague } = await variedDeals(company)

const list = (plural: string, query: Record<string, unknown> = {}) =>
  ask<Page>(owner, 'GET', `/${plural}`, { query })

/** What a filter means, said once more over records in memory. */
type Condition = { field: string; op: string; value?: unknown }
type Tree = Condition | { and: Tree[] } | { or: Tree[] } | { not: Tree }
const exponent: Record<string, number> = { JPY: 0 }
const minor = (money: { amount: string; currency: string }) =>
  Math.round(Number(money.amount) * 10 ** (exponent[money.currency] ?? 2))

function matches(record: AnyRecord, tree: Tree): boolean {
  if ('and' in tree) return tree.and.every((part) => matches(record, part))
  if ('or' in tree) return tree.or.length === 0 || tree.or.some((part) => matches(record, part))
  if ('not' in tree) return !matches(record, tree.not)
  const held = record[tree.field]
  const blank = held === null || held === '' || (Array.isArray(held) && held.length === 0)
  const wanted = [tree.value]
    .flat()
    .map((value) => (tree.field === 'owner' && value === 'me' ? owner.id : value))
  if (tree.op === 'empty') return blank
  if (tree.op === 'notEmpty') return !blank
  if (tree.op === 'isNot') return held !== wanted[0]
  const has = Array.isArray(held) ? held.some((one) => wanted.includes(one)) : wanted.includes(held)
  if (tree.op === 'noneOf') return !has
  if (held === null) return false
  if (tree.op === 'anyOf') return has
  const text = String(held).toLowerCase()
  if (tree.op === 'contains') return text.includes(String(tree.value).toLowerCase())
  if (tree.op === 'startsWith') return text.startsWith(String(tree.value).toLowerCase())
  const money = typeof held === 'object' ? (held as { amount: string; currency: string }) : null
  const left = money ? minor(money) : (held as number | string)
  const right = money
    ? minor({ amount: String(tree.value), currency: money.currency })
    : (tree.value as number | string)
  if (tree.op === 'is') return money ? left === right : left === wanted[0]
  if (tree.op === 'lessThan') return left < right
  if (tree.op === 'atMost') return left <= right
  if (tree.op === 'moreThan') return left > right
  return left >= right
}

const values: Record<string, { ops: string[]; values: unknown[]; lists?: boolean }> = {
  name: {
    ops: ['is', 'isNot', 'contains', 'startsWith'],
    values: ['Deal', 'deal', '%', '_', '\\', "O'", 'größe', 'Ü', ''],
  },
  title: { ops: ['is', 'isNot', 'contains', 'startsWith'], values: ['Deal', 'under_', 'x'] },
  source: { ops: ['is', 'isNot', 'contains', 'startsWith'], values: ['%', '_', 'paid_search', 'word', 'a'] },
  description: { ops: ['contains'], values: ['tea', '<b>', 'coffee'] },
  amount: {
    ops: ['is', 'lessThan', 'atMost', 'moreThan', 'atLeast'],
    values: [100, -20.5, 0, 9007199254.74],
  },
  probability: { ops: ['is', 'lessThan', 'atMost', 'moreThan', 'atLeast'], values: [0.1, 1 / 3, 0.5, 0] },
  openedOn: {
    ops: ['is', 'lessThan', 'atMost', 'moreThan', 'atLeast'],
    values: ['2025-12-31', '2026-01-01', '2025-01-01'],
  },
  closedOn: {
    ops: ['is', 'lessThan', 'atMost', 'moreThan', 'atLeast'],
    values: ['2026-02-01', '2026-03-01'],
  },
  datesContradict: { ops: ['is'], values: [true, false] },
  createdAt: {
    ops: ['lessThan', 'atLeast'],
    values: ['2026-01-01T00:00:00.000002Z', '2030-01-01T00:00:00.000000Z'],
  },
  createdBy: { ops: ['is', 'isNot', 'anyOf', 'noneOf'], values: [owner.id, colleague.id] },
  status: { ops: ['is', 'isNot', 'anyOf', 'noneOf'], values: ['open', 'won', 'lost'] },
  forecastCategory: { ops: ['is', 'isNot', 'anyOf', 'noneOf'], values: ['commit', 'omitted', 'pipeline'] },
  tags: { ops: ['anyOf', 'noneOf'], values: ['a', 'b', 'c d', 'z'] },
  owner: { ops: ['is', 'isNot', 'anyOf', 'noneOf'], values: [owner.id, colleague.id, 'me'] },
  company: { ops: ['is', 'isNot', 'anyOf', 'noneOf'], values: firms.map(({ id }) => id) },
  id: { ops: ['is', 'anyOf', 'noneOf'], values: [deals[3]?.id, deals[9]?.id] },
}

const condition: fc.Arbitrary<Tree> = fc.constantFrom(...Object.keys(values)).chain((field) => {
  const known = values[field] as { ops: string[]; values: unknown[] }
  return fc.constantFrom(...known.ops, 'empty', 'notEmpty').chain((op): fc.Arbitrary<Tree> => {
    if (op === 'empty' || op === 'notEmpty') return fc.constant({ field, op })
    const value = fc.constantFrom(...known.values)
    return op.endsWith('Of')
      ? fc.array(value, { maxLength: 3 }).map((list) => ({ field, op, value: list }))
      : value.map((one) => ({ field, op, value: one }))
  })
})
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'filter' },
    condition,
    fc.array(tie('tree'), { maxLength: 3 }).map((and) => ({ and })),
    fc.array(tie('tree'), { maxLength: 3 }).map((or) => ({ or })),
    tie('tree').map((not) => ({ not })),
  ),
}))

describe('a filter', () => {
  test('finds exactly what it says, for any tree of conditions', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (filter) => {
        const found = (await list('deals', { filter, limit: 200 })).data.map(({ id }) => id)
        expect(found).toEqual(deals.filter((deal) => matches(deal, filter)).map(({ id }) => id))
      }),
      { numRuns: 250 },
    )
  })

  test('asks every operator of every field at least once, and each finds what it says', async () => {
    for (const [field, { ops, values: some }] of Object.entries(values))
      for (const op of [...ops, 'empty', 'notEmpty'])
        for (const value of op === 'empty' || op === 'notEmpty' ? [undefined] : some) {
          const filter = {
            field,
            op,
            ...(value === undefined ? {} : { value: op.endsWith('Of') ? [value] : value }),
          }
          const found = (await list('deals', { filter, limit: 200 })).data.map(({ id }) => id)
          expect(found, JSON.stringify(filter)).toEqual(
            deals.filter((deal) => matches(deal, filter)).map(({ id }) => id),
          )
        }
  })

  test('looks through references and at those who refer', async () => {
    const ids = async (plural: string, filter: unknown) =>
      (await list(plural, { filter, limit: 200 })).data.map(({ id }) => id).sort()
    const of = (test: (deal: AnyRecord) => boolean) =>
      deals
        .filter(test)
        .map(({ id }) => id)
        .sort()
    expect(
      await ids('deals', { related: 'company', some: { field: 'name', op: 'is', value: 'beta' } }),
    ).toEqual(of((deal) => deal.company === firms[1]?.id))
    expect(
      await ids('deals', { related: 'company', none: { field: 'name', op: 'is', value: 'beta' } }),
    ).toEqual(of((deal) => deal.company !== firms[1]?.id))
    expect(
      await ids('companies', {
        related: 'deals',
        some: {
          and: [
            { field: 'status', op: 'is', value: 'won' },
            { field: 'tags', op: 'anyOf', value: ['b'] },
          ],
        },
      }),
    ).toEqual(
      firms
        .map(({ id }) => id)
        .filter((id) =>
          deals.some(
            (deal) =>
              deal.company === id && deal.status === 'won' && (deal.tags as string[] | null)?.includes('b'),
          ),
        )
        .sort(),
    )
    expect(await ids('people', { not: { related: 'deals', some: { field: 'id', op: 'notEmpty' } } })).toEqual(
      [],
    )
    expect(
      await ids('deals', {
        related: 'stage',
        some: {
          related: 'pipeline',
          some: { related: 'stages', some: { field: 'kind', op: 'is', value: 'won' } },
        },
      }),
    ).toEqual(of(() => true))
  })

  test('looks through references to many, both ways', async () => {
    const [zoe, adam] = someone as [AnyRecord, AnyRecord]
    const meeting = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'M', startsAt: '2026-05-01T10:00:00Z', attendees: [zoe.id] },
    })
    const other = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'N', startsAt: '2026-05-02T10:00:00Z' },
    })
    const ids = async (plural: string, filter: unknown) =>
      (await list(plural, { filter })).data.map(({ id }) => id)
    expect(await ids('meetings', { field: 'attendees', op: 'anyOf', value: [zoe.id, adam.id] })).toEqual([
      meeting.id,
    ])
    expect(await ids('meetings', { field: 'attendees', op: 'noneOf', value: [zoe.id] })).toEqual([other.id])
    expect(await ids('meetings', { field: 'attendees', op: 'empty' })).toEqual([other.id])
    expect(
      await ids('meetings', { related: 'attendees', some: { field: 'firstName', op: 'is', value: 'Zoe' } }),
    ).toEqual([meeting.id])
    expect(
      await ids('people', { related: 'attendedMeetings', some: { field: 'subject', op: 'is', value: 'M' } }),
    ).toEqual([zoe.id])
  })

  test('forgets records in the bin on the other side', async () => {
    const firm = await company.company({ name: 'Gone' })
    const deal = await company.deal({ company: firm.id })
    const filter = { related: 'company', some: { field: 'name', op: 'is', value: 'Gone' } }
    expect((await list('deals', { filter })).data).toHaveLength(1)
    await ask(owner, 'DELETE', `/companies/${firm.id}`)
    expect((await list('deals', { filter })).data).toEqual([])
    await ask(owner, 'DELETE', `/deals/${deal.id}`)
  })

  test('knows periods relative to today in the zone of the organisation', async () => {
    const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Lisbon' }).format(new Date())
    const shift = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10)
    for (const days of [-1, 0, 1, 40])
      await ask(owner, 'POST', '/tasks', { body: { subject: `T${days}`, dueAt: `${shift(days)}T12:00:00Z` } })
    const found = async (value: unknown) =>
      (await list('tasks', { filter: { field: 'dueAt', op: 'within', value } })).data.map(
        ({ subject }) => subject,
      )
    expect(await found({ unit: 'day', from: 0, to: 1 })).toEqual(['T0'])
    expect(await found({ unit: 'day', from: -1, to: 2 })).toEqual(['T-1', 'T0', 'T1'])
    expect(await found({ unit: 'day', from: 2, to: 400 })).toEqual(['T40'])
    expect(await found({ unit: 'year', from: -10_000, to: -9_999 }).catch(String)).toMatch(/422/)
  })
})

describe('what no list can answer is refused and not attempted', () => {
  const deep = (levels: number): unknown =>
    Array.from({ length: levels }).reduce((inner) => ({ not: inner }), {
      field: 'name',
      op: 'is',
      value: 'x',
    })
  test.each<[Record<string, unknown>, string | undefined]>([
    [{ filter: { field: 'nonsense', op: 'is', value: 1 } }, 'filter'],
    [{ filter: { field: 'constructor', op: 'is', value: 'x' } }, 'filter'],
    [{ filter: { field: '__proto__', op: 'is', value: 'x' } }, 'filter'],
    [{ filter: { field: 'name"; drop table deals; --', op: 'is', value: 'x' } }, 'filter'],
    [{ filter: { field: 'name', op: 'within', value: { unit: 'day', from: 0, to: 1 } } }, 'filter'],
    [{ filter: { field: 'amount', op: 'is', value: 'much' } }, 'filter'],
    [{ filter: { field: 'openedOn', op: 'is', value: "2026-01-01'; drop table deals; --" } }, 'filter'],
    [{ filter: { field: 'company', op: 'is', value: "' or true --" } }, 'filter'],
    [{ filter: { field: 'status', op: 'anyOf', value: 'won' } }, 'filter'],
    [{ filter: { field: 'datesContradict', op: 'is', value: 'true' } }, 'filter'],
    [{ filter: { related: 'constructor', some: { field: 'name', op: 'is', value: 'x' } } }, 'filter'],
    [{ filter: { related: 'deals"', some: { field: 'name', op: 'is', value: 'x' } } }, 'filter'],
    [{ filter: deep(6) }, 'filter'],
    [{ filter: deep(1_500) }, 'filter'],
    [
      {
        filter: {
          or: Array.from({ length: 8 }, () => ({
            or: Array.from({ length: 8 }, () => ({ field: 'name', op: 'empty' })),
          })),
        },
      },
      'filter',
    ],
    [{ filter: '{"field"' }, 'filter'],
    [{ filter: 'name is x' }, 'filter'],
    [{ filter: { field: 'name', op: 'is', value: 'nul\0' } }, undefined],
    [{ filter: { field: 'duration', op: 'is', value: 1 } }, 'filter'],
    [{ filter: { field: 'probability', op: 'is', value: '' } }, undefined],
    [{ filter: { field: 'openedOn', op: 'is', value: '2026-02-30' } }, undefined],
    [{ filter: { field: 'id', op: 'is', value: '------------------------------------' } }, undefined],
    [{ sort: 'nonsense' }, 'sort'],
    [{ sort: 'constructor' }, 'sort'],
    [{ sort: '-__proto__' }, 'sort'],
    [{ sort: 'tags' }, 'sort'],
    [{ sort: 'name;drop table deals' }, 'sort'],
    [{ sort: "name'" }, 'sort'],
    [{ fields: 'name,nonsense' }, 'fields'],
    [{ fields: 'constructor' }, 'fields'],
    [{ fields: 'name" from deals; --' }, 'fields'],
    [{ expand: 'name' }, 'expand'],
    [{ expand: 'constructor' }, 'expand'],
    [{ after: 'nonsense' }, 'after'],
    [{ after: Buffer.from('["x","------------------------------------"]').toString('base64url') }, undefined],
    [{ limit: 0 }, 'limit'],
    [{ limit: 201 }, 'limit'],
    [{ limit: '1;select' }, 'limit'],
    [{ bin: 'perhaps' }, 'bin'],
  ])('%o', async (query, field) => {
    const answer = await call<Page & Problem>(owner, 'GET', '/deals', { query })
    expect([answer.status, answer.text.includes('Something failed')]).toEqual([422, false])
    expect(answer.body.errors?.[0]?.path).toBe(field)
  })

  test('and the table is still there', async () => {
    expect((await list('deals', { limit: 200 })).data).toHaveLength(deals.length)
  })
})
