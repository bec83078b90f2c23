import { expect, test } from 'vitest'
import { deal } from '../../contract/sales/deal.ts'
import * as view from './view.ts'

const columns = [{ field: 'a', pinned: true }, { field: 'b' }, { field: 'c' }]

test('a head goes from unsorted to up to down and back', () => {
  expect(view.sortedBy(null, 'amount')).toBe('amount')
  expect(view.sortedBy('amount', 'amount')).toBe('-amount')
  expect(view.sortedBy('-amount', 'amount')).toBe(null)
  expect(view.sortedBy('-amount', 'owner')).toBe('owner')
})

test('pinned columns stand first', () => {
  expect(view.arranged([{ field: 'x' }, { field: 'y', pinned: true }]).map(({ field }) => field)).toEqual([
    'y',
    'x',
  ])
})

test('a column moves within its group only', () => {
  expect(view.moveColumn(columns, 'c', -1).map(({ field }) => field)).toEqual(['a', 'c', 'b'])
  expect(view.moveColumn(columns, 'b', -1)).toBe(columns)
  expect(view.moveColumn(columns, 'c', 1)).toBe(columns)
})

test('a record created in a filtered list begins with what the filter fixes', () => {
  const filter = {
    and: [
      { field: 'stage', op: 'is', value: 's1' },
      { field: 'status', op: 'is', value: 'open' },
      { field: 'owner', op: 'is', value: 'me' },
      { or: [{ field: 'company', op: 'is', value: 'c1' }] },
    ],
  } as const
  // Status is set by the stage, "me" is no id, and one of several is no certainty.
  expect(view.startValues(deal, filter as never)).toEqual({ stage: 's1' })
})

test('layouts are equal whatever the order of their keys', () => {
  const layout = view.defaultLayout(deal)
  expect(
    view.sameLayout(layout, {
      ...layout,
      columns: layout.columns.map(({ field }) => ({ pinned: false, field })),
    }),
  ).toBe(true)
  expect(view.sameLayout(layout, { ...layout, sort: 'amount' })).toBe(false)
})
