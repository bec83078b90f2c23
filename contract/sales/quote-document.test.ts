import fc from 'fast-check'
import { expect, test } from 'vitest'
import { approvalCauses } from './quote-approval.ts'
import { canonical } from './quote-document.ts'
import { totalsOf } from './line-totals.ts'

test('what is equal is written alike, whatever the order of its names', () => {
  expect(canonical({ b: [1, { d: 'ü', c: null }], a: 'x' })).toBe('{"a":"x","b":[1,{"c":null,"d":"ü"}]}')
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const turned = JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
        typeof inner === 'object' && inner !== null && !Array.isArray(inner)
          ? Object.fromEntries(Object.entries(inner).reverse())
          : inner,
      ) as unknown
      expect(canonical(turned)).toBe(canonical(JSON.parse(JSON.stringify(value))))
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('somebody approves a discount above its limit and a margin below its own; a limit itself is allowed', () => {
  const of = (percent: number, cost: string | null) =>
    totalsOf([{ quantity: '1', price: '100.00', discount: { percent }, taxRate: 2_300, term: 1, cost }], {
      currency: 'EUR',
      inclusive: false,
      rounding: 'line',
      discount: null,
    })
  const limits = { discountLimit: 1_000, marginLimit: 2_000 }
  expect(approvalCauses(of(1_000, '72.00'), limits)).toEqual([])
  expect(approvalCauses(of(1_001, '10.00'), limits)).toEqual(['discount'])
  expect(approvalCauses(of(1_000, '72.01'), limits)).toEqual(['margin'])
  expect(approvalCauses(of(2_000, '90.00'), limits)).toEqual(['discount', 'margin'])
  expect(approvalCauses(of(1_000, null), limits)).toEqual([])
  expect(approvalCauses(of(9_000, '90.00'), { discountLimit: null, marginLimit: null })).toEqual([])
})
