import { expect, test } from 'vitest'
import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import { eventTypes } from '../../contract/event-types.ts'
import { describe } from './describe.tsx'
import { byDay } from './timeline-days.ts'

const entry = (type: string, given: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: type,
  type,
  at: '2026-04-02T09:00:00.000Z',
  recordedAt: '2026-04-02T09:00:00.000Z',
  origin: 'web',
  actor: null,
  subject: { type: type.split('.')[0] ?? '', id: 's', title: 'Something', version: 1 },
  person: null,
  company: null,
  changes: {},
  data: {},
  amount: null,
  thread: null,
  record: null,
  ...given,
})

test.each(eventTypes.map(({ type }) => type))('%s is told in words', (type) => {
  expect(describe(entry(type), 'self').what).toMatch(/\S/)
})

test('an event that nobody has words for yet is told by its name in the catalogue', () => {
  expect(describe(entry('person.unheard-of'), 'self').what).toBe('person.unheard-of')
})

test('a won deal is where the customer passes from sales to service', () => {
  expect(describe(entry('deal.won'), 'self').passage).toEqual({ from: 'sales', to: 'service' })
})

test.each([
  ['mql', 'Became MQL'],
  ['opportunity', 'Became opportunity'],
])('entering the stage %s is told as “%s”', (stage, words) => {
  expect(describe(entry('person.stage-entered', { data: { stage } }), 'self').what).toBe(words)
})

test('entries are gathered by the reader’s day, in their order', () => {
  const entries = ['2026-04-02T23:30:00Z', '2026-04-02T22:00:00Z', '2026-04-01T10:00:00Z'].map((at, i) =>
    entry('note.created', { at, id: String(i) }),
  )
  const inLisbon = (at: string) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Lisbon', dateStyle: 'short' }).format(new Date(at))
  expect(byDay(entries, inLisbon).map(({ day, entries: of }) => [day, of.map(({ id }) => id)])).toEqual([
    ['2026-04-03', ['0']],
    ['2026-04-02', ['1']],
    ['2026-04-01', ['2']],
  ])
})
