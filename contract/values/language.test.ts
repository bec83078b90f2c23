import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { languageAmong, languageAsked, usableTags } from './language.ts'

describe('the tags of a browser', () => {
  test('count as far as they are tags', () => {
    expect(usableTags(['en-US@posix', 'de_AT', 'C.UTF-8', '', 'pt-br', '-', 'x'])).toEqual([
      'en-US',
      'de',
      'pt-BR',
    ])
  })

  test('are never such that nothing can be written by them', () => {
    const tag = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[a-z]{2,3}[-_@.][A-Za-z0-9]{0,9}(-[a-z0-9]{1,9})?$/),
    )
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 5 }), (tags) => {
        for (const usable of usableTags(tags)) expect(new Intl.NumberFormat(usable).format(1)).not.toBe('')
      }),
      { numRuns: 500 },
    )
  })

  test('choose the first language that there is', () => {
    expect(languageAmong(['fr-CA', 'de-AT', 'pt'])).toBe('de')
    expect(languageAmong(['fr', 'C'])).toBeNull()
  })
})

test('what a header likes best is chosen among the languages that there are', () => {
  expect(languageAsked('fr;q=1, pt-BR;q=0.5, de;q=0.9')).toBe('de')
  expect(languageAsked('de;q=0, en;q=0.1')).toBe('en')
  expect(languageAsked(undefined)).toBeNull()
})
