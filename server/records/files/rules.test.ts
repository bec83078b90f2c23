import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanName, disposition, spanIn } from './rules.ts'

test('a name of any kind becomes one that is a name only', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 500 }), fc.webPath()), (given) => {
      const name = cleanName(given)
      expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}]|^\.|^\s|\s$/u)
      expect(name.length).toBeGreaterThan(0)
      expect(name.length).toBeLessThanOrEqual(200)
      expect(cleanName(name)).toBe(name)
      expect(disposition('attachment', name)).toMatch(
        /^attachment; filename="[^"\\%\r\n]*"; filename\*=UTF-8''[\w%!#$&+.^`|~-]*$/,
      )
    }),
  )
})

test('a span lies within the file, or is none', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1_000_000 }), (from, length, size) => {
      for (const header of [`bytes=${from}-${from + length}`, `bytes=${from}-`, `bytes=-${from}`]) {
        const span = spanIn(header, size)
        if (span === 'all') throw new Error('A span was asked for')
        if (span) expect([span.from >= 0, span.to >= span.from, span.to < size]).toEqual([true, true, true])
        else expect(header === 'bytes=-0' || (!header.startsWith('bytes=-') && from >= size)).toBe(true)
      }
    }),
  )
  for (const odd of [undefined, '', 'bytes=', 'bytes=-', 'bytes=5-2', 'lines=1-2', 'bytes=0-1,3-4'])
    expect(spanIn(odd, 10)).toBe('all')
})
