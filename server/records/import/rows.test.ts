import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { detectDialect } from './dialect.ts'
import { detectEncoding } from './encoding.ts'
import { columnNames, countRows, detectFileDialect, readRows, rowLimits, UnreadableFile } from './rows.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'throughline-files-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What the importer makes of a file: its rows as objects, and where they stood. */
async function table(
  bytes: string | Uint8Array,
): Promise<{ rows: Record<string, string>[]; numbers: number[] }> {
  const path = join(folder, 'file.csv')
  await writeFile(path, bytes)
  const dialect = await detectFileDialect(path)
  const rows: Record<string, string>[] = []
  const numbers: number[] = []
  let names: string[] | undefined
  for await (const { number, cells } of readRows(path, dialect)) {
    if (!names) {
      names = columnNames(cells, dialect.header)
      if (dialect.header) continue
    }
    rows.push(Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])))
    numbers.push(number)
  }
  return { rows, numbers }
}

const oneRow = { name: 'Ana', town: 'Porto' }

describe('delimiters', () => {
  test.each([
    [',', 'name,town\nAna,Porto\n'],
    [';', 'name;town\r\nAna;Porto\r\n'],
    ['tab', 'name\ttown\nAna\tPorto\n'],
    ['|', 'name|town\nAna|Porto'],
    ['\\r alone', 'name,town\rAna,Porto\r'],
  ])('%s', async (_, text) => {
    expect((await table(text)).rows).toEqual([oneRow])
  })

  test('decimal commas do not pass for delimiters', () => {
    const text = 'item;price;weight\nchair;12,50;3,2\ntable;99,00;20,1\nlamp;7,25;0,8\n'
    expect(detectDialect(text)).toMatchObject({ delimiter: ';', header: true })
  })

  test('a text with commas inside a table of tabs', () => {
    const text = 'name\tnote\nAna\tlikes tea, cake, and rain\nBo\tno, thanks\n'
    expect(detectDialect(text).delimiter).toBe('\t')
  })

  test("a spreadsheet's own statement is believed and is no row", async () => {
    expect((await table('sep=;\r\nname;town\r\nAna;Porto\r\n')).rows).toEqual([oneRow])
  })

  test('a single column', async () => {
    expect((await table('email\nana@example.com\nbo@example.com\n')).rows).toEqual([
      { email: 'ana@example.com' },
      { email: 'bo@example.com' },
    ])
  })
})

describe('quotes', () => {
  test('delimiters, line ends and doubled quotes inside quotes', async () => {
    expect((await table('name,note\nAna,"one, two"\nBo,"first\nsecond"\nCy,"say ""hi"""\n')).rows).toEqual([
      { name: 'Ana', note: 'one, two' },
      { name: 'Bo', note: 'first\nsecond' },
      { name: 'Cy', note: 'say "hi"' },
    ])
  })
  test('quotes inside a cell that is not quoted are ordinary', async () => {
    expect((await table('part,size\nbolt,5" long\nnut,3" wide\n')).rows[0]).toEqual({
      part: 'bolt',
      size: '5" long',
    })
  })
  test('single quotes', async () => {
    expect((await table("name,note\n'Ana','one, two'\n'Bo','three, four'\n")).rows[0]).toEqual({
      name: 'Ana',
      note: 'one, two',
    })
  })
  test('backslash before a quote', async () => {
    expect((await table('name,note\n"Ana","say \\"hi\\""\n"Bo","well"\n')).rows[0]?.note).toBe('say "hi"')
  })
  test('apostrophes in names are letters', async () => {
    expect((await table("name,town\nO'Neill,Cork\nD'Arcy,Derry\n")).rows[1]).toEqual({
      name: "D'Arcy",
      town: 'Derry',
    })
  })
  test('a quote that never closes is said, with its row', async () => {
    const path = join(folder, 'open.csv')
    await writeFile(path, `name,note\nAna,fine\nBo,"never ends\n${'x,y\n'.repeat(20)}`)
    const reading = async () => {
      for await (const _ of readRows(path, {
        encoding: 'utf-8',
        delimiter: ',',
        quote: '"',
        escape: '"',
        skip: 0,
        header: true,
      }));
    }
    await expect(reading()).rejects.toThrow(UnreadableFile)
    await expect(reading()).rejects.toThrow(/row 3 is never closed/)
  })
})

