import fc from 'fast-check'
import { expect, test } from 'vitest'
import { afterCall, awakeFrom, callingHours, mostTries, skippedFor } from './rules.ts'

const now = '2026-03-04T11:00:00.000Z'

test('who does not pick up is tried again, sooner or later by why, up to three times', () => {
  expect(afterCall('busy', 1, now, undefined)).toEqual({
    state: 'waiting',
    callAt: '2026-03-04T11:15:00.000Z',
  })
  expect(afterCall('no_answer', 2, now, undefined)).toEqual({
    state: 'waiting',
    callAt: '2026-03-04T14:00:00.000Z',
  })
  expect(afterCall('left_message', 1, now, undefined)).toEqual({
    state: 'waiting',
    callAt: '2026-03-05T11:00:00.000Z',
  })
  expect(afterCall('no_answer', mostTries, now, undefined)).toEqual({ state: 'called', callAt: null })
  for (const outcome of ['reached', 'wrong_number', 'not_interested'] as const)
    expect(afterCall(outcome, 1, now, undefined)).toEqual({ state: 'called', callAt: null })
})

test('a call back that was promised is kept, however often somebody was tried, and has its moment', () => {
  const at = '2026-03-09T09:00:00Z'
  expect(afterCall('call_back', 7, now, at)).toEqual({ state: 'waiting', callAt: at })
  for (const wrong of [undefined, '2026-03-04T10:59:00Z'])
    expect(() => afterCall('call_back', 1, now, wrong)).toThrow()
})

test('people are called by their own day', () => {
  expect(awakeFrom('Europe/Lisbon', now)).toBeNull()
  // 06:00 in New York, 20:00 in Tokyo.
  expect(awakeFrom('America/New_York', now)).toBe('2026-03-04T13:00:00.000Z')
  expect(awakeFrom('Asia/Tokyo', now)).toBe('2026-03-04T23:00:00.000Z')
  fc.assert(
    fc.property(
      fc.constantFrom(
        'Europe/Lisbon',
        'America/New_York',
        'Asia/Kolkata',
        'Pacific/Auckland',
        'Australia/Lord_Howe',
      ),
      fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) }),
      (zone, at) => {
        const moment = new Date(at).toISOString()
        const from = awakeFrom(zone, moment)
        if (from === null) return
        expect(Date.parse(from)).toBeGreaterThan(at)
        expect(Date.parse(from) - at).toBeLessThanOrEqual(
          (24 - callingHours.to + callingHours.from + 1) * 3_600_000,
        )
        expect(awakeFrom(zone, from)).toBeNull()
      },
    ),
  )
})

test('who does not want to be called is skipped, and so is who has no number', () => {
  expect(skippedFor({ phone: '+351', doNotContact: null })).toBeNull()
  expect(skippedFor({ phone: '+351', doNotContact: ['email'] })).toBeNull()
  expect(skippedFor({ phone: '+351', doNotContact: ['email', 'phone'] })).toBe('do_not_contact')
  expect(skippedFor({ phone: null, doNotContact: [] })).toBe('no_phone')
})
