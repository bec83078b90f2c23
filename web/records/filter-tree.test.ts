import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Filter } from '../../contract/records/filter.ts'
import { deal } from '../../contract/sales/deal.ts'
import { conditionsIn, emptyGroup, fieldAt, newRow, replaced, toFilter, toTree } from './filter-tree.ts'

const condition = fc.record({
  field: fc.constantFrom('stage', 'amount', 'owner'),
  op: fc.constantFrom('is' as const, 'moreThan' as const),
  value: fc.oneof(fc.string({ minLength: 1 }), fc.integer()),
})
const { filter } = fc.letrec<{ filter: Filter; leaf: Filter }>((tie) => ({
  leaf: fc.oneof(
    condition as fc.Arbitrary<Filter>,
    fc.record({ related: fc.constant('company'), some: condition }) as fc.Arbitrary<Filter>,
    fc.record({ related: fc.constant('tasks'), none: condition }) as fc.Arbitrary<Filter>,
    fc.record({ not: condition }) as fc.Arbitrary<Filter>,
  ),
  filter: fc.oneof(
    { maxDepth: 3 },
    tie('leaf'),
    fc.record({ and: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Filter>,
    fc.record({ or: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Filter>,
  ),
}))

test('a filter comes back from the builder as it went in', () => {
  fc.assert(
    fc.property(filter, (given) => {
      const isGroup = 'and' in given || 'or' in given
      expect(toFilter(toTree(given))).toEqual(isGroup ? given : { and: [given] })
    }),
  )
})

test('a row without its value does not narrow the list', () => {
  const row = newRow(deal, null, 'amount')
  const tree = { ...emptyGroup(), nodes: [row] }
  expect(toFilter(tree)).toBe(null)
  expect(toFilter(replaced(tree, row.key, { ...row, op: 'moreThan', value: 500 }))).toEqual({
    and: [{ field: 'amount', op: 'moreThan', value: 500 }],
  })
  expect(toFilter(replaced(tree, row.key, { ...row, op: 'empty' }))).toEqual({
    and: [{ field: 'amount', op: 'empty' }],
  })
})

test('dates begin with a relative period, yes/no with yes', () => {
  expect(newRow(deal, null, 'expectedCloseOn').op).toBe('within')
  expect(newRow(deal, null, 'datesContradict')).toMatchObject({ op: 'is', value: true })
})

test('fields are looked up through relations', () => {
  expect(fieldAt(deal, 'company', 'industry')?.label).toBe('Industry')
  expect(fieldAt(deal, 'company', 'nothing')).toBeUndefined()
})

test('counts conditions, not groups', () => {
  expect(conditionsIn({ and: [{ field: 'a', op: 'empty' }, { or: [{ field: 'b', op: 'empty' }] }] })).toBe(2)
})