describe('the header', () => {
  test('a title above the table is skipped', async () => {
    const { rows, numbers } = await table('Customers of 2026\n\nname,town\nAna,Porto\nBo,Oslo\n')
    expect(rows[0]).toEqual(oneRow)
    expect(numbers[0]).toBe(4)
  })
  test('values in the first row mean there is none', async () => {
    expect((await table('Ana,ana@example.com,2026-01-02\nBo,bo@example.com,2026-01-03\n')).rows).toHaveLength(
      2,
    )
  })
  test('names that are missing or come twice get their position', () => {
    expect(columnNames(['name', '', 'name'], true)).toEqual(['name', 'Column 2', 'name (3)'])
  })
  test('rows count as a spreadsheet counts them, blank lines included', async () => {
    expect((await table('name,town\nAna,Porto\n\nBo,Oslo\n')).numbers).toEqual([2, 4])
  })
})

describe('encodings', () => {
  const text = 'name,town\nJosé,São Paulo\nZoë,Köln\nŁucja,Łódź\n'
  const western = 'name,town\nJosé,São Paulo\nRené,Besançon\nZoë,Köln\nAntónio,Évora\n'
  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16, other order', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16 without a mark', iconv.encode(text, 'utf-16le', { addBOM: false })],
  ])('%s', async (_, bytes) => {
    expect((await table(bytes)).rows[2]).toEqual({ name: 'Łucja', town: 'Łódź' })
  })
  test('windows-1252', async () => {
    expect((await table(iconv.encode(western, 'windows-1252'))).rows[0]).toEqual({
      name: 'José',
      town: 'São Paulo',
    })
  })
  test('accents far below the top still count', async () => {
    const far = `name,town\n${'Bo,Oslo\n'.repeat(60_000)}José,São Paulo\nRené,Besançon\n`
    expect((await table(iconv.encode(far, 'windows-1252'))).rows.at(-2)).toEqual({
      name: 'José',
      town: 'São Paulo',
    })
  })
  test('Cyrillic by its statistics', () => {
    const russian = 'имя,город\nИван,Москва\nМария,Санкт-Петербург\nОльга,Новосибирск\nДмитрий,Екатеринбург\n'
    expect(
      iconv.decode(
        Buffer.from(iconv.encode(russian, 'windows-1251')),
        detectEncoding(iconv.encode(russian, 'windows-1251')),
      ),
    ).toBe(russian)
  })
})

const megabyte = 'name,town\n' + 'Ana Duarte,Porto\n'.repeat(2 ** 16)

test.each([
  ['quoted line ends', 'name,town\nAna,Porto\n\nBo,"Os\nlo"\n'],
  ['carriage returns', 'name\r\nAna\r\nBo'],
  ['a title', 'Title\n\nname,town\nAna,Porto\n'],
  ['quotes inside', 'name,note\nAna,5" long\nBo,6" long\n'],
  ['blank lines', '\n\nname,town\n\nAna,Porto\n\n\nBo,Oslo'],
  ['several blocks', `${megabyte}\n${megabyte}Bo,Oslo`],
  ['quotes in a later block', `${megabyte}Bo,"Os\nlo"\n\n"Li","Rome"\n${megabyte}Ed,"`.slice(0, -1)],
  ['a quote that opens at the end of a block', `${megabyte.slice(0, 2 ** 20 - 1)},"a\nb"\n${megabyte}`],
  ['a line end and a quote between two blocks', `${megabyte.slice(0, 2 ** 20 - 1)}\n"a\nb",c\n${megabyte}`],
  ['blank lines between two blocks', `${megabyte.slice(0, 2 ** 20 - 2)}\n\n\n\nBo,Oslo\n${megabyte}`],
])('rows are counted as they are read: %s', async (_, text) => {
  const path = join(folder, 'count.csv')
  await writeFile(path, text)
  const dialect = await detectFileDialect(path)
  let read = 0
  for await (const _ of readRows(path, dialect)) read++
  expect(await countRows(path, dialect)).toBe(read)
})

test('a row with too many columns is refused before it costs memory', async () => {
  const path = join(folder, 'wide.csv')
  await writeFile(path, `${'a,'.repeat(rowLimits.columns)}a\n`)
  const reading = async () => {
    for await (const _ of readRows(path, {
      encoding: 'utf-8',
      delimiter: ',',
      quote: '"',
      escape: '"',
      skip: 0,
      header: true,
    }));
  }
  await expect(reading()).rejects.toThrow('501 columns')
})
