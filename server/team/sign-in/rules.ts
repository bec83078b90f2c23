import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { invalidField } from '../../http/problem.ts'

/** Words that stand in most lists of leaked passwords, alone, doubled or with digits around them. */
const commonest = new Set(
  readFileSync(join(import.meta.dirname, 'common-passwords.txt'), 'utf8')
    .split(/\s+/)
    .filter(Boolean),
)

/** Where fingers go: along a row, the alphabet, the digits, forwards and back. */
const walks = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
].flatMap((walk) => [walk, walk.split('').reverse().join('')])
const shortestWalk = 4

const disguises: Record<string, string> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

const letters = (text: string): string => text.replace(/[^\p{L}]+/gu, '')
/** With the letters that its signs stand for, those before and after the word taken for signs or for more of the word. */
const undisguised = (text: string): string[] =>
  [/^[^\p{L}]+|[^\p{L}]+$/gu, /[^\p{L}]+$/gu].map((around) =>
    text.replace(around, '').replace(/[013457@$!]/g, (sign) => disguises[sign] ?? sign),
  )

/** The text without the walks that it is made of. */
function withoutWalks(text: string): string {
  let left = ''
  for (let at = 0; at < text.length;) {
    let length = text.length - at
    while (length >= shortestWalk && !walks.some((walk) => walk.includes(text.slice(at, at + length))))
      length--
    if (length < shortestWalk) left += text[at++]
    else at += length
  }
  return left
}

/** Whether a text is nothing but words of a set, one after the other. */
function isMadeOf(text: string, words: ReadonlySet<string>): boolean {
  const ends = new Set([0])
  for (let end = 1; end <= text.length; end++)
    for (const start of ends)
      if (words.has(text.slice(start, end))) {
        ends.add(end)
        break
      }
  return text.length > 0 && ends.has(text.length)
}

/**
 * Why a password is guessed at once, or null. `known` is what anybody knows of the member: name, address, company. Asks for
 * no kinds of characters: what makes a password good is that nobody has it on a list.
 */
export function weaknessOf(password: string, known: readonly string[]): string | null {
  const text = password.toLowerCase()
  if (new Set(text).size < 5)
    return 'It repeats a few characters. Use a few words that do not belong together.'
  const rest = withoutWalks(text)
  if (letters(rest) === '' && rest.length < 6)
    return 'It is a row of keys or digits, which is tried first. Use a few words that do not belong together.'
  const theirs = new Set(
    known
      .flatMap((one) => one.toLowerCase().split(/[^\p{L}]+/u))
      .filter((word) => word.length > 2)
      .concat('throughline'),
  )
  for (const base of [text, ...undisguised(text), ...undisguised(rest)].map(letters)) {
    if (base.length > 0 && isMadeOf(base, theirs))
      return 'It is your name, your address or the company’s. Use a few words that do not belong together.'
    // Several words are a password of their own, unless it is one twice or all of them together are common.
    const once = base.slice(0, base.length / 2)
    if (
      commonest.has(base) ||
      (base === once + once && commonest.has(once)) ||
      isMadeOf(base, new Set([...theirs, ...mostCommon]))
    )
      return 'It is one of the commonest passwords. Use a few words that do not belong together.'
  }
  return null
}

/** The very commonest, which stay common in whatever order they stand. */
const mostCommon = [
  'password',
  'qwerty',
  'admin',
  'welcome',
  'letmein',
  'iloveyou',
  'login',
  'test',
  'hello',
  'secret',
  'my',
  'is',
  'the',
]

/** Refuses a password that is guessed at once. */
export function refuseWeak(password: string, known: readonly string[], path = 'password'): void {
  const weakness = weaknessOf(password, known)
  if (weakness) throw invalidField(path, weakness)
}
