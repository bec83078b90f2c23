import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { byPosition, freeName, moved } from './positions.ts'

const records = (positions: readonly number[]): AnyRecord[] =>
  positions.map((position, index) => ({ id: `${index}`, position }) as unknown as AnyRecord)

test('a move writes one record where there is room', () => {
  expect(moved(records([0, 1, 2]), 2, 0)).toMatchObject([{ record: { id: '2' }, position: -1 }])
  expect(moved(records([0, 1, 2]), 0, 1)).toMatchObject([{ record: { id: '0' }, position: 1.5 }])
  expect(moved(records([0, 1]), 0, 0)).toEqual([])
  expect(moved(records([0, 1]), 0, 2)).toEqual([])
})

test('after any move the records stand in the order asked for', () => {
  const lists = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(lists, fc.nat(7), fc.nat(7), (positions, a, b) => {
      const ordered = byPosition(records(positions))
      const [from, to] = [a % ordered.length, b % ordered.length]
      const written = new Map(moved(ordered, from, to).map(({ record, position }) => [record.id, position]))
      const now = byPosition(
        ordered.map((one) => ({ ...one, position: written.get(one.id) ?? one['position'] })),
      )
      const wanted = ordered.toSpliced(from, 1).toSpliced(to, 0, ordered[from]!)
      expect(now.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id))
    }),
  )
})

test('a name that is taken gets a number', () => {
  expect(freeName('New stage', ['Won'])).toBe('New stage')
  expect(freeName('New stage', ['new stage', 'New stage 2'])).toBe('New stage 3')
})
