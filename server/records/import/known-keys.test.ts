import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KnownKeys } from './known-keys.ts'

test('what was met may have been, always', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (keys) => {
      const known = new KnownKeys()
      for (const key of keys) known.meet(key)
      expect(keys.every((key) => known.meet(key))).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('of a million keys, nearly none that is new has to be looked up', () => {
  const known = new KnownKeys()
  for (let i = 0; i < 1_000_000; i++) known.meet(`email ana.duarte${i}@company${i % 977}.example`)
  let maybe = 0
  for (let i = 1_000_000; i < 1_100_000; i++)
    if (known.meet(`email ana.duarte${i}@company${i % 977}.example`)) maybe++
  expect(maybe).toBeLessThan(1_000)
})
