import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bareName, likelihood, type Likeness } from './rules.ts'

const nothing: Likeness = { email: false, phone: false, domain: false, name: null, company: false }

test.each<[string, Partial<Likeness>, number | null]>([
  ['the same e-mail is the same person', { email: true }, 1],
  ['the same phone may be a switchboard’s', { phone: true }, 0.7],
  ['the same name', { name: 1 }, 0.6],
  ['the same name at the same company', { name: 1, company: true }, 0.72],
  ['a name nearly the same says too little', { name: 0.8 }, null],
  ['but at the same company it does', { name: 0.8, company: true }, 0.58],
  ['colleagues are no duplicates', { company: true, name: 0.2 }, null],
  ['nothing', {}, null],
])('%s', (_, given, score) => {
  expect(likelihood({ ...nothing, ...given })?.score ?? null).toBe(score)
})

test('more in common is never less likely', () => {
  const likeness = fc.record({
    email: fc.boolean(),
    phone: fc.boolean(),
    domain: fc.boolean(),
    company: fc.boolean(),
    name: fc.constantFrom(null, 0.2, 0.7, 1),
  })
  fc.assert(
    fc.property(
      likeness,
      fc.constantFrom('email', 'phone', 'domain', 'company'),
      (given, also) =>
        (likelihood({ ...given, [also]: true })?.score ?? 0) >= (likelihood(given)?.score ?? 0),
    ),
  )
})

test.each([
  ['Velo Porto, Lda.', 'velo porto'],
  ['Müller GmbH & Co. KG', 'müller'],
  ['ACME Corp.', 'acme'],
  ['Inc', 'inc'],
])('%s is %s', (name, bare) => {
  expect(bareName(name)).toBe(bare)
})
