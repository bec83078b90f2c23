import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sealer } from './sealed.ts'

const key = randomBytes(32)

test('what is sealed opens again, and shows nothing of itself', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), fc.string(), (text, purpose) => {
      const sealed = sealer(key).seal(purpose, text)
      expect(sealer(key).open(purpose, sealed)).toBe(text)
      expect(Buffer.from(sealed.slice(3), 'base64url').includes(text)).toBe(false)
    }),
  )
})

test('it opens with no other key, for no other purpose, and not when one character was changed', () => {
  const sealed = sealer(key).seal('webhook', 'secret')
  expect(() => sealer(randomBytes(32)).open('webhook', sealed)).toThrow()
  expect(() => sealer(key).open('mailbox', sealed)).toThrow()
  for (let at = 0; at < sealed.length - 1; at++) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1)
    expect(() => sealer(key).open('webhook', changed)).toThrow()
  }
  expect(() => sealer(key).open('webhook', 'secret')).toThrow('not a sealed text')
})

test('the same text is sealed differently each time', () => {
  const { seal } = sealer(key)
  expect(seal('a', 'text')).not.toBe(seal('a', 'text'))
})
