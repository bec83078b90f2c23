import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forecastChanges } from '../../../../contract/sales/forecast-history.ts'
import { changeOf, worthOf, type Moved, type Stood } from './rules.ts'

const gone: Stood = { open: false, ours: false, within: false, counted: false, amount: null }
const there = (changes: Partial<Stood> = {}): Stood => ({
  open: true,
  ours: true,
  within: true,
  counted: true,
  amount: 100n,
  ...changes,
})

test.each<[string | null, Stood, Stood, Moved['outcome']]>([
  [null, there(), there(), null],
  ['grown', there(), there({ amount: 120n }), null],
  ['shrunk', there(), there({ amount: null }), null],
  ['new', gone, there(), null],
  ['won', there(), gone, 'won'],
  ['lost', there(), gone, 'lost'],
  ['removed', there(), gone, null],
  ['moved_out', there(), there({ within: false }), null],
  ['pulled_in', there({ within: false, amount: 1n }), there(), null],
  ['given', there(), there({ ours: false, within: false }), null],
  ['taken', there({ ours: false }), there(), null],
  ['lowered', there(), there({ counted: false }), null],
  ['raised', there({ counted: false }), there(), null],
  [null, there({ within: false }), gone, 'won'],
])('%s', (change, before, after, outcome) => {
  expect(changeOf({ before, after, outcome })).toBe(change)
})

const stood = fc.record({
  open: fc.boolean(),
  ours: fc.boolean(),
  within: fc.boolean(),
  counted: fc.boolean(),
  amount: fc.option(fc.bigInt({ min: 0n, max: 10n ** 12n })),
})
const moved = fc.record({
  before: stood,
  after: stood,
  outcome: fc.constantFrom<Moved['outcome']>('won', 'lost', null),
})
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n)

test('the changes add up from what it was to what it is, in and out by their name', () => {
  const inwards = new Set(forecastChanges.slice(0, 5))
  fc.assert(
    fc.property(fc.array(moved), (all) => {
      const changes = all.flatMap((one) => {
        const change = changeOf(one)
        return change ? [{ change, by: worthOf(one.after) - worthOf(one.before) }] : []
      })
      expect(sum(all.map(({ before }) => worthOf(before))) + sum(changes.map(({ by }) => by))).toBe(
        sum(all.map(({ after }) => worthOf(after))),
      )
      for (const { change, by } of changes) expect(inwards.has(change) ? by >= 0n : by <= 0n).toBe(true)
    }),
  )
})
