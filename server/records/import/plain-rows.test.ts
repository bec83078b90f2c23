import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { plainRows } from './plain-rows.ts'
import { readRows, rowLimits } from './rows.ts'

const folder = await mkdtemp(join(tmpdir(), 'throughline-rows-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

const dialect = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"', header: true, skip: 0 }
const text = fc.array(
  fc.constantFrom(
    'a',
    'ä',
    '€',
    '🙂',
    ' ',
    '\t',
    ',',
    ',',
    '\n',
    '\n',
    '\r\n',
    '\r',
    '"',
    '"b"',
    '\\',
    '\uFEFF',
  ),
  { maxLength: 60 },
)

/** As csv-parse reads it, numbered as a spreadsheet counts, blank lines left out. */
const asParsed = (file: Buffer, skip: number) =>
  parse(file, {
      delimiter: ',', quote: '"', escape: '"', bom: true, relax_column_count: true, relax_quotes: true, from_line: skip + 1,
    }) // prettier-ignore
    .map((cells, i) => ({ number: skip + i + 1, cells }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '')

const settled = async <T>(work: () => T | Promise<T>) => {
  try {
    return await work()
  } catch {
    return 'refused'
  }
}

test('any text is cut as csv-parse cuts it, quotes or none, whatever its line ends', async () => {
  let at = 0
  await fc.assert(
    fc.asyncProperty(text, fc.nat(2), async (parts, skip) => {
      const file = Buffer.from(parts.join(''))
      const path = join(folder, `${at++ % 8}.csv`)
      await writeFile(path, file)
      const rows = await settled(() => Array.fromAsync(readRows(path, { ...dialect, skip })))
      expect(rows).toEqual(await settled(() => asParsed(file, skip)))
    }),
    { numRuns: 500 },
  )
})

test('where the blocks of a file end makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.integer({ min: 1, max: 9 })), async (parts, sizes) => {
      const file = Buffer.from(parts.filter((part) => !part.includes('"')).join(''))
      const blocks: Buffer[] = []
      for (let from = 0, i = 0; from < file.length; i++) {
        const size = sizes[i] ?? 5
        blocks.push(file.subarray(from, from + size))
        from += size
      }
      const cut: string[][] = []
      const rows = plainRows(Readable.from(blocks), dialect, rowLimits.characters)
      let step = await rows.next()
      for (; !step.done; step = await rows.next()) cut.push(...step.value)
      const rest = step.value
      if (rest === null)
        expect(cut.filter((cells) => cells.length > 1 || cells[0] !== '')).toEqual(
          asParsed(file, 0).map(({ cells }) => cells),
        )
      // Only a file whose first block tells no line end is left to the parser.
      else expect([rest.newline, rest.lines]).toEqual([null, 0])
    }),
    { numRuns: 500 },
  )
})

test('a quote that comes late is read like one that comes first', async () => {
  const plain = Array.from({ length: 40_000 }, (_, i) => `${i},row ${i}`)
  const quoted = ['40000,"two\nlines, ""quoted"""', '40001,last']
  const path = join(folder, 'late.csv')
  await writeFile(path, [...plain, ...quoted].join('\n'))
  const rows = await Array.fromAsync(readRows(path, dialect))
  expect(rows.length).toBe(40_002)
  expect(rows.slice(-2)).toEqual([
    { number: 40_001, cells: ['40000', 'two\nlines, "quoted"'] },
    { number: 40_002, cells: ['40001', 'last'] },
  ])
})
