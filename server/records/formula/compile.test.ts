import fc from 'fast-check'
import { CompiledQuery, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/database.ts'
import { decimal, evaluate, kept, type Value, type World } from '../../../tests/formulas.ts'
import { typesWith } from '../../../contract/record-types.ts'
import { checkFormula } from '../../../contract/records/formula/check.ts'
import { parseFormula } from '../../../contract/records/formula/parse.ts'
import type { Syntax } from '../../../contract/records/formula/syntax.ts'
import type { FieldType } from '../../../contract/records/field.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import { compileFormula } from './compile.ts'

const { db } = await testDatabase()
const zone = 'America/New_York'
await sql`insert into organisation (name, time_zone, currency) values ('Acme', ${zone}, 'EUR')`.execute(db)
await sql`insert into exchange_rates (currency, from_on, rate) values ('USD', '2000-01-01', 0.9)`.execute(db)

const own = (name: string, type: FieldType): OwnField => ({
  id: name,
  recordType: 'company',
  name: `own_${name}`,
  type,
  label: name,
  help: null,
  required: false,
  unique: false,
  searched: false,
  personal: false,
  default: null,
  options:
    type === 'choice'
      ? [
          { value: 'gold', label: 'Gold' },
          { value: 'silver', label: 'Silver star' },
        ]
      : null,
  to: null,
  formula: null,
  result: null,
  kinds: null,
  largest: null,
  position: 0,
  retiredAt: null,
  version: 1,
})
const company = typesWith([
  own('n', 'number'),
  own('m', 'number'),
  own('a', 'money'),
  own('b', 'money'),
  own('t', 'text'),
  own('u', 'text'),
  own('d', 'date'),
  own('e', 'date'),
  own('at', 'moment'),
  own('l', 'duration'),
  own('y', 'yesNo'),
  own('c', 'choice'),
]).of('company')

/** What the database makes of formulas for a record that has these values of its own. */
async function calculated(
  formulas: readonly string[],
  custom: Record<string, unknown>,
): Promise<(string | null)[]> {
  const columns = formulas.map((text, i) => {
    const checked = checkFormula(text, company)
    if (checked.problem) throw new Error(`${text}: ${checked.problem.message}`)
    return `${compileFormula(checked.node, company, 't')}::text as v${i}`
  })
  const { rows } = await db.executeQuery<Record<string, string | null>>(
    CompiledQuery.raw(`select ${columns.join(', ')} from jsonb_populate_record(null::companies, $1) t`, [
      JSON.stringify({ id: '00000000-0000-7000-8000-000000000000', custom }),
    ]),
  )
  return formulas.map((_, i) => rows[0]?.[`v${i}`] ?? null)
}

const one = async (text: string, custom: Record<string, unknown> = {}) =>
  (await calculated([text], custom))[0]

type KindName = 'number' | 'money' | 'text' | 'date' | 'duration' | 'yesNo'
const wrap = (...parts: (string | fc.Arbitrary<string>)[]) =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((all) => all.join(''))

/** Formulas that make sense, by what they give. */
const formulas = fc.letrec<Record<KindName, string>>((tie) => {
  const infix = (signs: string[], a: KindName, b: KindName) =>
    wrap('(', tie(a), ' ', fc.constantFrom(...signs), ' ', tie(b), ')')
  const call = (name: string, ...args: KindName[]) =>
    wrap(`${name}(`, ...args.flatMap((arg, i) => (i === 0 ? [tie(arg)] : [', ', tie(arg)])), ')')
  const both = (kind: KindName) => [
    wrap('if(', tie('yesNo'), ', ', tie(kind), ', ', tie(kind), ')'),
    call('orElse', kind, kind),
  ]
  const size = { depthSize: 'small' as const, maxDepth: 4, depthIdentifier: 'formula' }
  return {
    number: fc.oneof(
      size,
      fc.constantFrom('0', '1', '2', '3', '0.5', '12.345', '1000000', '999999999999', '0.000000000001'),
      fc.constantFrom('own_n', 'own_m'),
      infix(['+', '-', '*', '/'], 'number', 'number'),
      wrap('-', tie('number')),
      call('round', 'number'),
      wrap('round(', tie('number'), fc.constantFrom(', 2', ', -1', ', 0.5', ', 99'), ')'),
      call('abs', 'number'),
      call('min', 'number', 'number'),
      call('max', 'number', 'number', 'number'),
      call('length', 'text'),
      call('number', 'money'),
      infix(['/'], 'money', 'money'),
      infix(['/'], 'duration', 'duration'),
      call('hours', 'duration'),
      wrap(fc.constantFrom('year(', 'month(', 'day('), tie('date'), ')'),
      wrap('year(own_at)'),
      call('daysBetween', 'date', 'date'),
      infix(['-'], 'date', 'date'),
      ...both('number'),
    ),
    money: fc.oneof(
      size,
      fc.constantFrom('own_a', 'own_b'),
      infix(['+', '-'], 'money', 'money'),
      infix(['*', '/'], 'money', 'number'),
      infix(['*'], 'number', 'money'),
      wrap('-', tie('money')),
      wrap('money(', tie('number'), ", 'USD')"),
      call('round', 'money'),
      wrap('round(', tie('money'), ', 1)'),
      call('abs', 'money'),
      call('min', 'money', 'money'),
      call('max', 'money', 'money'),
      ...both('money'),
    ),
    text: fc.oneof(
      size,
      fc.constantFrom("'x'", "''", "'It''s'", "' É '", "'$formula$'", "'\\'"),
      fc.constantFrom('own_t', 'own_u', 'own_c'),
      infix(['&'], 'text', 'text'),
      infix(['&'], 'text', 'number'),
      infix(['&'], 'money', 'text'),
      infix(['&'], 'date', 'yesNo'),
      wrap(fc.constantFrom('lower(', 'upper(', 'trim('), tie('text'), ')'),
      wrap(fc.constantFrom('left(', 'right('), tie('text'), ', ', tie('number'), ')'),
      ...both('text'),
    ),
    date: fc.oneof(
      size,
      fc.constantFrom('own_d', 'own_e', "addDays('2024-02-29', 0)", 'dateOf(own_at)'),
      infix(['+', '-'], 'date', 'number'),
      call('addDays', 'date', 'number'),
      call('addMonths', 'date', 'number'),
      call('min', 'date', 'date'),
      call('max', 'date', 'date'),
      ...both('date'),
    ),
    duration: fc.oneof(
      size,
      fc.constant('own_l'),
      infix(['+', '-'], 'duration', 'duration'),
      infix(['*', '/'], 'duration', 'number'),
      call('duration', 'number'),
      call('abs', 'duration'),
      ...both('duration'),
    ),
    yesNo: fc.oneof(
      size,
      fc.constantFrom(
        'own_y',
        'true',
        'false',
        "(own_c = 'gold')",
        "(own_c != 'Silver star')",
        '(own_n = empty)',
        '(own_at < own_d)',
      ),
      ...(['number', 'money', 'text', 'date', 'duration'] as const).map((kind) =>
        infix(['=', '!=', '<', '<=', '>', '>='], kind, kind),
      ),
      infix(['=', '!='], 'yesNo', 'yesNo'),
      infix(['<', '>=', '='], 'money', 'number'),
      infix(['and', 'or'], 'yesNo', 'yesNo'),
      wrap('(not ', tie('yesNo'), ')'),
      call('contains', 'text', 'text'),
      wrap(fc.constantFrom('isEmpty('), fc.oneof(tie('number'), tie('text'), tie('money'), tie('date')), ')'),
    ),
  }
})

const amounts = fc
  .integer({ min: -1_000_000_00, max: 1_000_000_00 })
  .map(
    (minor) =>
      `${minor < 0 ? '-' : ''}${Math.floor(Math.abs(minor) / 100)}.${String(Math.abs(minor) % 100).padStart(2, '0')}`,
  )
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined, freq: 3 })
const worlds = fc.record({
  own_n: maybe(
    fc.oneof(
      fc.integer({ min: -1000, max: 1000 }),
      fc.integer({ min: -1e6, max: 1e6 }).map((n) => n / 1000),
      fc.constantFrom(1e15, 0.1, 0),
    ),
  ),
  own_m: maybe(fc.integer({ min: -5, max: 5 })),
  own_a: maybe(fc.record({ amount: amounts, currency: fc.constantFrom('EUR', 'USD') })),
  own_b: maybe(fc.record({ amount: amounts, currency: fc.constantFrom('EUR', 'USD', 'CHF') })),
  own_t: maybe(fc.constantFrom('a', 'Abc', ' spaced ', 'É', 'zz', '2024-01-01')),
  own_u: maybe(fc.constantFrom('b', 'BC', '%', "o'clock")),
  own_d: maybe(fc.constantFrom('2024-02-29', '2025-12-31', '0001-01-01', '9999-12-31')),
  own_e: maybe(fc.constantFrom('2024-03-01', '2026-01-31')),
  own_at: maybe(fc.constantFrom('2024-03-01T03:00:00.000Z', '2025-07-01T12:00:00.000Z')),
  own_l: maybe(fc.integer({ min: 0, max: 1_000_000 })),
  own_y: maybe(fc.boolean()),
  own_c: maybe(fc.constantFrom('gold', 'silver')),
})

