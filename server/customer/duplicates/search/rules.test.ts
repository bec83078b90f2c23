import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { likelihood } from '../rules.ts'
import { compare, keysOf, likenessOf, mostTogether, pairsIn, profileOf, type Known } from './rules.ts'

const someone = (known: Omit<Known, 'id'>, id = 'a') => profileOf({ id, ...known })
const score = (a: Omit<Known, 'id'>, b: Omit<Known, 'id'>) => compare(someone(a), someone(b, 'b'))?.score ?? 0
const person = (firstName: string, lastName: string, more: Partial<Known> = {}) => ({
  firstName,
  lastName,
  ...more,
})
const firm = (name: string, more: Partial<Known> = {}) => ({ name, ...more })

const likelyFrom = 0.7
const home = { phones: ['+351225550142'], city: 'Porto', postalCode: '4050-123' }

describe('people', () => {
  test.each<[string, ReturnType<typeof person>, ReturnType<typeof person>]>([
    [
      'with a mark left out',
      person('Zoë', 'Müller', { company: 'x' }),
      person('Zoe', 'Mueller', { company: 'x' }),
    ],
    [
      'by a nickname',
      person('Bill', 'Carter', { company: 'x' }),
      person('William', 'Carter', { company: 'x' }),
    ],
    [
      'with names swapped',
      person('Duarte', 'Ana', { city: 'Porto' }),
      person('Ana', 'Duarte', { city: 'porto' }),
    ],
    ['with a middle name more', person('Ana Maria', 'Duarte', home), person('Ana', 'Duarte', home)],
    ['with an initial', person('A.', 'Duarte', home), person('Ana', 'Duarte', home)],
    ['misspelt, on one phone', person('Ana', 'Duarte', home), person('Ana', 'Duatre', home)],
    ['who married, on one phone', person('Ana', 'Duarte', home), person('Ana', 'Costa', home)],
    [
      'at home and at work with one mailbox',
      person('Ana', 'Duarte', { emails: ['ana.duarte@gmail.com'] }),
      person('Ana', 'Duarte', { emails: ['anaduarte@veloporto.example'] }),
    ],
    [
      'with a title',
      person('Dr. Ana', 'Duarte', { company: 'x' }),
      person('Ana', 'Duarte', { company: 'x' }),
    ],
    [
      'by particle or not',
      person('Ana', 'da Silva', { company: 'x' }),
      person('Ana', 'Silva', { company: 'x' }),
    ],
  ])('are likely one %s', (_, a, b) => {
    expect(score(a, b)).toBeGreaterThanOrEqual(likelyFrom)
  })

  test.each<[string, ReturnType<typeof person>, ReturnType<typeof person>]>([
    [
      'father and son',
      person('João', 'Silva', { ...home, birthday: '1958-02-03' }),
      person('João', 'Silva', { ...home, birthday: '1990-07-01' }),
    ],
    ['father and son, who says so', person('João', 'Silva', home), person('João', 'Silva Jr.', home)],
    [
      'colleagues on one switchboard',
      person('Ana', 'Duarte', { ...home, company: 'x' }),
      person('Rui', 'Costa', { ...home, company: 'x' }),
    ],
    ['husband and wife', person('Ana', 'Duarte', home), person('Rui', 'Duarte', home)],
    [
      'twins',
      person('Ana', 'Duarte', { ...home, birthday: '1990-07-01' }),
      person('Rita', 'Duarte', { ...home, birthday: '1990-07-01' }),
    ],
    [
      'two with one task’s mailbox',
      person('Ana', 'Duarte', { emails: ['info@a.example'] }),
      person('Rui', 'Costa', { emails: ['info@b.example'] }),
    ],
    [
      'two at one mail provider',
      person('Ana', 'Duarte', { emails: ['ad@gmail.com'] }),
      person('Anna', 'Dart', { emails: ['dart@gmail.com'] }),
    ],
    ['who share a first name only', person('Ana', '', {}), person('Ana', '', {})],
  ])('are not one: %s', (_, a, b) => {
    expect(score(a, b)).toBeLessThan(0.5)
  })

  test('who share only a rare name are perhaps one, and no more than that', () => {
    expect(score(person('Quintela', 'Vasques'), person('Quintela', 'Vasques'))).toBe(0.6)
  })
})

