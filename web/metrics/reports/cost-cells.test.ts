import { expect, test } from 'vitest'
import { amountIn, cellsIn, copied, monthsOf, pasted } from './cost-cells.ts'

test('an amount is read as people and spreadsheets write it', () => {
  for (const [typed, amount] of [
    ['18400', '18400'],
    ['18,400', '18400'],
    ['18.400', '18400'],
    ['18.400,50', '18400.50'],
    ['18,400.5', '18400.5'],
    ['€ 1 200,00', '1200.00'],
    ["1'200.10 CHF", '1200.10'],
    ['0', '0'],
    [' ', null],
    ['twelve', undefined],
    ['-5', undefined],
    ['1.2345', undefined],
  ] as const)
    expect([typed, amountIn(typed, 'EUR')]).toEqual([typed, amount])
  expect(amountIn('1,234', 'KWD')).toBe('1.234')
  expect(amountIn('1.5', 'JPY')).toBeUndefined()
})

const lines = [
  { kind: 'salaries', channel: null },
  { kind: 'tools', channel: null },
] as const
const months = monthsOf(2026)

test('cells of a sheet fall from the chosen one on, and what has no place is left out', () => {
  const sheet = cellsIn('1\t2\r\n\t4\r\n5\t6\r\n')
  expect(sheet).toEqual([
    ['1', '2'],
    ['', '4'],
    ['5', '6'],
  ])
  const eur = (amount: string) => ({ amount, currency: 'EUR' })
  expect(pasted(sheet, { row: 0, column: 11 }, lines, months, 'EUR')).toEqual({
    changes: [
      { month: '2026-12-01', kind: 'salaries', channel: null, amount: eur('1') },
      { month: '2026-12-01', kind: 'tools', channel: null, amount: null },
    ],
    wrong: null,
  })
  expect(pasted([['1', 'x']], { row: 0, column: 0 }, lines, months, 'EUR')).toEqual({
    changes: [],
    wrong: 'x',
  })
})

test('a month is copied where nothing stands yet', () => {
  const cost = (month: string, kind: 'salaries' | 'tools', amount: string) => ({
    month,
    kind,
    channel: null,
    amount: { amount, currency: 'EUR' },
  })
  const costs = [
    cost('2026-01-01', 'salaries', '10.00'),
    cost('2026-01-01', 'tools', '2.00'),
    cost('2026-02-01', 'tools', '3.00'),
  ]
  expect(copied(costs, '2026-01-01', '2026-02-01')).toEqual([cost('2026-02-01', 'salaries', '10.00')])
})
