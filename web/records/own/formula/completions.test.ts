import { expect, test } from 'vitest'
import { declaredTypes } from '../../../../contract/record-types.ts'
import { completionsAt } from './completions.ts'

const company = declaredTypes.of('company')
const deal = declaredTypes.of('deal')

/** The caret stands at the |. */
function offered(text: string, type = company): string[] {
  const caret = text.indexOf('|')
  return completionsAt(text.replace('|', ''), caret, type).choices.map(({ insert }) => insert)
}

test.each([
  ['emp|', 'employees'],
  ['annual|', 'annualRevenue'],
  ['headc|', undefined],
  ['parent.na|', 'name'],
  ['par|', 'parent.'],
  ['1 + ro|', 'round('],
  ['sum|', 'sum('],
  ['sum(|', 'people'],
  ['sum(dea|', 'deals'],
  ['sum(deals.am|', 'amount'],
  ['sum(deals.amount where st|', 'status'],
  ["sum(deals.amount where status = 'won') + emp|", 'employees'],
  ['count(deals where status = |', "'open'"],
  ['count(deals where status = lo|', "'lost'"],
  ["name & 'emp|", undefined],
])('at %s the first is %s', (text, first) => {
  expect(offered(text)[0]).toBe(first)
})

test('within a condition only what can stand there is offered', () => {
  const inside = offered('count(deals where |')
  expect(inside).toContain('amount')
  expect(inside).not.toContain('employees')
  expect(inside).not.toContain('sum(')
  expect(inside).not.toContain('company.')
})

test('what people call a field finds it', () => {
  expect(offered('Expected|', deal)[0]).toBe('expectedCloseOn')
})

test('what was typed of the word is replaced, and nothing before it', () => {
  expect(completionsAt('1 + emplo', 9, company).start).toBe(4)
})
