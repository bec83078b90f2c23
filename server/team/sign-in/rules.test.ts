import fc from 'fast-check'
import { expect, test } from 'vitest'
import { weaknessOf } from './rules.ts'

const known = ['Olga Owner', 'olga@acme.example', 'Acme Bicycles']

test.each([
  'password12',
  'Password1!',
  'p@ssw0rd2026',
  'passwordpassword',
  '1234567890',
  'qwertyuiop',
  'qwertzuiop123',
  'abcdefghij1',
  '9876543210',
  'aaaaaaaaaa',
  'ababababab',
  'letmein2026!',
  'Welcome12345',
  'mypasswordis',
  'Sommer2026!!',
  'olgaowner1',
  'acmebicycles',
  '0lga0wner99',
  'throughline1',
  'iloveyou2026',
  'correcthorsebatterystaple',
])('%s is refused', (password) => {
  expect(weaknessOf(password, known)).not.toBeNull()
})

test.each([
  'correct horse battery',
  'another horse battery',
  'zebra lamp fourteen',
  'mein hund frisst socken',
  'olga likes violet trams',
  'kX9#vQ2!mZ7p',
  'ночь улица фонарь',
  'über den wolken 7',
])('%s is taken', (password) => {
  expect(weaknessOf(password, known)).toBeNull()
})

test('what a generator makes is taken, whatever it is made of', () => {
  fc.assert(
    fc.property(fc.uuid(), (password) => {
      expect(weaknessOf(password, known)).toBeNull()
    }),
  )
})

test('what is refused stays so with digits around it and in capitals', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('password', 'iloveyou', 'qwertyuiop', 'sunshine'),
      fc.nat(9999),
      (word, digits) => {
        for (const password of [`${word}${digits}`, `${digits}${word}`, `${word.toUpperCase()}${digits}!`])
          expect(weaknessOf(password, known), password).not.toBeNull()
      },
    ),
  )
})
