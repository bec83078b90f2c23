import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pack, unpack } from './packing.ts'

const cell = fc.option(fc.string({ minLength: 1 }).map((text) => text.replaceAll('\0', ' ')))
const value = fc.oneof(
  cell,
  fc.constantFrom(0, 1.5, true, false),
  fc.array(fc.string()),
  fc.record({ day: fc.string() }),
)

test('a chunk arrives as it was sent', () => {
  const rows = fc.tuple(fc.nat(3), fc.nat(2)).chain(([fields, entries]) =>
    fc.array(
      fc.record({
        number: fc.nat(),
        sourceId: cell,
        values: fc.tuple(...Array.from({ length: fields }, (_, at) => (at === 0 ? cell : value))),
        lifecycle: fc.tuple(...Array.from({ length: entries }, () => cell)),
      }),
    ),
  )
  fc.assert(
    fc.property(rows, (rows) => {
      const chunk = { rows: rows as never[], refused: [], left: 2, upTo: 9, last: true }
      expect(unpack(structuredClone(pack(chunk)))).toEqual(chunk)
    }),
  )
})
