import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDuration, writeDuration } from './duration-text.ts'

test.each([
  ['1 h 30 min', 5_400],
  ['1:30', 5_400],
  ['90m', 5_400],
  ['45', 2_700],
  ['1.5h', 5_400],
  ['2 days', 172_800],
  ['soon', null],
  ['1 x', null],
  ['', null],
])('%s', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

test('what is written is read back to the second', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 40_000_000 }),
      (seconds) => parseDuration(writeDuration(seconds)) === seconds,
    ),
  )
})
