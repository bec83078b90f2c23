import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { contested } from './conflict.ts'

const record = (values: Record<string, unknown>) => values as AnyRecord

test('only what both changed, differently, needs a decision', () => {
  const base = record({ name: 'A', owner: 'x', tags: ['a'], city: null })
  const mine = { name: 'B', owner: 'y', tags: ['a', 'b'], city: 'Porto' }
  const current = record({ name: 'C', owner: 'x', tags: ['a', 'b'], city: undefined })
  expect(contested({ base, mine, current })).toEqual(['name'])
})
