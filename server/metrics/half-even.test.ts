import fc from 'fast-check'
import { CompiledQuery } from 'kysely'
import { expect, it } from 'vitest'
import { testDatabase } from '../../tests/database.ts'
import { halfEven, roundHalfEven } from '../records/rates.ts'
import { nearly, nearTie } from './half-even.ts'

const { database } = await testDatabase()

const thousandths = (most: number) => fc.integer({ min: 0, max: most }).map((n) => (n / 1000).toString())
const weighed = fc.record({
  amount: fc.oneof(
    fc.integer({ min: -2_000, max: 2_000 }),
    fc.integer({ min: 0, max: 10_000_000 }),
    // Of these every other hundredth is a tie.
    fc.integer({ min: 0, max: 20_000 }).map((n) => n * 50),
    fc.maxSafeInteger(),
  ),
  // As typed, and as worked out by somebody's spreadsheet.
  probability: fc.oneof(thousandths(1_000), fc.double({ min: 0, max: 1, noNaN: true }).map(String)),
  rate: fc.oneof(
    fc.constantFrom('1', '0.5', '0.005', '1.085', '0.000061'),
    thousandths(9_999),
    fc
      .bigInt({ min: 1n, max: 10n ** 15n })
      .map((n) => `${n / 10n ** 12n}.${String(n % 10n ** 12n).padStart(12, '0')}`),
  ),
})

it('rounds in floating point as the exact product would be rounded', async () => {
  const exact = 'c.amount * c.probability::numeric * c.rate'
  const text = `select c.amount, c.probability, c.rate, (${halfEven(`(${exact})`)})::text as exact
    from unnest($1::bigint[], $2::float8[], $3::numeric[]) c (amount, probability, rate)
      cross join lateral (select ${nearly('c.amount', 'c.probability', 'c.rate::float8')} as near) product
    where case when ${nearTie('product.near')} then ${halfEven(`(${exact})`)} else round(product.near)::numeric end
      is distinct from ${halfEven(`(${exact})`)}`
  await fc.assert(
    fc.asyncProperty(fc.array(weighed, { minLength: 200, maxLength: 400 }), async (cases) => {
      const values = [cases.map((c) => c.amount), cases.map((c) => c.probability), cases.map((c) => c.rate)]
      const { rows } = await database.lists.executeQuery(CompiledQuery.raw(text, values))
      expect(rows).toEqual([])
    }),
    { numRuns: 60 },
  )
})

it('rounds exactly as amounts are converted', async () => {
  const tenths = Array.from({ length: 61 }, (_, i) => i - 30)
  const { rows } = await database.lists.executeQuery<{ rounded: string }>(
    CompiledQuery.raw(
      `select ${halfEven('(tenth / 10.0)')}::text as rounded from unnest($1::int[]) with ordinality t (tenth, place) order by place`,
      [tenths],
    ),
  )
  expect(rows.map(({ rounded }) => BigInt(Math.trunc(Number(rounded))))).toEqual(
    tenths.map((tenth) => roundHalfEven(BigInt(tenth), 10n)),
  )
})
