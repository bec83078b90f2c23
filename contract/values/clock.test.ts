import { expect, test } from 'vitest'
import { fromClock, nextMorning, onClock } from './clock.ts'

test.each([
  ['today, where it is still earlier', '2026-03-05T07:30:00Z', 'Europe/Lisbon', '2026-03-05T09:00:00.000Z'],
  [
    'tomorrow, where it is nine just now',
    '2026-03-05T09:00:00Z',
    'Europe/Lisbon',
    '2026-03-06T09:00:00.000Z',
  ],
  ['by their day, not ours', '2026-03-05T23:00:00Z', 'Asia/Tokyo', '2026-03-06T00:00:00.000Z'],
  ['behind us', '2026-03-05T12:00:00Z', 'America/New_York', '2026-03-05T14:00:00.000Z'],
  [
    'over the night in which clocks go forward',
    '2026-03-28T12:00:00Z',
    'Europe/Lisbon',
    '2026-03-29T08:00:00.000Z',
  ],
])('the next morning is %s', (_, now, zone, morning) => {
  expect(nextMorning(now, zone)).toBe(morning)
})

test('what a clock shows is the instant again', () => {
  expect(onClock('2026-07-05T23:30:00.000Z', 'Europe/Berlin')).toBe('2026-07-06T01:30')
  expect(fromClock('2026-07-06T01:30', 'Europe/Berlin')).toBe('2026-07-05T23:30:00.000Z')
})