const plainNumber = (n: number) =>
  decimal(n.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 }))

/** The same values as the naive evaluator has them. */
function worldOf(custom: Record<string, unknown>): World {
  const valueOf = (name: string, value: unknown): Value => {
    if (value === undefined) return null
    if (name === 'own_l') return { is: 'duration', n: plainNumber(value as number) }
    if (typeof value === 'number') return { is: 'number', n: plainNumber(value) }
    if (typeof value === 'boolean') return { is: 'yesNo', yes: value }
    if (name === 'own_d' || name === 'own_e') return { is: 'date', day: value as string }
    if (name === 'own_at') return { is: 'moment', at: value as string }
    if (typeof value === 'object') {
      const { amount, currency } = value as { amount: string; currency: string }
      return { is: 'money', n: decimal(amount), currency }
    }
    const names: Record<string, string> = { gold: 'Gold', silver: 'Silver star' }
    return { is: 'text', text: name === 'own_c' ? (names[value as string] ?? '') : (value as string) }
  }
  const fields = Object.fromEntries(
    Object.entries(custom).map(([name, value]) => [name, valueOf(name, value)]),
  )
  return { fields, home: 'EUR', rates: { USD: '0.9' }, zone }
}

/** An option is compared by what it is called, as the naive evaluator has it. */
const byLabel = (text: string) => text.replaceAll("'gold'", "'Gold'")

