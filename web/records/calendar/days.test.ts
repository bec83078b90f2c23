import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordTypeOf } from '../../../contract/record-types.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { addDays } from '../../../contract/values/day.ts'
import { begunOn, dayIn, daysShown, movedTo, stepped, weekOf } from './days.ts'

const [meeting, deal] = [recordTypeOf('meeting'), recordTypeOf('deal')]
const someDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('1990-01-01', days))
const firstDay = fc.integer({ min: 1, max: 7 })

describe('a calendar', () => {
  test('shows whole weeks that begin when the reader’s do, and all of a month', () => {
    expect(daysShown('2026-02-10', 'month', 7).slice(0, 1)).toEqual(['2026-02-01'])
    expect(daysShown('2026-02-10', 'month', 7)).toHaveLength(28)
    expect(daysShown('2026-03-31', 'week', 1)).toEqual([
      '2026-03-30', '2026-03-31', '2026-04-01', '2026-04-02', '2026-04-03', '2026-04-04', '2026-04-05',
    ]) // prettier-ignore
    fc.assert(
      fc.property(someDay, firstDay, (day, first) => {
        const days = daysShown(day, 'month', first)
        expect(days.length % 7).toBe(0)
        expect(days[0]).toBe(weekOf(days[0]!, first))
        const month = days.filter((one) => one.startsWith(day.slice(0, 7)))
        expect([month[0]?.slice(8), days.includes(day)]).toEqual(['01', true])
        expect(addDays(month.at(-1)!, 1).slice(0, 7)).not.toBe(day.slice(0, 7))
        expect(days.length - month.length).toBeLessThan(14)
      }),
    )
  })

  test('goes on by months, and stays within a shorter one', () => {
    expect(stepped('2026-01-31', 'month', 1)).toBe('2026-02-28')
    expect(stepped('2026-01-31', 'week', -1)).toBe('2026-01-24')
  })

  test('stands a moment on the reader’s day, and moved it keeps its time of day through the change of clocks', () => {
    const late = {
      startsAt: '2026-03-28T23:30:00.000Z',
      endsAt: '2026-03-29T00:30:00.000Z',
    } as unknown as AnyRecord
    expect(dayIn(meeting, late, 'startsAt', 'Europe/Lisbon')).toBe('2026-03-28')
    expect(dayIn(meeting, late, 'startsAt', 'Europe/Berlin')).toBe('2026-03-29')
    // Half past eleven in the evening, in summer time now, and an hour long as before.
    expect(movedTo(meeting, late, 'startsAt', '2026-03-30', 'Europe/Lisbon')).toEqual({
      startsAt: '2026-03-30T22:30:00.000Z',
      endsAt: '2026-03-30T23:30:00.000Z',
    })
    const open = { startsAt: '2026-03-28T10:00:00.000Z', endsAt: null } as unknown as AnyRecord
    expect(movedTo(meeting, open, 'startsAt', '2026-04-01', 'UTC')).toEqual({
      startsAt: '2026-04-01T10:00:00.000Z',
    })
    expect(movedTo(deal, { expectedCloseOn: '2026-01-01' } as unknown as AnyRecord, 'expectedCloseOn', '2026-02-03', 'UTC')).toEqual({
      expectedCloseOn: '2026-02-03',
    }) // prettier-ignore
  })

  test('begins a record on a day, a moment at nine', () => {
    expect(begunOn(deal, 'expectedCloseOn', '2026-07-01', 'Europe/Lisbon')).toBe('2026-07-01')
    expect(begunOn(meeting, 'startsAt', '2026-07-01', 'Europe/Lisbon')).toBe('2026-07-01T08:00:00.000Z')
  })

  test('moves by any day and back without a difference', () => {
    fc.assert(
      fc.property(
        someDay,
        someDay,
        fc.constantFrom('UTC', 'Europe/Lisbon', 'Asia/Kolkata'),
        (from, to, zone) => {
          const startsAt = begunOn(meeting, 'startsAt', from, zone)
          const there = movedTo(
            meeting,
            { startsAt, endsAt: null } as unknown as AnyRecord,
            'startsAt',
            to,
            zone,
          )
          const moved = { ...there, endsAt: null } as unknown as AnyRecord
          expect(dayIn(meeting, moved, 'startsAt', zone)).toBe(to)
          expect(movedTo(meeting, moved, 'startsAt', from, zone).startsAt).toBe(startsAt)
        },
      ),
    )
  })
})
