import fc from 'fast-check'
import { getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { expect, test } from 'vitest'
import { readPhone } from './contacts.ts'

const codes = [
  ...new Set(getCountries().map((country) => getCountryCallingCode(country))),
  '800',
  '870',
  '888',
  '999',
  '21',
  '0',
]
const digits = fc
  .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 15 })
  .map((all) => all.join(''))

test('a number that is in E.164 at sight is what parsing it says', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), digits, (code, number) => {
      const typed = `+${code}${number}`
      const parsed = parsePhoneNumberFromString(typed)
      expect(readPhone(typed)).toBe(parsed?.isPossible() ? parsed.number : null)
    }),
    { numRuns: 30_000 },
  )
})

test('a number of each length in each country too', () => {
  for (const code of codes)
    for (let length = 1; length <= 15; length++)
      for (const first of ['0', '1', '15', '2', '5', '8', '9', '44', '00', '88']) {
        const typed = `+${code}${first.padEnd(length, '3456789012345').slice(0, length)}`
        const parsed = parsePhoneNumberFromString(typed)
        expect(readPhone(typed), typed).toBe(parsed?.isPossible() ? parsed.number : null)
      }
})