test('what the database makes of a formula is what the book says, whatever the values; nothing ever fails', async () => {
  const any = fc.oneof(...Object.values(formulas))
  await fc.assert(
    fc.asyncProperty(fc.array(any, { minLength: 8, maxLength: 8 }), worlds, async (texts, given) => {
      const custom = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
      const known = texts.filter(
        (text) => parseFormula(text).problem === null && !checkFormula(text, company).problem,
      )
      const world = worldOf(custom)
      const naive = known.map((text) => kept(evaluate(parseFormula(byLabel(text)).syntax as Syntax, world)))
      const stored = await calculated(known, custom)
      const same = stored.map((value) => (value?.startsWith('{') ? JSON.stringify(JSON.parse(value)) : value))
      expect(known.map((text, i) => [text, same[i]])).toEqual(known.map((text, i) => [text, naive[i]]))
    }),
    { numRuns: 200 },
  )
})

describe('what a value is made of', () => {
  const values = {
    own_a: { amount: '100.00', currency: 'USD' },
    own_b: { amount: '10.00', currency: 'EUR' },
    own_n: 0.1,
    own_m: 0,
    own_d: '2024-01-31',
    own_at: '2024-03-01T03:00:00.000Z',
  }
  const EUR = (amount: string) => `{"amount": "${amount}", "currency": "EUR"}`

  test.each([
    ['decimals are exact', 'own_n + 0.2', '0.3'],
    ['division by zero is empty', 'own_n / own_m', null],
    ['what is empty makes a sum empty', 'own_n + own_l / own_l', null],
    ['and is no text within a text', "'x' & own_t & 'y'", '"xy"'],
    ['empty is empty', 'own_t = empty', 'true'],
    ['and is not another value', "own_t != 'x'", 'true'],
    ['nor more or less than one', "own_t < 'x' or own_t >= 'x'", 'false'],
    ['a condition that is empty does not hold', "if(own_y, 'so', 'else')", '"else"'],
    ['two currencies meet in the company’s', 'own_a + own_b', EUR('100.00')],
    ['one currency stays', 'own_a * 1.5', '{"amount": "150.00", "currency": "USD"}'],
    ['what is between is not rounded', 'own_b / 3 * 3', EUR('10.00')],
    ['a tie of coins goes to the even one', "money(0.125, 'EUR')", EUR('0.12')],
    ['a tie of numbers goes up', 'round(0.125, 2)', '0.13'],
    ['a currency without coins has none', "money(12.5, 'JPY')", '{"amount": "12", "currency": "JPY"}'],
    ['without a rate there is nothing', "money(1, 'CHF') + own_b", null],
    ['amounts are compared with numbers as they are', 'own_a >= 100', 'true'],
    ['months end where they end', 'addMonths(own_d, 1)', '"2024-02-29"'],
    ['a moment is of a day in the company’s zone', 'dateOf(own_at)', '"2024-02-29"'],
    ['days may be written', "daysBetween(own_d, '2024-03-01')", '30'],
    ['an option is called by either name', "own_c = 'Gold' or own_c = empty", 'true'],
    ['a quote within a text does no harm', "'it''s' & \"; drop table deals\"", '"it\'s; drop table deals"'],
  ])('%s: %s', async (_, text, value) => {
    expect(await one(text, values)).toBe(value)
  })
})