describe('companies', () => {
  test.each<[string, ReturnType<typeof firm>, ReturnType<typeof firm>]>([
    [
      'by domain',
      firm('Velo Porto', { domains: ['veloporto.pt'] }),
      firm('Velo Porto, Lda.', { website: 'https://www.veloporto.pt/about' }),
    ],
    [
      'without its legal form, in one town',
      firm('Müller GmbH & Co. KG', { city: 'Köln' }),
      firm('Mueller', { city: 'Koeln' }),
    ],
    [
      'written together, on one phone',
      firm('Velo Porto', { phones: ['+351225550142'] }),
      firm('VeloPorto', { phones: ['+351225550142'] }),
    ],
    [
      'by its initials on one domain',
      firm('International Business Machines', { domains: ['ibm.com'] }),
      firm('IBM', { domains: ['ibm.com'] }),
    ],
  ])('are likely one %s', (_, a, b) => {
    expect(score(a, b)).toBeGreaterThanOrEqual(likelyFrom)
  })

  test.each<[string, Known, Known]>([
    [
      'parent and subsidiary',
      { id: 'a', name: 'Acme', domains: ['acme.com'] },
      { id: 'b', name: 'Acme Logistics', domains: ['acme.com'], parent: 'a' },
    ],
    [
      'sisters',
      { id: 'a', name: 'Acme Porto', domains: ['acme.com'], parent: 'c' },
      { id: 'b', name: 'Acme Lisboa', domains: ['acme.com'], parent: 'c' },
    ],
    [
      'another firm of a group in another town',
      { id: 'a', name: 'Nordsee', domains: ['group.eu'], city: 'Kiel' },
      { id: 'b', name: 'Alpina', domains: ['group.eu'], city: 'Graz' },
    ],
    [
      'tenants of one building',
      { id: 'a', name: 'Nordsee', phones: ['+351225550142'] },
      { id: 'b', name: 'Alpina', phones: ['+351225550142'] },
    ],
  ])('are not one: %s', (_, a, b) => {
    expect(compare(profileOf(a), profileOf(b))?.score ?? 0).toBeLessThan(0.5)
  })
})

const of = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: null })
const list = (...values: string[]) => fc.subarray(values)
const anybody = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  firstName: of('Ana', 'Anna', 'Ana Maria', 'Bill', 'William', 'Rui', 'A.', 'Duarte', '李'),
  lastName: of('Duarte', 'Duatre', 'da Silva', 'Silva Jr.', 'Müller', 'Mueller', 'Ana', "O'Neil"),
  emails: list('ana.duarte@gmail.com', 'anaduarte@velo.example', 'info@velo.example'),
  phones: list('+351225550142', '+351912345678'),
  company: of('x', 'y'),
  birthday: of('1990-07-01', '1958-02-03'),
  city: of('Porto', 'pôrto', 'Lisboa'),
  postalCode: of('4050-123', '4050 123'),
})
const anyFirm = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  name: fc.constantFrom(
    'Acme',
    'ACME Ltd',
    'Acme Logistics',
    'Velo Porto',
    'VeloPorto, Lda.',
    'IBM',
    'International Business Machines',
  ),
  domains: list('acme.com', 'veloporto.pt'),
  website: of('https://acme.com', 'https://www.veloporto.pt'),
  phones: list('+351225550142'),
  parent: of('a', 'b', 'z'),
  city: of('Porto', 'Lisboa'),
})
const two: fc.Arbitrary<[Known, Known]> = fc.oneof(fc.tuple(anybody, anybody), fc.tuple(anyFirm, anyFirm))

describe('any two', () => {
  test('are as likely one whichever comes first, from 0 to 1, for the same reasons', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const likely = compare(profileOf(a), profileOf(b))
        expect(compare(profileOf(b), profileOf(a))).toEqual(likely)
        if (!likely) return
        expect(likely.score).toBeGreaterThanOrEqual(0)
        expect(likely.score).toBeLessThanOrEqual(1)
      }),
      { numRuns: 2_000 },
    )
  })

  test('are no less likely for sharing more, and no more for another doubt', () => {
    fc.assert(
      fc.property(
        two,
        fc.constantFrom('phone', 'company', 'place', 'mailbox', 'birthday', 'domain'),
        ([a, b], more) => {
          const likeness = likenessOf(profileOf(a), profileOf(b))
          const before = likelihood(likeness)?.score ?? 0
          expect(likelihood({ ...likeness, [more]: true })?.score ?? 0).toBeGreaterThanOrEqual(before)
          const doubted = likelihood({ ...likeness, doubts: [...(likeness.doubts ?? []), 'otherBirthday'] })
          expect(doubted?.score ?? 0).toBeLessThanOrEqual(before)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('who are likely one share a key', () => {
    fc.assert(
      fc.property(two, ([a, b]) => {
        const likely = compare(profileOf(a), profileOf(b))
        if (!likely || likely.score < likelyFrom) return
        const keys = new Set(keysOf(profileOf(a)).map(({ key }) => key))
        expect(keysOf(profileOf(b)).some(({ key }) => keys.has(key))).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })
})

test('in a group too large, each is compared with its neighbours by name only', () => {
  const group = Array.from({ length: 400 }, (_, i) => someone(person(`Ana ${i}`, 'Duarte'), String(i)))
  expect([...pairsIn('phone', group)].length).toBeLessThanOrEqual(400 * 10)
  expect([...pairsIn('name', group)]).toEqual([])
  const small = group.slice(0, mostTogether('phone'))
  expect([...pairsIn('phone', small)]).toHaveLength((small.length * (small.length - 1)) / 2)
})
