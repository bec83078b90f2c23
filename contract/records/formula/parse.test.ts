import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFormula } from './parse.ts'
import { printFormula } from './print.ts'
import type { Infix, Syntax } from './syntax.ts'

const span = { start: 0, end: 0 }
const word = (text: string) => ({ text, ...span })
const names = ['amount', 'status', 'own_score', 'x'] as const

/** Any formula that can be written, whether or not it makes sense. */
const { formula } = fc.letrec<{ formula: Syntax }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.integer({ min: 0, max: 9_999 }).map((n): Syntax => ({ kind: 'number', text: String(n), ...span })),
    fc.string({ maxLength: 6 }).map((value): Syntax => ({ kind: 'text', value, ...span })),
    fc
      .constantFrom('true', 'false', 'empty')
      .map((one): Syntax => ({ kind: 'word', word: one as 'true', ...span })),
    fc
      .array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 })
      .map((path): Syntax => ({ kind: 'name', path: path.map(word), ...span })),
    fc
      .tuple(fc.constantFrom('-' as const, 'not' as const), tie('formula'))
      .map(([sign, of]): Syntax => ({ kind: 'prefix', sign, of, ...span })),
    fc
      .tuple(
        fc.constantFrom<Infix>('or', 'and', '=', '!=', '<', '<=', '>', '>=', '&', '+', '-', '*', '/'),
        tie('formula'),
        tie('formula'),
      )
      .map(([sign, left, right]): Syntax => ({ kind: 'infix', sign, left, right, ...span })),
    fc
      .tuple(fc.array(tie('formula'), { maxLength: 3 }), fc.option(tie('formula'), { nil: undefined }))
      .map(([args, where]): Syntax => ({
        kind: 'call',
        name: word('sum'),
        args,
        ...(args.length > 0 && where ? { where } : {}),
        ...span,
      })),
  ),
}))

/** The same without places, which differ by how it was written. */
const bare = (syntax: unknown): unknown =>
  JSON.parse(
    JSON.stringify(syntax, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  )

test('what is printed is read as what was printed, and printed the same again', () => {
  fc.assert(
    fc.property(formula, (syntax) => {
      const text = printFormula(syntax)
      const again = parseFormula(text)
      fc.pre(again.problem === null || !/deeply|parts|characters/.test(again.problem.message))
      expect(again.problem).toBeNull()
      expect(bare(again.syntax)).toEqual(bare(syntax))
      expect(printFormula(again.syntax as Syntax)).toBe(text)
    }),
    { numRuns: 500 },
  )
})

test('whatever is typed is read or refused at a place within it', () => {
  const pieces = fc.constantFrom('(', ')', ',', '.', '+', '-', '*', '&', '=', '<', "'", '"', ' ', '1', '0.5', 'if', 'and', 'not', 'where', 'by', 'sum', 'deals', 'é', '\n') // prettier-ignore
  fc.assert(
    fc.property(
      fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
      (text) => {
        const { problem } = parseFormula(text)
        if (!problem) return
        expect(problem.message).not.toBe('')
        expect(problem.start).toBeGreaterThanOrEqual(0)
        expect(problem.end).toBeLessThanOrEqual(text.length)
        expect(problem.start).toBeLessThanOrEqual(problem.end)
      },
    ),
    { numRuns: 2_000 },
  )
})

const printed = (text: string) => {
  const { syntax, problem } = parseFormula(text)
  return problem ? `${problem.start}–${problem.end}: ${problem.message}` : printFormula(syntax)
}

test.each([
  ['1+2*3', '1 + 2 * 3'],
  ['(1+2)*3', '(1 + 2) * 3'],
  ['a - (b - c)', 'a - (b - c)'],
  ['AND(a, b, c)', 'a and b and c'],
  ['a <> "it\'s"', "a != 'it''s'"],
  ['not a = b and c', 'not a = b and c'],
  ['-a*b', '-a * b'],
  ['SUM( deals.amount where status="won" )', "SUM(deals.amount where status = 'won')"],
  [
    'latest(deals.name by closedOn where not datesContradict)',
    'latest(deals.name by closedOn where not datesContradict)',
  ],
  ['.5', '0.5'],
])('%s is %s', (text, canonical) => {
  expect(printed(text)).toBe(canonical)
})

test.each([
  ['', '0–0: Write what is to be calculated'],
  ['1 +', '2–3: Something is missing at the end'],
  ['(1 + 2', '0–1: This “(” is never closed'],
  ['1 2', '2–3: A sign such as + or & is missing before “2”'],
  ['1,5 * a', '1–2: A comma stands between the values of a function. Decimals have a point'],
  ["'abc", "0–4: This text has no end. Close it with '"],
  ['a = b = c', '6–7: Compare two values at a time'],
  ['company.parent.name', '15–19: A formula goes one step'],
  ['amount € 5', '7–8: “€” has no meaning here'],
  ['if(a, b))', '8–9: There is no “(” that this “)” closes'],
  ['a where b', '2–7: “where” stands in a roll-up only'],
  ['('.repeat(60), 'This is nested too deeply'],
  [Array.from({ length: 300 }, () => '1').join('+'), 'at most 250 parts'],
  ['1'.repeat(2_001), 'at most 2000 characters'],
])('%s is refused: %s', (text, said) => {
  expect(printed(text)).toContain(said)
})
