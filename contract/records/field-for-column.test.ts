import { expect, test } from 'vitest'
import type { ColumnLook, Look } from './import.ts'
import { fieldForColumn } from './field-for-column.ts'

const column = (look: Look, values: Record<string, number>, name = 'Customer_tier'): ColumnLook => ({
  name,
  look,
  blanks: 0,
  distinct: Object.keys(values).length,
  values: Object.entries(values).map(([value, count]) => ({ value, count })),
})

test.each<[Look, Record<string, number>, string]>([
  ['number', { '12': 3 }, 'number'],
  ['number', { '12%': 1, '7,5 %': 1 }, 'percentage'],
  ['number', { '€ 12': 1, '€ 7.50': 1 }, 'money'],
  ['number', { '12 EUR': 1 }, 'money'],
  ['number', { '€ 12': 1, '7.50': 1 }, 'number'],
  ['date', { '2026-01-01': 1 }, 'date'],
  ['date', { '2026-01-01 10:00': 1 }, 'moment'],
  ['yesNo', { yes: 3, no: 3 }, 'yesNo'],
  ['text', { Gold: 5, Silver: 5 }, 'choice'],
  ['text', { Gold: 5, gold: 5 }, 'text'],
  ['text', { Ana: 1, Rui: 1 }, 'text'],
  ['text', { Gold: 9 }, 'text'],
  ['id', { A1b2c3: 5, D4e5f6: 5 }, 'text'],
  ['other', { ['word '.repeat(100)]: 1 }, 'longText'],
  ['blank', {}, 'text'],
])('%s like %o becomes a field of type %s', (look, values, type) => {
  expect(fieldForColumn(column(look, values))).toMatchObject({ label: 'Customer tier', type })
})

test('a choice has its words as options, and of a column whose words are not all known none is made', () => {
  const gold = column('text', { Gold: 5, Silver: 4 })
  expect(fieldForColumn(gold).options).toEqual([{ label: 'Gold' }, { label: 'Silver' }])
  expect(fieldForColumn({ ...gold, distinct: 3 })).toMatchObject({ type: 'text' })
})