test.each([
  ['amont * 2', 0, 5, 'Companies have no field “amont”.'],
  ['own_a + 1', 0, 9, 'Adding an amount of money and a number has no meaning. Say of which currency'],
  ['own_t + own_u', 0, 13, 'Texts are joined with &.'],
  ['own_t * 2', 0, 9, 'Multiplying a text and a number has no meaning'],
  ["own_c = 'golt'", 8, 14, '“c” has no option “golt”. Did you mean gold?'],
  ['rond(own_n)', 0, 4, 'There is no function “rond”. Did you mean round?'],
  ['round(own_n, 1, 2)', 16, 17, '“round” takes no more values: round(value[, places])'],
  ['if(own_n, 1, 2)', 3, 8, 'This is a number, and yes or no is wanted here'],
  ["if(own_y, 1, 'x')", 0, 17, 'have to be of one kind'],
  ['owner', 0, 5, '“Owner” leads to a record. Say which of its fields: owner.title'],
  ['deals', 0, 5, 'There may be several deals: say what to make of them, such as count(deals)'],
  ['deals.amount', 0, 12, 'There may be several deals: say which counts'],
  ['sum(deals.amont)', 10, 15, 'Deals have no field “amont”. Did you mean amount?'],
  ['sum(deal.amount)', 4, 8, 'Companies have no related records “deal”. Did you mean deals?'],
  ['sum(deals)', 4, 9, 'Say which field of the deals'],
  ['sum(deals.name)', 4, 14, 'There is no sum of a text'],
  ["count(deals where status = 'one')", 27, 32, '“Status” has no option “one”'],
  [
    'count(deals where stage.kind = 1)',
    18,
    28,
    'Within a roll-up only the fields of the deals themselves count',
  ],
  ['count(deals where count(people) > 1)', 18, 31, 'A roll-up cannot stand within another'],
  ["money(1, 'euro')", 9, 15, 'Name the currency by its three letters'],
  ['own_d > own_n', 0, 13, 'A day and a number cannot be compared'],
  ["own_d > 'soon'", 0, 14, 'cannot be compared'],
  ['empty', 0, 5, 'always be empty'],
  ['tags', 0, 4, 'a formula cannot calculate with'],
])('%s is refused at %i–%i: %s', (text, start, end, said) => {
  const { problem } = checkFormula(text, company)
  expect(problem?.message).toContain(said)
  expect(problem).toMatchObject({ start, end })
})
