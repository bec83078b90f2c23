import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayReasons, inDayOrder, type DayPlace, type DayReason } from './my-day.ts'

const place = (reason: DayReason, at: string, id = 'a'): DayPlace => ({ reason, at, id })

test('who sits waiting comes before what goes cold, what was promised, the rest of today and what is quiet', () => {
  const early = '2026-03-01T00:00:00.000Z'
  const reasons: DayReason[] = [
    'dealQuiet',
    'taskLate',
    'quoteViewed',
    'meetingNow',
    'leadWaiting',
    'leadUrgent',
  ]
  const sorted = reasons.map((reason) => place(reason, early)).toSorted(inDayOrder)
  expect(sorted.map(({ reason }) => reason)).toEqual([
    'meetingNow',
    'leadUrgent',
    'taskLate',
    'leadWaiting',
    'quoteViewed',
    'dealQuiet',
  ])
})

test('tasks and meetings of the rest of today follow each other by the clock', () => {
  const day = [
    place('taskToday', '2026-03-04T16:00:00.000Z'),
    place('meetingToday', '2026-03-04T14:00:00.000Z'),
    place('taskToday', '2026-03-04T13:00:00.000Z'),
  ]
  expect(day.toSorted(inDayOrder).map(({ at }) => at.slice(11, 13))).toEqual(['13', '14', '16'])
})

test('two different items never stand in one place, however they are compared', () => {
  const places = fc.record({
    reason: fc.constantFrom(...dayReasons.map(({ reason }) => reason)),
    at: fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
      .map((date) => date.toISOString()),
    id: fc.uuid(),
  })
  fc.assert(
    fc.property(places, places, places, (a, b, c) => {
      expect(Math.sign(inDayOrder(a, b))).toBe(-Math.sign(inDayOrder(b, a)) + 0)
      if (a.id !== b.id) expect(inDayOrder(a, b)).not.toBe(0)
      if (inDayOrder(a, b) < 0 && inDayOrder(b, c) < 0) expect(inDayOrder(a, c)).toBeLessThan(0)
    }),
  )
})
