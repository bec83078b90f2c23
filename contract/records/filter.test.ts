import { describe, expect, test } from 'vitest'
import { filterSchema, measure, operatorsOf, type Filter } from './filter.ts'
import { fieldTypes } from './field.ts'

const is = (field: string): Filter => ({ field, op: 'is', value: 'x' })

test.each<[Filter, { depth: number; conditions: number }]>([
  [is('a'), { depth: 1, conditions: 1 }],
  [{ and: [] }, { depth: 1, conditions: 0 }],
  [{ and: [is('a'), { or: [is('b'), is('c')] }] }, { depth: 3, conditions: 3 }],
  [{ not: { related: 'deals', some: { and: [is('a')] } } }, { depth: 4, conditions: 1 }],
  [
    { related: 'deals', none: is('a') },
    { depth: 2, conditions: 1 },
  ],
])('%o measures %o', (filter, size) => {
  expect(measure(filter)).toEqual(size)
})

describe('a filter is refused', () => {
  test.each([
    [{ field: 'a' }],
    [{ field: 'a', op: 'like', value: 'x' }],
    [{ field: 'a', op: 'is', value: 'x', extra: 1 }],
    [{ and: [is('a')], or: [is('b')] }],
    [{ related: 'deals' }],
    [{ field: 'a', op: 'is', value: { raw: 'sql' } }],
    [[is('a')]],
    ['a = 1'],
  ])('%o', (filter) => {
    expect(filterSchema.safeParse(filter).success).toBe(false)
  })
})

test('every field type can be asked whether it is empty', () => {
  for (const type of fieldTypes)
    expect(operatorsOf[type], type).toEqual(expect.arrayContaining(['empty', 'notEmpty']))
})
