import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { throughlineOf, type LineEvent, type LineFacts } from './rules.ts'

const facts = (given: Partial<LineFacts>): LineFacts => ({
  now: '2026-06-01T12:00:00.000Z',
  firstAt: '2026-01-01T00:00:00.000Z',
  source: null,
  channel: null,
  entries: [],
  events: [],
  days: [],
  ...given,
})

let version = 0
const deal = (type: string, at: string, id = 'd1'): LineEvent => ({
  version: ++version,
  type: `deal.${type}`,
  at: `${at}T09:00:00.000Z`,
  subject: { type: 'deal', id },
  title: '40 e-bikes',
  amount: { amount: '39900.00', currency: 'EUR' },
  handoff: null,
})

const entry = (stage: string, at: string) => ({ stage, at: `${at}T00:00:00.000Z` })
const wings = (given: Partial<LineFacts>) =>
  throughlineOf(facts(given)).segments.map(({ wing, from }) => `${wing} ${from.slice(0, 10)}`)

describe('segments', () => {
  test('someone of whom nothing is known yet is with marketing since they were first seen', () => {
    expect(wings({})).toEqual(['marketing 2026-01-01'])
  })

  test('an accepted lead is with sales, a customer with service', () => {
    expect(
      wings({
        entries: [
          entry('mql', '2026-02-01'),
          entry('accepted', '2026-02-14'),
          entry('customer', '2026-04-02'),
        ],
      }),
    ).toEqual(['marketing 2026-01-01', 'sales 2026-02-14', 'service 2026-04-02'])
  })

  test('a deal passes the customer to sales, winning it to service', () => {
    const line = throughlineOf(facts({ events: [deal('created', '2026-02-14'), deal('won', '2026-04-02')] }))
    expect(line.segments.map(({ wing }) => wing)).toEqual(['marketing', 'sales', 'service'])
    expect(line.passages).toMatchObject([
      { from: 'marketing', to: 'sales', by: 'event', label: 'Deal created' },
      {
        from: 'sales',
        to: 'service',
        by: 'event',
        label: 'Deal won',
        detail: '40 e-bikes',
        amount: { amount: '39900.00' },
      },
    ])
  })

  test('the stage that follows from a deal is not told twice', () => {
    const line = throughlineOf(
      facts({
        entries: [entry('opportunity', '2026-02-14'), entry('customer', '2026-04-02')],
        events: [deal('created', '2026-02-14'), deal('won', '2026-04-02')],
      }),
    )
    expect(line.passages.map(({ type }) => type)).toEqual(['deal.created', 'deal.won'])
    expect(line.moments.filter(({ kind }) => kind === 'stage')).toEqual([])
  })

  test('a deal that was won before anything else was known goes straight to service', () => {
    expect(wings({ events: [deal('won', '2026-04-02')] })).toEqual([
      'marketing 2026-01-01',
      'service 2026-04-02',
    ])
    expect(wings({ firstAt: '2026-04-02T09:00:00.000Z', events: [deal('won', '2026-04-02')] })).toEqual([
      'service 2026-04-02',
    ])
  })

  test('a second deal does not take a customer back to sales, a hand-off does', () => {
    const won = [deal('created', '2026-02-14'), deal('won', '2026-04-02')]
    expect(wings({ events: [...won, deal('created', '2026-05-01', 'd2')] }).at(-1)).toBe('service 2026-04-02')
    const back = {
      ...deal('created', '2026-05-02', 'd2'),
      handoff: { from: 'service', to: 'sales' } as const,
    }
    const line = throughlineOf(facts({ events: [...won, back] }))
    expect(line.segments.at(-1)?.wing).toBe('sales')
    expect(line.passages.at(-1)).toMatchObject({ by: 'handoff', from: 'service', to: 'sales' })
  })

  test('days to come are not on the line', () => {
    expect(wings({ entries: [entry('customer', '2027-01-01')] })).toEqual(['marketing 2026-01-01'])
  })
})

test('open deals are branches until they are settled, and again when re-opened', () => {
  const branches = (events: LineEvent[]) =>
    throughlineOf(facts({ events })).branches.map(({ subject }) => subject.id)
  const opened = [deal('created', '2026-02-01', 'a'), deal('created', '2026-02-02', 'b')]
  expect(branches(opened)).toEqual(['a', 'b'])
  expect(branches([...opened, deal('lost', '2026-03-01', 'a')])).toEqual(['b'])
  const enteredLate = deal('created', '2026-05-01', 'c')
  expect(branches([enteredLate, deal('won', '2026-04-02', 'c')])).toEqual([])
  expect(branches([...opened, deal('lost', '2026-03-01', 'a'), deal('reopened', '2026-03-02', 'a')])).toEqual(
    ['b', 'a'],
  )
})

test('the line begins where they came from', () => {
  expect(throughlineOf(facts({ source: 'paid search' })).moments[0]).toMatchObject({
    kind: 'first',
    label: 'First touch',
    detail: 'paid search',
  })
  expect(
    throughlineOf(facts({ channel: 'ai_assistant', entries: [entry('lead', '2026-01-01')] })).moments,
  ).toMatchObject([{ kind: 'first', type: 'lead', label: 'Lead', detail: 'AI assistant' }])
})

test('what was written and met stands on the line by day, in words', () => {
  const line = throughlineOf(
    facts({
      days: [
        {
          at: '2026-03-01T10:00:00.000Z',
          counts: [
            { type: 'call.created', count: 1 },
            { type: 'note.created', count: 2 },
          ],
        },
      ],
    }),
  )
  expect(line.moments.at(-1)).toMatchObject({ kind: 'activity', label: 'Call, 2 notes', count: 3 })
})

const day = fc
  .integer({ min: 0, max: 200 })
  .map((days) => new Date(Date.UTC(2026, 0, 1) + days * 86_400_000).toISOString())
const anyEvent = fc.record({
  type: fc.constantFrom('deal.created', 'deal.won', 'deal.lost', 'deal.reopened'),
  at: day,
  version: fc.integer({ min: 1, max: 9 }),
  subject: fc.record({ type: fc.constant('deal'), id: fc.constantFrom('a', 'b', 'c') }),
  title: fc.constant('Deal'),
  amount: fc.constant(null),
  handoff: fc.option(
    fc.record({
      from: fc.constantFrom('sales', 'service'),
      to: fc.constantFrom('marketing', 'sales', 'service'),
    } as const),
    { freq: 5 },
  ),
})
const anyEntry = fc.record({
  stage: fc.constantFrom('lead', 'mql', 'accepted', 'opportunity', 'customer', 'advocate'),
  at: day,
})

test('whatever happened, the segments cover the line without gap or overlap and the passages stand at their borders', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 30 }),
      fc.array(anyEntry, { maxLength: 8 }),
      (events, entries) => {
        const given = facts({ events, entries })
        const { segments, passages, moments } = throughlineOf(given)
        expect(segments[0]?.from).toBe(given.firstAt)
        expect(segments.at(-1)?.to).toBe(given.now)
        for (const [i, segment] of segments.entries()) {
          expect(segment.from < segment.to).toBe(true)
          const next = segments[i + 1]
          if (!next) continue
          expect(next.from).toBe(segment.to)
          expect(next.wing).not.toBe(segment.wing)
          expect(passages.some(({ at, to }) => at === next.from && to === next.wing)).toBe(true)
        }
        expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted())
        expect(moments.filter(({ kind }) => kind === 'first')).toHaveLength(1)
      },
    ),
  )
})
